import { HASH_RESPELLED, RENAMED } from './differences.ts'

const NAMES = Object.values(RENAMED).flatMap(Object.keys)

// A string, or one of the places where the languages differ. Strings are passed over.
const DIFFERENCE = new RegExp(
  [
    String.raw`\bSTART\s+'(?<start>[^'\\]*)'\s+STOP\s+'(?<stop>[^'\\]*)'`,
    String.raw`(?<keep>'(?:[^'\\]|\\.)*')`,
    String.raw`(?<![\w-])(?<type>${Object.keys(RENAMED).join('|')}):(?<name>${[...new Set(NAMES)].join('|')})(?![\w-])`,
    String.raw`\bhashes\.(?<hash>${Object.keys(HASH_RESPELLED).join('|')})(?![\w-])`,
    String.raw`\bhashes\.'(?<quoted>${Object.keys(HASH_RESPELLED).join('|')})'`,
  ].join('|'),
  'gs',
)

/**
 * A pattern of 2.0 in the words of 2.1: START and STOP take timestamp literals instead of strings,
 * and some properties and hash algorithms have other names. Everything else is left as it is, right
 * or wrong.
 */
export function upgradePattern(pattern: string): string {
  return pattern.replace(DIFFERENCE, (...args: unknown[]) => {
    const whole = args[0] as string
    const groups = args.at(-1) as Readonly<Record<string, string | undefined>>
    const { start, stop, type, name, hash, quoted } = groups
    if (start !== undefined) return `START t'${start}' STOP t'${stop}'`
    if (type !== undefined && name !== undefined) {
      const renamed = RENAMED[type]?.[name]
      return renamed === undefined ? whole : `${type}:${renamed}`
    }
    if (hash !== undefined) return `hashes.${HASH_RESPELLED[hash]}`
    if (quoted !== undefined) return `hashes.'${HASH_RESPELLED[quoted]}'`
    return whole
  })
}
