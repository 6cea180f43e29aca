import type { Bilingual, Language } from '../i18n/language.ts'

/** Exit codes of every command; `--help` explains them. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, configuration: 4 } as const

/** A stream that people or programs read. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  /** Told once when a stream whose `write` gave `false` wants more, or will never take any. */
  once?(event: 'drain' | 'close', listener: () => void): unknown
  off?(event: 'drain' | 'close', listener: () => void): unknown
  /** Why it takes nothing any more. */
  readonly errored?: Error | null
}

interface OptionBase {
  readonly summary: Bilingual
}

/** An option that is there or not. */
export interface FlagOption extends OptionBase {
  readonly type: 'boolean'
}

/** An option with a text. */
export interface TextOption extends OptionBase {
  readonly type: 'string'
  /** What stands for the value in help, such as `host`. */
  readonly value: string
  readonly required?: boolean
  /** May be given more than once; the value is then a list. */
  readonly multiple?: boolean
  readonly choices?: readonly string[]
  /** Shown in help; the command itself applies it. */
  readonly default?: string
}

/** An option with an integer. */
export interface IntegerOption extends OptionBase {
  readonly type: 'integer'
  readonly value: string
  readonly min: number
  readonly max: number
  readonly required?: boolean
  readonly default?: string
}

/** One option of a command. */
export type Option = FlagOption | TextOption | IntegerOption

/** Options by their long name in kebab case. */
export type Options = Readonly<Record<string, Option>>

/** An argument that is known by its position. */
export interface Positional {
  readonly summary: Bilingual
  /** Whether it may be left out. Only the last ones may. */
  readonly optional?: boolean
  /** Takes every argument that is left, at least one unless optional. Only the last one may. */
  readonly many?: boolean
}

/** Positional arguments by name, in their order. */
export type Positionals = Readonly<Record<string, Positional>>

type OptionValue<O extends Option> = O extends FlagOption
  ? boolean
  : O extends { readonly type: 'integer'; readonly required: true }
    ? number
    : O extends IntegerOption
      ? number | undefined
      : O extends { readonly multiple: true }
        ? readonly string[]
        : O extends { readonly choices: readonly (infer C)[] }
          ? O extends { readonly required: true }
            ? C
            : C | undefined
          : O extends { readonly required: true }
            ? string
            : string | undefined

type PositionalValue<P extends Positional> = P extends { readonly many: true }
  ? readonly string[]
  : P extends { readonly optional: true }
    ? string | undefined
    : string

/** What was given on the command line, checked and typed by the command's own tables. */
export interface Arguments<O extends Options = Options, P extends Positionals = Positionals> {
  readonly options: { readonly [K in keyof O]: OptionValue<O[K]> }
  readonly positionals: { readonly [K in keyof P]: PositionalValue<P[K]> }
}

/** All that a command may use of the world. */
export interface CommandContext<O extends Options = Options, P extends Positionals = Positionals> {
  readonly lang: Language
  /** Whether results are to be written as JSON. */
  readonly json: boolean
  readonly out: Output
  readonly err: Output
  /** What is piped in; opened only when it is asked for. */
  readonly stdin: () => AsyncIterable<Uint8Array>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the data folder. */
  readonly dataDir: string
  readonly args: Arguments<O, P>
  /** The command table, for help. */
  readonly commands: CommandGroup
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal
}

/** A command as its author writes it. Its name and summary stand in the command table. */
export interface CommandDefinition<O extends Options, P extends Positionals> {
  readonly options: O
  readonly positionals: P
  /** Paragraphs after the summary in help. */
  readonly details?: Bilingual
  /** Whole command lines, shown in help. */
  readonly examples?: readonly string[]
  /** @returns the exit code, one of {@link EXIT} */
  run(context: CommandContext<O, P>): Promise<number>
}

/** A command of any options. */
export interface Command {
  readonly options: Options
  readonly positionals: Positionals
  readonly details?: Bilingual
  readonly examples?: readonly string[]
  run(context: CommandContext): Promise<number>
}

/** A command in the table: its module is loaded only when it is asked for. */
export interface CommandEntry {
  readonly name: string
  readonly summary: Bilingual
  load(): Promise<Command>
}

/** A command that has commands of its own, such as `concert peer`. */
export interface CommandGroup {
  readonly name: string
  readonly summary: Bilingual
  readonly entries: readonly TableEntry[]
}

/** A line of the command table. */
export type TableEntry = CommandEntry | CommandGroup

/** Whether a line of the table has commands of its own. */
export function isGroup(entry: TableEntry): entry is CommandGroup {
  return 'entries' in entry
}

/**
 * Defines a command: the types of `context.args` follow from its tables.
 *
 * @example
 * export const hello = defineCommand({
 *   options: { loud: { type: 'boolean', summary: { en: 'in capitals', zh: '大写' } } },
 *   positionals: { name: { summary: { en: 'whom to greet', zh: '问候对象' } } },
 *   async run({ args, out }) {
 *     out.write(`${args.options.loud ? 'HELLO' : 'Hello'} ${args.positionals.name}\n`)
 *     return EXIT.ok
 *   },
 * })
 */
export function defineCommand<const O extends Options, const P extends Positionals>(
  definition: CommandDefinition<O, P>,
): Command {
  // The parser fills `args` from these very tables, so the narrower type holds.
  return definition as unknown as Command
}
