import { ok, type Result, refuse } from '@concert/core'
import {
  ASKER_TARGET_STATUS,
  MAX_TARGET_RUNS,
  OWNER_TARGET_STATUS,
  TARGET_LABELS,
  type TargetStatus,
} from '@concert/threads'
import { parse } from 'csv-parse/sync'
import { normalTarget } from './clean-targets.ts'
import { COLUMN_NAMES } from './target-list.ts'

/** A target with how it stands, as a line of a file says it. */
export interface StatusLine {
  /** Line of the table, from 1, its header counted. */
  readonly line: number
  readonly value: string
  readonly status: string
  /** When it was observed to be so; empty when the file does not say. */
  readonly at: string
}

/** A line that says nothing that can be told. */
export interface StatusFault {
  readonly line: number
  readonly code:
    | 'not-a-target'
    | 'not-listed'
    | 'not-a-status'
    | 'not-yours'
    | 'not-a-time'
    | 'twice'
}

/** Neighbouring targets of which the same is said. */
export interface StatusRun {
  readonly from: number
  readonly count: number
  readonly status: TargetStatus
  readonly at: string
}

/** What a file of statuses comes to. */
export interface StatusPlan {
  /** In order, none of which is so already; in parts that one statement holds. */
  readonly parts: readonly (readonly StatusRun[])[]
  readonly targets: number
  readonly unchanged: number
  readonly faults: readonly StatusFault[]
}

const STATUS_COLUMNS = new Set(['status', 'state', '状态'])
const TIME_COLUMNS = new Set(['at', 'time', 'date', '时间'])
const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|\+00:00)?)?$/

/**
 * Reads a table of targets and statuses: with a header, columns by their names; without one, target,
 * status and time.
 *
 * @param text - attacker-controlled
 */
export function readStatusTable(text: string): Result<readonly StatusLine[], 'unreadable-targets'> {
  const delimiter = [',', ';', '\t'].find((each) => (text.split('\n', 1)[0] ?? '').includes(each))
  let rows: readonly { readonly record: readonly string[]; readonly info: { lines: number } }[]
  try {
    rows = parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter: delimiter ?? ',',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof rows
  } catch {
    return refuse('unreadable-targets', 'text')
  }
  const header = (rows[0]?.record ?? []).map((cell) => cell.toLowerCase())
  const isHeader = header.some((cell) => STATUS_COLUMNS.has(cell))
  const column = (names: ReadonlySet<string>, otherwise: number) =>
    isHeader ? header.findIndex((cell) => names.has(cell)) : otherwise
  const [target, status, at] = [
    column(COLUMN_NAMES, 0),
    column(STATUS_COLUMNS, 1),
    column(TIME_COLUMNS, 2),
  ]
  if (target < 0) return refuse('unreadable-targets', 'header')
  return ok(
    rows.slice(isHeader ? 1 : 0).map(({ record, info }) => ({
      line: info.lines,
      value: record[target] ?? '',
      status: record[status] ?? '',
      at: record[at] ?? '',
    })),
  )
}

/** How targets stand now, by their index. */
export interface KnownTargets {
  /** Index of each normalised value. */
  readonly index: ReadonlyMap<string, number>
  statusOf(index: number): { readonly status: string; readonly at: string | null }
}

/**
 * Lays the lines of a file onto a request's targets: what is so already is not said again, so that a
 * file that was sent in part can be sent again.
 *
 * @param now - when lines without a time were observed
 */
export function planStatuses(
  lines: readonly StatusLine[],
  known: KnownTargets,
  side: 'asker' | 'owner',
  now: string,
): StatusPlan {
  const own: readonly string[] = side === 'asker' ? ASKER_TARGET_STATUS : OWNER_TARGET_STATUS
  const faults: StatusFault[] = []
  const said = new Map<number, { readonly status: TargetStatus; readonly at: string }>()
  let unchanged = 0
  for (const { line, value, status: word, at: when } of lines) {
    const fault = (code: StatusFault['code']) => faults.push({ line, code })
    const read = normalTarget(value)
    const index = read === undefined ? undefined : known.index.get(read)
    const status = statusNamed(word)
    const at = timeIn(when, now)
    if (read === undefined) fault('not-a-target')
    else if (index === undefined) fault('not-listed')
    else if (status === undefined) fault('not-a-status')
    else if (!own.includes(status)) fault('not-yours')
    else if (at === undefined) fault('not-a-time')
    else if (said.has(index)) fault('twice')
    else if (isSo(known.statusOf(index), status, when === '' ? null : at)) unchanged++
    else said.set(index, { status, at })
  }
  return { parts: partsOf(said), targets: said.size, unchanged, faults }
}

function isSo(
  before: { readonly status: string; readonly at: string | null },
  status: string,
  at: string | null,
): boolean {
  return before.status === status && (at === null || before.at === at)
}

function partsOf(
  said: ReadonlyMap<number, { readonly status: TargetStatus; readonly at: string }>,
): readonly (readonly StatusRun[])[] {
  const runs: StatusRun[] = []
  for (const [index, { status, at }] of [...said].toSorted(([a], [b]) => a - b)) {
    const last = runs.at(-1)
    const isNext = last && last.from + last.count === index && last.status === status
    if (last && isNext && last.at === at) runs[runs.length - 1] = { ...last, count: last.count + 1 }
    else runs.push({ from: index, count: 1, status, at })
  }
  const parts: (readonly StatusRun[])[] = []
  for (let from = 0; from < runs.length; from += MAX_TARGET_RUNS) {
    parts.push(runs.slice(from, from + MAX_TARGET_RUNS))
  }
  return parts
}

/** A status by its code, or by its word in either language. */
function statusNamed(word: string): TargetStatus | undefined {
  const wanted = word.toLowerCase()
  const found = Object.entries(TARGET_LABELS).find(([code, { en, zh }]) => {
    return code === wanted || en.toLowerCase() === wanted || zh === word
  })
  return found?.[0] as TargetStatus | undefined
}

/** A time in UTC, to the millisecond; the present when nothing is said. */
function timeIn(text: string, now: string): string | undefined {
  if (text === '') return now
  if (!TIME.test(text)) return undefined
  const iso = text.replace(' ', 'T').replace(/(?:Z|\+00:00)$/, '')
  const at = Date.parse(iso.includes('T') ? `${iso}Z` : `${iso}T00:00:00Z`)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
