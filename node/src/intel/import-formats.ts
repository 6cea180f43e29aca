import { concat, type Json, parseStrictJson } from '@concert/core'
import {
  EMAIL_FAULTS,
  type Extraction,
  extractFromCsv,
  extractFromEmail,
  extractFromHtml,
  extractFromText,
  type ExtractedFinding as Finding,
  objectsOfFindings,
  type StixObject,
  uniqueFindings,
  WARNINGS,
} from '@concert/stix'
import { FeedError, feedSentence } from '../feeds/feed-codes.ts'
import { eventObjects } from '../feeds/misp/event-objects.ts'
import { isUuid, readEvent } from '../feeds/misp/read-event.ts'
import { BatchMaker } from '../feeds/sources/batch-maker.ts'
import { isObject } from '../feeds/sources/conditional-get.ts'
import type { Bilingual } from '../i18n/language.ts'
import { sha1 } from './intelligence.ts'
import type { ListOptions } from './list-entry.ts'
import { readIntelFile } from './read-file.ts'

/**
 * What a file is: STIX or a list, whichever its first byte shows (`auto`); events as MISP exports
 * them; or something that people read, out of which values are taken.
 */
export const IMPORT_FORMATS = ['auto', 'misp', 'text', 'csv', 'html', 'email'] as const

/** One of {@link IMPORT_FORMATS}. */
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** What is wrong with one entry. `at` is a place, never content. */
export interface ImportFault {
  readonly code: string
  readonly at: string
}

/** A piece of a file, ready for one transaction. */
export interface ImportBatch {
  readonly objects: readonly StixObject[]
  readonly faults: readonly ImportFault[]
  /** Entries that only repeat an object of this batch. */
  readonly duplicates: number
  /** Of a file that people read: where each value stands, and why to look at it first. */
  readonly findings?: readonly Finding[]
}

/** How a file is to be read. */
export interface ImportReading extends ListOptions {
  readonly format: ImportFormat
  /** Of a file that people read: whether values that carry a warning are left out. */
  readonly isClean: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

/** MISP events are held whole: 150,000 attributes have some 60 MB. */
const MAX_MISP_BYTES = 256 << 20
const MAX_TEXT_BYTES = 32 << 20
const BATCH = 1000

/**
 * Reads a file of intelligence piece by piece. Every fault is listed with its place and code.
 *
 * @param source - attacker-controlled bytes in chunks of any size
 */
export function readImport(
  source: AsyncIterable<Uint8Array>,
  reading: ImportReading,
): AsyncIterable<ImportBatch> {
  if (reading.format === 'auto') return readIntelFile(source, reading)
  return reading.format === 'misp' ? readMisp(source, reading) : readProse(source, reading)
}

/** The sentence of a fault's code. */
export function importSentence(code: string): Bilingual | undefined {
  if (Object.hasOwn(WARNINGS, code)) return WARNINGS[code as keyof typeof WARNINGS]
  if (Object.hasOwn(EMAIL_FAULTS, code)) return EMAIL_FAULTS[code as keyof typeof EMAIL_FAULTS]
  return feedSentence(code)
}

async function* readMisp(
  source: AsyncIterable<Uint8Array>,
  reading: ImportReading,
): AsyncGenerator<ImportBatch> {
  const bytes = await collect(source, MAX_MISP_BYTES)
  const file = bytes && parseStrictJson(bytes, { maxBytes: MAX_MISP_BYTES })
  if (!file) yield onlyFault('file-size')
  else if (!file.ok) yield onlyFault(file.code, `byte ${file.offset}`)
  else {
    const events = eventsIn(file.value)
    if (events.length === 0) yield onlyFault('feed-malformed')
    for (const { event, at } of events) yield* readMispEvent(event, at, reading)
  }
}

/** One event, a list of them, or what a search answers: `{"response": [{"Event": …}]}`. */
function eventsIn(file: Json): readonly { readonly event: Json; readonly at: string }[] {
  const list = isObject(file) && Array.isArray(file.response) ? file.response : file
  if (!Array.isArray(list)) return isObject(file) && file.Event ? [{ event: file, at: '' }] : []
  return list.map((event, index) => ({ event, at: `[${index}]` }))
}

async function* readMispEvent(
  file: Json,
  at: string,
  { tlp, confidence, labels = [], createdByRef, now }: ImportReading,
): AsyncGenerator<ImportBatch> {
  const place = (inner: string) => [at, inner].filter((part) => part !== '').join(' ')
  const uuid = isObject(file) && isObject(file.Event) ? file.Event.uuid : undefined
  if (!isObject(file) || !isUuid(uuid)) {
    yield onlyFault('feed-malformed', place('Event'))
    return
  }
  const maker = new BatchMaker()
  const take = (): ImportBatch => {
    const { objects, faults } = maker.take()
    const placed = faults.map(({ code, at: inner }) => ({ code, at: place(inner) }))
    return { objects, faults: placed, duplicates: 0 }
  }
  try {
    const event = readEvent(file, uuid)
    const settings = { tlp, labels, ...(confidence !== undefined && { confidence }) }
    for (const _ of eventObjects(event, { settings, creator: createdByRef, now }, maker)) {
      yield take()
    }
    yield take()
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    yield onlyFault(error.code, place('Event'))
  }
}

async function* readProse(
  source: AsyncIterable<Uint8Array>,
  reading: ImportReading,
): AsyncGenerator<ImportBatch> {
  const bytes = await collect(source, MAX_TEXT_BYTES)
  const found = bytes && (await extract(bytes, reading.format))
  if (!found) yield onlyFault('file-size')
  else if (!found.ok) yield onlyFault(found.code)
  else {
    const findings = uniqueFindings(found.value.findings)
    for (let from = 0; from < findings.length; from += BATCH) {
      yield proseBatch(findings.slice(from, from + BATCH), reading)
    }
    if (found.value.truncated) yield onlyFault('file-size')
  }
}

type Extracted =
  | { readonly ok: true; readonly value: Extraction }
  | { readonly ok: false; readonly code: string }

async function extract(bytes: Uint8Array, format: ImportFormat): Promise<Extracted> {
  if (format === 'email') return await extractFromEmail(bytes)
  const text = new TextDecoder().decode(bytes)
  const read =
    format === 'csv' ? extractFromCsv : format === 'html' ? extractFromHtml : extractFromText
  return { ok: true, value: read(text) }
}

/** What was found as objects; what a warning keeps out is told with its place. */
function proseBatch(findings: readonly Finding[], reading: ImportReading): ImportBatch {
  const { isClean } = reading
  const taken = isClean ? findings.filter(({ warnings }) => warnings.length === 0) : findings
  const of = { ...reading, modified: reading.created }
  const { objects, faults } = objectsOfFindings(taken, of, sha1)
  const left = findings.flatMap(({ warnings, line, column }) => {
    const [first] = isClean ? warnings : []
    return first ? [{ code: first.code, at: `line ${line}, column ${column}` }] : []
  })
  return { objects, faults: [...left, ...faults], duplicates: 0, findings }
}

function onlyFault(code: string, at = ''): ImportBatch {
  return { objects: [], faults: [{ code, at }], duplicates: 0 }
}

/** @returns undefined when more comes than may */
async function collect(
  chunks: AsyncIterable<Uint8Array>,
  max: number,
): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > max) return undefined
    parts.push(chunk)
  }
  return concat(...parts)
}
