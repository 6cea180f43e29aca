import {
  checkPattern,
  type Observation,
  PatternSet,
  parsePattern,
  printPattern,
  type StixFault,
} from '@concert/stix'
import type { CommandContext } from '../../command.ts'
import { safeText } from '../../width.ts'
import { writeOut } from '../../write-out.ts'
import { faultJson, faultLine } from './fault-lines.ts'
import { patternFaultJson, patternFaultText } from './pattern-report.ts'
import type { FoundPattern } from './read-patterns.ts'
import { say } from './texts.ts'

/** More observations than these are not named for one pattern on a terminal. */
const MAX_NAMED = 5

/** Where a pattern stands. */
interface Place {
  readonly file: string
  readonly line: number | undefined
  readonly at: string | undefined
  readonly id: string | undefined
  /** As a person is told of it. */
  readonly where: string
}

interface Named {
  readonly observation: string
  readonly times: number
}

/** Checks patterns as they come, prints them, and matches them when there is something to match. */
export class PatternRun {
  readonly #context: CommandContext
  readonly #observations: readonly Observation[] | undefined
  readonly #set = new PatternSet<Place>()
  #patterns = 0
  #valid = 0
  #warnings = 0
  #matched = 0
  #undecided = 0
  errors = 0

  /** @param observations - undefined when nothing is to be matched */
  constructor(context: CommandContext, observations: readonly Observation[] | undefined) {
    this.#context = context
    this.#observations = observations
  }

  /** @param file - as the reader is told of it */
  async take(file: string, found: FoundPattern): Promise<void> {
    const { lang } = this.#context
    if (found.faults.length > 0) return this.#unreadable(file, found, found.faults)
    const place =
      found.line === undefined ? found.place : say(lang, 'pattern-list-line', { line: found.line })
    const where = [file, place]
      .filter((part) => part !== '')
      .map(safeText)
      .join(': ')
    this.#patterns++
    if (found.source === undefined) {
      this.errors++
      return writeOut(this.#context.out, this.#unread(file, where, found))
    }
    await writeOut(this.#context.out, this.#checked(file, where, found, found.source))
  }

  async end(): Promise<void> {
    if (this.#observations) await this.#matchAll(this.#observations)
    const counts = {
      patterns: this.#patterns,
      valid: this.#valid,
      errors: this.errors,
      warnings: this.#warnings,
    }
    const matches = this.#observations && {
      observations: this.#observations.length,
      matched: this.#matched,
      undecided: this.#undecided,
    }
    const { lang, json, out } = this.#context
    if (json) {
      return writeOut(out, `${JSON.stringify({ summary: { ...counts, ...matches } })}\n`)
    }
    const second = matches
      ? `${say(lang, 'pattern-match-summary', { ...matches, valid: this.#valid })}\n`
      : ''
    await writeOut(out, `${say(lang, 'pattern-summary', counts)}\n${second}`)
  }

  #checked(file: string, where: string, found: FoundPattern, source: string): string {
    const { lang, json } = this.#context
    const faults = checkPattern(source)
    const errors = faults.filter(({ severity }) => severity === 'error').length
    this.errors += errors
    this.#warnings += faults.length - errors
    const read = errors === 0 ? parsePattern(source) : undefined
    const expression = read?.ok ? read.value : undefined
    if (expression !== undefined) this.#valid++
    const pattern = expression && printPattern(expression)
    const { line, place, id } = found
    const told = { file, line, at: place === '' ? undefined : place, id }
    if (expression && this.#observations) this.#set.add({ ...told, where }, expression)
    if (json) {
      const all = { ...told, valid: errors === 0, pattern, faults: faults.map(patternFaultJson) }
      return `${JSON.stringify(all)}\n`
    }
    const at = line === undefined ? { where, fileLine: line } : { where: file, fileLine: line }
    const problems = faults.map((fault) => patternFaultText(lang, at, source, fault)).join('')
    const printed = pattern === undefined ? '' : `${where}: ${safeText(pattern)}\n`
    return problems + printed
  }

  /** Matches all patterns at once: a set looks at few of them for each observation. */
  async #matchAll(observations: readonly Observation[]): Promise<void> {
    const { matched, undecided } = this.#set.match(observations)
    this.#matched = matched.length
    this.#undecided = undecided.length
    const { out } = this.#context
    for (const { key, binding } of matched) {
      const named = binding.map(({ observation, times }) => {
        return { observation: observations[observation]?.id ?? `#${observation}`, times }
      })
      await writeOut(out, this.#matchLine(key, named))
    }
    for (const key of undecided) await writeOut(out, this.#matchLine(key, undefined))
  }

  /** @param named - the observations that matched; undefined when that was not decided */
  #matchLine(key: Place, named: readonly Named[] | undefined): string {
    const { lang, json } = this.#context
    const { where, ...at } = key
    if (json) return `${JSON.stringify({ ...at, decided: named !== undefined, matches: named })}\n`
    if (named === undefined) return `${where}: ${say(lang, 'pattern-undecided')}\n`
    const shown = named.slice(0, MAX_NAMED).map(({ observation, times }) => {
      return safeText(times === 1 ? observation : `${observation} × ${times}`)
    })
    const more = named.length > MAX_NAMED ? [say(lang, 'more')] : []
    const list = [...shown, ...more].join(lang === 'zh' ? '、' : ', ')
    return `${where}: ${say(lang, 'pattern-matched', { observations: list })}\n`
  }

  #unread(file: string, where: string, { line }: FoundPattern): string {
    const { lang, json } = this.#context
    const en = say('en', 'pattern-line-unread')
    const zh = say('zh', 'pattern-line-unread')
    const code = 'entry-size'
    if (json) return `${JSON.stringify({ file, line, valid: false, faults: [{ code, en, zh }] })}\n`
    return `${where}: ${say(lang, 'error')} [${code}]: ${say(lang, 'pattern-line-unread')}\n`
  }

  async #unreadable(
    file: string,
    { place }: FoundPattern,
    faults: readonly StixFault[],
  ): Promise<void> {
    const { lang, json, out } = this.#context
    this.errors += faults.length
    const lines = faults.map((fault) => {
      return json ? faultJson({ file, place }, fault) : faultLine(lang, { file, place }, fault)
    })
    await writeOut(out, lines.join(''))
  }
}
