import type { Language } from '../i18n/language.ts'
import { type MessageKey, template, translate } from '../i18n/translate.ts'
import {
  type Command,
  type CommandEntry,
  type CommandGroup,
  EXIT,
  type Option,
  type Options,
  type Positional,
} from './command.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'
import { definitionList } from './text-table.ts'

/** Help for a group of commands, or for `concert` itself. */
export function groupHelp(lang: Language, path: readonly string[], group: CommandGroup): string {
  const words = [
    ...path,
    `<${translate(lang, 'cli.word.command')}>`,
    `[${translate(lang, 'cli.word.options')}]`,
  ]
  return sections([
    `${group.summary[lang]}\n`,
    usage(lang, words),
    heading(lang, 'cli.commands') +
      definitionList(group.entries.map(({ name, summary }) => [name, summary[lang]])),
    globalOptions(lang),
    exitCodes(lang),
    `${translate(lang, 'cli.more-help', { command: `${path.join(' ')} <${translate(lang, 'cli.word.command')}>` })}\n`,
  ])
}

/** Help for one command. */
export function commandHelp(
  lang: Language,
  path: readonly string[],
  entry: CommandEntry,
  command: Command,
): string {
  const { details, examples = [] } = command
  const positionals = Object.entries(command.positionals)
  const words = [...path, ...positionals.map(([name, one]) => positionalWord(name, one))]
  if (Object.keys(command.options).length > 0) {
    words.push(`[${translate(lang, 'cli.word.options')}]`)
  }
  return sections([
    `${entry.summary[lang]}\n`,
    usage(lang, words),
    details === undefined ? '' : `${details[lang]}\n`,
    list(
      lang,
      'cli.arguments',
      positionals.map(([name, one]) => [name, one.summary[lang]]),
    ),
    list(lang, 'cli.options', optionPairs(lang, command.options)),
    globalOptions(lang),
    examples.length === 0
      ? ''
      : heading(lang, 'cli.examples') + examples.map((line) => `  ${line}\n`).join(''),
    exitCodes(lang),
  ])
}

function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n')
}

function heading(lang: Language, key: MessageKey): string {
  return `${template(lang, key)}\n`
}

function usage(lang: Language, words: readonly string[]): string {
  return `${heading(lang, 'cli.usage')}  ${words.join(' ')}\n`
}

function list(
  lang: Language,
  key: MessageKey,
  pairs: readonly (readonly [string, string])[],
): string {
  return pairs.length === 0 ? '' : heading(lang, key) + definitionList(pairs)
}

function globalOptions(lang: Language): string {
  return list(lang, 'cli.global-options', optionPairs(lang, GLOBAL_OPTIONS))
}

function exitCodes(lang: Language): string {
  const pairs = Object.values(EXIT).map(
    (code) => [String(code), translate(lang, `cli.exit.${code}`)] as const,
  )
  return list(lang, 'cli.exit-codes', pairs)
}

function positionalWord(name: string, { optional, many }: Positional): string {
  const word = `<${name}>${many === true ? '...' : ''}`
  return optional === true ? `[${word}]` : word
}

function optionPairs(lang: Language, options: Options): readonly (readonly [string, string])[] {
  return Object.entries(options).map(([name, option]) => {
    const short = name === 'help' ? '-h, ' : ''
    const value = option.type === 'boolean' ? '' : ` <${option.value}>`
    return [`${short}--${name}${value}`, option.summary[lang] + notes(lang, option)] as const
  })
}

/** What else there is to say about an option, in brackets. */
function notes(lang: Language, option: Option): string {
  if (option.type === 'boolean') return ''
  const found: string[] = []
  if (option.required === true) found.push(translate(lang, 'cli.required'))
  if (option.type === 'string') {
    if (option.multiple === true) found.push(translate(lang, 'cli.repeatable'))
    if (option.choices !== undefined && option.value !== option.choices.join('|')) {
      found.push(translate(lang, 'cli.choices', { choices: option.choices.join(', ') }))
    }
  }
  if (option.default !== undefined) {
    found.push(translate(lang, 'cli.default', { value: option.default }))
  }
  if (found.length === 0) return ''
  return lang === 'zh' ? `\uff08${found.join('\uff1b')}\uff09` : ` (${found.join('; ')})`
}
