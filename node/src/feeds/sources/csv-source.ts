import { Readable } from 'node:stream'
import { FeedError } from '../feed-codes.ts'
import type { CsvColumns } from '../feed-settings.ts'
import type { FeedBatch, SourceInput } from '../feed-source.ts'
import { BatchMaker } from './batch-maker.ts'
import { getChanged } from './conditional-get.ts'
import { type Entry, entryObject } from './entry.ts'

const MAX_ROW = 64 * 1024
type Column = Exclude<keyof CsvColumns, 'header' | 'delimiter'>
const COLUMNS: readonly Column[] = ['value', 'description', 'label', 'confidence', 'since']

/** Comma-separated values (RFC 4180), or with another delimiter; `#` starts a comment line. */
export async function* csvSource(input: SourceInput): AsyncGenerator<FeedBatch, void, undefined> {
  const { csv } = input.settings
  if (csv === undefined) throw new TypeError('csv')
  const file = await getChanged(input, input.settings.url)
  if (file === undefined) return
  const maker = new BatchMaker()
  let places: Places | undefined = csv.header ? undefined : placesOf(csv, [])
  for await (const { row, line } of rowsOf(file.body, csv.delimiter)) {
    if (places === undefined) {
      places = placesOf(csv, row)
      continue
    }
    if (row.length <= 1 && (row[0] ?? '').trim() === '') continue
    const entry = entryOf(places, row)
    if (entry.value === '') maker.faults([{ code: 'csv-syntax', at: `line ${line}` }])
    else maker.add(entryObject(entry, `line ${line}`, input))
    if (maker.full) yield maker.take()
  }
  yield { ...maker.take(), position: file.position }
}

interface Row {
  readonly row: readonly string[]
  readonly line: number
}

async function* rowsOf(
  body: AsyncIterable<Uint8Array>,
  delimiter = ',',
): AsyncGenerator<Row, void, undefined> {
  const { CsvError, parse } = await import('csv-parse')
  const parser = parse({
    bom: true,
    comment: '#',
    comment_no_infix: true,
    delimiter,
    info: true,
    max_record_size: MAX_ROW,
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
  })
  const source = Readable.from(body, { objectMode: false })
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      yield { row: record, line: info.lines }
    }
  } catch (cause) {
    // A quote that is never closed, or a row without an end: nothing can be told apart after it.
    if (cause instanceof CsvError) throw new FeedError('feed-malformed', undefined, { cause })
    throw cause
  } finally {
    source.destroy()
  }
}

/** Where each column stands, from 0. */
type Places = Readonly<Partial<Record<Column, number>>>

/** @throws FeedError `feed-columns` when a column that was named is not there */
function placesOf(csv: CsvColumns, header: readonly string[]): Places {
  const places: Partial<Record<Column, number>> = {}
  for (const column of COLUMNS) {
    const wanted = csv[column]
    if (wanted === undefined) continue
    const named = header.findIndex((title) => title.toLowerCase() === wanted.toLowerCase())
    const numbered = /^[1-9]\d{0,3}$/.test(wanted) ? Number(wanted) - 1 : -1
    if (named < 0 && numbered < 0) throw new FeedError('feed-columns')
    places[column] = named < 0 ? numbered : named
  }
  return places
}

function entryOf(places: Places, row: readonly string[]): Entry {
  const cell = (column: Column) => {
    const at = places[column]
    const text = at === undefined ? undefined : row[at]?.trim()
    return text === '' ? undefined : text
  }
  const confidence = cell('confidence')
  return {
    value: cell('value') ?? '',
    description: cell('description')?.slice(0, 4000),
    label: cell('label')?.slice(0, 100),
    confidence: confidence && /^(?:\d\d?|100)$/.test(confidence) ? Number(confidence) : undefined,
    since: timeOf(cell('since')),
  }
}

/** Dates without a zone are UTC; what is no date is left out. */
function timeOf(text: string | undefined): string | undefined {
  const parts =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(
      text ?? '',
    )
  if (parts === null) return undefined
  const [, day, clock = '00:00', zone = 'Z'] = parts
  const time = Date.parse(`${day}T${clock}${zone === 'UTC' ? 'Z' : zone}`)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
