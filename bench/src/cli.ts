import { parseArgs } from 'node:util'
import type { Result } from '@concert/core'
import { ConcertError, ok, refuse } from '@concert/core'
import type { Bench, BenchOptions, BenchResult, Bilingual, Machine } from './bench.ts'
import { renderJson, renderList, renderTable } from './render.ts'
import type { Language } from './texts.ts'
import { texts } from './texts.ts'

/** What the command works on; tests hand in their own. */
export interface CliContext {
  readonly args: readonly string[]
  readonly benches: readonly Bench[]
  readonly machine: Machine
  /** The language when `--lang` is absent. */
  readonly language: Language
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

interface Command {
  readonly name: string | undefined
  readonly json: boolean
  readonly language: Language
  readonly options: BenchOptions
}

/**
 * Runs one bench, or lists them when none is named.
 *
 * @returns the exit code: 0 done, 2 the command line is wrong. What a bench throws goes through.
 * @throws ConcertError `bench-without-figure` when a bench measured nothing.
 */
export async function runCli(context: CliContext): Promise<number> {
  const parsed = parseCommand(context.args, context.language)
  if (!parsed.ok) return misuse(context, texts[context.language].badOption(parsed.at ?? ''))
  const { name, json, language, options } = parsed.value
  if (name === undefined) {
    context.out(renderList(context.benches, language))
    return 0
  }
  const bench = context.benches.find((candidate) => candidate.name === name)
  if (bench === undefined) return misuse(context, texts[language].unknown(name))
  const tell = (progress: Bilingual) => context.err(`${progress[language]}\n`)
  const result = await measure(bench, { ...options, tell }, context.machine)
  context.out(json ? renderJson(result) : renderTable(result, language))
  return 0
}

async function measure(
  bench: Bench,
  options: BenchOptions,
  machine: Machine,
): Promise<BenchResult> {
  const { details, figure, unit, ratio, reference, goal } = await bench.run(options)
  if (!Number.isFinite(figure) || !Number.isFinite(ratio)) {
    throw new ConcertError('bench-without-figure', { bench: bench.name })
  }
  // The fields everyone reads win over a detail of the same name.
  return { name: bench.name, figure, unit, ratio, reference, goal, machine, ...unclaimed(details) }
}

const claimed = new Set(['name', 'figure', 'unit', 'ratio', 'reference', 'goal', 'machine'])

function unclaimed(details: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([key]) => !claimed.has(key)))
}

function misuse(context: CliContext, sentence: string): number {
  context.err(`${sentence}\n`)
  context.err(renderList(context.benches, context.language))
  return 2
}

function parseCommand(args: readonly string[], language: Language): Result<Command, 'bad-option'> {
  const parsed = parse(args)
  if (!parsed.ok) return parsed
  const { values, positionals } = parsed.value
  const lang = values.lang ?? language
  if (lang !== 'en' && lang !== 'zh') return refuse('bad-option', `--lang ${lang}`)
  const scale = Number(values.scale ?? 1)
  if (!(scale > 0 && scale <= 100)) return refuse('bad-option', `--scale ${values.scale}`)
  if (positionals[1] !== undefined) return refuse('bad-option', positionals[1])
  return ok({
    name: positionals[0],
    json: values.json ?? false,
    language: lang,
    options: { scale },
  })
}

interface Parsed {
  readonly values: { json?: boolean; scale?: string; lang?: string }
  readonly positionals: readonly string[]
}

function parse(args: readonly string[]): Result<Parsed, 'bad-option'> {
  try {
    return ok(
      parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
          json: { type: 'boolean' },
          scale: { type: 'string' },
          lang: { type: 'string' },
        },
      }),
    )
  } catch (error) {
    return refuse('bad-option', quoted(error))
  }
}

/** What Node's English message quotes is the option itself, fit for both languages. */
function quoted(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return /'([^']+)'/.exec(message)?.[1] ?? message
}
