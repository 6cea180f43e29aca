import { both } from '../i18n/both.ts'
import type { Bilingual } from '../i18n/language.ts'
import { nearest } from '../i18n/nearest.ts'
import type { Arguments, Command, Option, Options, Positional } from './command.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'
import { type OptionToken, type Tokens, tokenize } from './tokens.ts'

/** Why a command line is not accepted. */
export interface UsageProblem {
  readonly code: 'usage-option' | 'usage-value' | 'usage-argument' | 'usage-command'
  readonly sentence: Bilingual
}

/** Typed arguments, and everything that is wrong with the command line. */
export interface ParsedArguments {
  readonly args: Arguments
  readonly problems: readonly UsageProblem[]
}

/**
 * Checks a command line against the tables of a command.
 *
 * @param line - the command line without the words that name the command
 */
export function parseArguments(
  command: Pick<Command, 'options' | 'positionals'>,
  line: readonly string[],
): ParsedArguments {
  const known: Options = { ...GLOBAL_OPTIONS, ...command.options }
  const tokens = tokenize(line, known)
  const problems = tokens.options.flatMap((token) => tokenProblems(token, known))
  const options: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(known)) {
    const given = tokens.options.filter((token) => token.name === name)
    problems.push(...optionProblems(name, option, given))
    if (Object.hasOwn(command.options, name)) options[name] = optionValue(option, given)
  }
  const { positionals, problems: more } = readPositionals(command, tokens)
  return { args: { options, positionals } as Arguments, problems: [...problems, ...more] }
}

/** What is wrong with one option as it was typed. */
function tokenProblems(token: OptionToken, known: Options): UsageProblem[] {
  const { name, raw, value } = token
  const option = Object.hasOwn(known, name) ? known[name] : undefined
  if (option === undefined) return [unknownOption(raw, known)]
  if (option.type !== 'boolean') return isMissing(token) ? [valueMissing(raw)] : []
  if (value === undefined) return []
  return [{ code: 'usage-value', sentence: both('cli.option-value-unexpected', { name: raw }) }]
}

function unknownOption(raw: string, known: Options): UsageProblem {
  const close = nearest(raw.replace(/^-+/, ''), Object.keys(known))
  const sentence =
    close === undefined
      ? both('cli.unknown-option', { name: raw })
      : both('cli.unknown-option-near', { name: raw, nearest: `--${close}` })
  return { code: 'usage-option', sentence }
}

function valueMissing(name: string): UsageProblem {
  return { code: 'usage-value', sentence: both('cli.option-value-missing', { name }) }
}

/** `--host --json` gives no host: a value that begins with a dash must be joined with `=`. */
function isMissing({ value, isInline }: OptionToken): boolean {
  return value === undefined || value === '' || (!isInline && /^-./.test(value))
}

/** What is wrong with everything that was given for one known option. */
function optionProblems(
  name: string,
  option: Option,
  given: readonly OptionToken[],
): UsageProblem[] {
  if (option.type === 'boolean') return []
  const raw = `--${name}`
  if (given.length === 0) {
    if (option.required !== true) return []
    return [{ code: 'usage-option', sentence: both('cli.option-required', { name: raw }) }]
  }
  const mayRepeat = option.type === 'string' && option.multiple === true
  if (given.length > 1 && !mayRepeat) {
    return [{ code: 'usage-option', sentence: both('cli.option-repeated', { name: raw }) }]
  }
  return given
    .filter((token) => !isMissing(token))
    .flatMap(({ value = '' }) => valueProblems(raw, option, value))
}

function valueProblems(
  name: string,
  option: Exclude<Option, { type: 'boolean' }>,
  value: string,
): UsageProblem[] {
  if (option.type === 'integer') {
    const { min, max } = option
    const isFine = /^\d{1,15}$/.test(value) && Number(value) >= min && Number(value) <= max
    if (isFine) return []
    return [{ code: 'usage-value', sentence: both('cli.option-integer', { name, min, max }) }]
  }
  if (option.choices === undefined || option.choices.includes(value)) return []
  const choices = option.choices.join(', ')
  return [{ code: 'usage-value', sentence: both('cli.option-choice', { name, choices }) }]
}

function optionValue(option: Option, given: readonly OptionToken[]): unknown {
  if (option.type === 'boolean') return given.length > 0
  if (option.type === 'string' && option.multiple === true) {
    return given.map(({ value = '' }) => value)
  }
  const value = given.at(-1)?.value
  return option.type === 'integer' && value !== undefined ? Number(value) : value
}

interface ReadPositionals {
  readonly positionals: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly problems: readonly UsageProblem[]
}

function readPositionals(command: Pick<Command, 'positionals'>, tokens: Tokens): ReadPositionals {
  const rest = tokens.words.map(({ value }) => value)
  const positionals: Record<string, string | readonly string[] | undefined> = {}
  const problems: UsageProblem[] = []
  for (const [name, positional] of Object.entries(command.positionals)) {
    if (rest.length === 0 && positional.optional !== true) {
      problems.push({ code: 'usage-argument', sentence: both('cli.argument-missing', { name }) })
    }
    positionals[name] = takePositional(positional, rest)
  }
  const [extra] = rest
  if (extra !== undefined) {
    const sentence = both('cli.argument-unexpected', { value: extra })
    problems.push({ code: 'usage-argument', sentence })
  }
  return { positionals, problems }
}

function takePositional(
  positional: Positional,
  rest: string[],
): string | readonly string[] | undefined {
  return positional.many === true ? rest.splice(0) : rest.shift()
}
