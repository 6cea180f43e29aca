import { concat, type Json, parseStrictJson } from '@concert/core'
import { EMAIL_FAULTS, WARNINGS } from '@concert/stix'
import { FeedError, feedSentence } from '../feeds/feed-codes.ts'
import { eventObjects } from '../feeds/misp/event-objects.ts'
import { isUuid, readEvent } from '../feeds/misp/read-event.ts'
import { BatchMaker } from '../feeds/sources/batch-maker.ts'
import { isObject } from '../feeds/sources/conditional-get.ts'
import type { Bilingual } from '../i18n/language.ts'
import { type ImportBatch, type ImportReading, onlyFault } from './import-reading.ts'
import { readIntelFile } from './read-file.ts'

/** MISP events are held whole: 150,000 attributes have some 60 MB. */
const MAX_MISP_BYTES = 256 << 20
const MAX_TEXT_BYTES = 32 << 20

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
  if (!bytes) return yield onlyFault('file-size')
  // With what reads mail, pages and names come half a megabyte of program and the public suffixes.
  const { proseBatches } = await import('./read-prose.ts')
  yield* proseBatches(bytes, reading)
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
