import { resolve } from 'node:path'
import { ConcertError } from '@concert/core'
import { errnoOf } from '../files/atomic-file.ts'
import { both } from '../i18n/both.ts'
import { errorSentence } from '../i18n/error-sentences.ts'
import { chooseLanguage, type Language } from '../i18n/language.ts'
import { nearest } from '../i18n/nearest.ts'
import { translate } from '../i18n/translate.ts'
import {
  type Arguments,
  type CommandContext,
  type CommandEntry,
  type CommandGroup,
  EXIT,
  type Output,
} from './command.ts'
import { type Found, findCommand } from './find-command.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'
import { commandHelp, groupHelp } from './help-text.ts'
import { complain } from './output.ts'
import { parseArguments, type UsageProblem } from './parse-arguments.ts'
import { type Globals, readGlobals, tokenize } from './tokens.ts'

/** What {@link runCommandLine} is given of the world. */
export interface CommandLine {
  /** The words after `concert`. */
  readonly line: readonly string[]
  readonly out: Output
  readonly err: Output
  /** Nothing is piped in when not given. */
  readonly stdin?: () => AsyncIterable<Uint8Array>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** The command table. */
  readonly commands: CommandGroup
}

interface Session extends CommandLine {
  readonly globals: Globals
  readonly lang: Language
  readonly json: boolean
}

/** Runs one command line. @returns the exit code; never throws */
export async function runCommandLine(line: CommandLine): Promise<number> {
  const tokens = tokenize(line.line, GLOBAL_OPTIONS)
  const globals = readGlobals(tokens)
  const lang = chooseLanguage({ flag: globals.lang, env: line.env })
  const session: Session = { ...line, globals, lang, json: globals.json }
  const words = tokens.words.map(({ value }) => value)
  const found = findCommand(line.commands, words)
  try {
    if (found.kind !== 'command') return await withoutCommand(session, found)
    const own = tokens.words.slice(0, found.path.length - 1).map(({ index }) => index)
    const rest = line.line.filter((_, i) => !own.includes(i))
    return await runCommand(session, found.path, found.entry, rest)
  } catch (error) {
    return failed(session, error)
  }
}

async function withoutCommand(
  session: Session,
  found: Exclude<Found, { kind: 'command' }>,
): Promise<number> {
  const { lang, globals } = session
  if (found.kind === 'unknown') return refuseUsage(session, found.path, [unknownCommand(found)])
  if (found.path.length === 1 && globals.version) {
    const { version } = await import('./commands/version.ts')
    return version.run(contextOf(session, { options: {}, positionals: {} }))
  }
  const { problems } = parseArguments({ options: {}, positionals: {} }, withoutWords(session))
  if (problems.length > 0) return refuseUsage(session, found.path, problems)
  const isAsked = globals.help || found.path.length === 1
  if (!isAsked) return refuseUsage(session, found.path, [commandMissing(found.path)])
  session.out.write(groupHelp(lang, found.path, found.group))
  return EXIT.ok
}

function commandMissing(path: readonly string[]): UsageProblem {
  return { code: 'usage-command', sentence: both('cli.command-missing', { name: path.join(' ') }) }
}

function withoutWords({ line }: Session): readonly string[] {
  const indexes = tokenize(line, GLOBAL_OPTIONS).words.map(({ index }) => index)
  return line.filter((_, i) => !indexes.includes(i))
}

async function runCommand(
  session: Session,
  path: readonly string[],
  entry: CommandEntry,
  rest: readonly string[],
): Promise<number> {
  const command = await entry.load()
  if (session.globals.help) {
    session.out.write(commandHelp(session.lang, path, entry, command))
    return EXIT.ok
  }
  const { args, problems } = parseArguments(command, rest)
  if (problems.length > 0) return refuseUsage(session, path, problems)
  return command.run(contextOf(session, args))
}

function contextOf(session: Session, args: Arguments): CommandContext {
  const { lang, json, out, err, env, signal, commands, globals, stdin = nothing } = session
  const dataDir = resolve(globals.data || env.CONCERT_DATA || 'concert-data')
  return { lang, json, out, err, stdin, env, signal, commands, dataDir, args }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function unknownCommand(found: Extract<Found, { kind: 'unknown' }>): UsageProblem {
  const { word, group } = found
  const close = nearest(
    word,
    group.entries.map(({ name }) => name),
  )
  const sentence =
    close === undefined
      ? both('cli.unknown-command', { name: word })
      : both('cli.unknown-command-near', { name: word, nearest: close })
  return { code: 'usage-command', sentence }
}

function refuseUsage(
  session: Session,
  path: readonly string[],
  problems: readonly UsageProblem[],
): number {
  for (const problem of problems) complain(session, problem)
  if (!session.json) {
    const command = path.join(' ')
    session.err.write(`${translate(session.lang, 'cli.more-help', { command })}\n`)
  }
  return EXIT.usage
}

/** What no command expected: a broken machine has a code, anything else is our defect. */
function failed(session: Session, error: unknown): number {
  if (session.signal.aborted) {
    complain(session, { code: 'interrupted', sentence: both('cli.interrupted') })
  } else if (error instanceof ConcertError) {
    const sentence = errorSentence(error.code) ?? both('cli.failed', { code: error.code })
    complain(session, { code: error.code, sentence })
  } else if (errnoOf(error) !== undefined) {
    const reason = error instanceof Error ? error.message : ''
    complain(session, { code: 'system', sentence: both('cli.system', { reason }) })
  } else {
    complain(session, { code: 'internal', sentence: both('cli.internal') })
    session.err.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
  }
  return EXIT.refused
}
