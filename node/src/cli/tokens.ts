import { parseArgs } from 'node:util'
import { isLanguage, type Language } from '../i18n/language.ts'
import type { Options } from './command.ts'

/** An option as it was typed. */
export interface OptionToken {
  readonly name: string
  /** With its dashes, such as `-h`. */
  readonly raw: string
  readonly value: string | undefined
  /** Whether the value was joined to it, as in `--port=1`. */
  readonly isInline: boolean
}

/** The words of a command line, sorted into options and the rest, each in the order given. */
export interface Tokens {
  readonly options: readonly OptionToken[]
  readonly words: readonly { readonly value: string; readonly index: number }[]
}

/** What the options of every command say, as far as that can be read before the command is known. */
export interface Globals {
  readonly help: boolean
  readonly version: boolean
  readonly json: boolean
  readonly lang: Language | undefined
  readonly data: string | undefined
}

/** Sorts a command line by the options known; refuses nothing. */
export function tokenize(args: readonly string[], known: Options): Tokens {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { type }]) => [name, parserOption(name, type)]),
  )
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  return {
    options: tokens.flatMap((token) =>
      token.kind === 'option'
        ? [
            {
              name: token.name,
              raw: token.rawName,
              value: token.value,
              isInline: token.inlineValue === true,
            },
          ]
        : [],
    ),
    words: tokens.flatMap((token) =>
      token.kind === 'positional' ? [{ value: token.value, index: token.index }] : [],
    ),
  }
}

/** Reads the options of every command; of one given twice, the last. */
export function readGlobals({ options }: Tokens): Globals {
  const last = (name: string) => options.findLast((option) => option.name === name)
  const lang = last('lang')?.value
  return {
    help: last('help') !== undefined,
    version: last('version') !== undefined,
    json: last('json') !== undefined,
    lang: lang !== undefined && isLanguage(lang) ? lang : undefined,
    data: last('data')?.value,
  }
}

function parserOption(name: string, type: Options[string]['type']) {
  const base = { type: type === 'boolean' ? ('boolean' as const) : ('string' as const) }
  return name === 'help' ? { ...base, short: 'h' } : base
}
