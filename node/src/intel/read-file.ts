import { type Json, sliceJsonList } from '@concert/core'
import { bundleOf, readStixObject, type StixFault, type StixFaults } from '@concert/stix'
import { BatchBuilder, type IntelBatch, type IntelEntry } from './import-batch.ts'
import { elementEntry, type ListOptions, lineEntry, listOptionFaults } from './list-entry.ts'
import { LineSplitter } from './list-lines.ts'
import { collect, sniff, trimJsonSpace } from './sniff.ts'

/** How a file is read: what its lists leave unsaid, and its bound. */
export interface ReadIntelOptions extends ListOptions {
  /** Most bytes of a JSON file, which is held in memory; 512 MiB when not given. Lists stream. */
  readonly maxBytes?: number | undefined
}

const DEFAULT_MAX_BYTES = 512 * 1024 * 1024

/**
 * Reads a file of intelligence in whichever format it has: a STIX 2.1 bundle or object, a plain
 * list with one domain, URL or address a line (defanged or not), or the configuration of
 * eth-phishing-detect (`{"blacklist": […]}`). Entries of lists become indicators.
 *
 * Every fault is listed with its place and code, and everything else goes on.
 *
 * @param source - attacker-controlled bytes in chunks of any size, such as a file stream
 * @returns batches of at most 1,000 objects
 */
export async function* readIntelFile(
  source: AsyncIterable<Uint8Array>,
  options: ReadIntelOptions,
): AsyncGenerator<IntelBatch, void, undefined> {
  let batch = new BatchBuilder()
  for await (const entries of entriesOf(source, options)) {
    for (const entry of entries) {
      batch.add(entry)
      if (!batch.full) continue
      yield batch.build()
      batch = new BatchBuilder()
    }
  }
  if (!batch.empty) yield batch.build()
}

/** Entries in groups, one for each chunk of a list: awaiting each entry alone would cost more. */
async function* entriesOf(
  source: AsyncIterable<Uint8Array>,
  options: ReadIntelOptions,
): AsyncGenerator<Iterable<IntelEntry>, void, undefined> {
  const { isJson, chunks } = await sniff(source)
  if (!isJson) {
    yield* listEntries(chunks, options)
    return
  }
  const bytes = await collect(chunks, options.maxBytes ?? DEFAULT_MAX_BYTES)
  yield bytes ? jsonEntries(bytes, options) : [whole([{ code: 'json-size', at: '' }])]
}

async function* listEntries(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadIntelOptions,
): AsyncGenerator<Iterable<IntelEntry>, void, undefined> {
  const wrong = listOptionFaults(options)
  const splitter = new LineSplitter()
  for await (const chunk of chunks) {
    if (wrong.length > 0) {
      yield [whole(wrong)]
      return
    }
    yield lineEntries(splitter.push(chunk), options)
  }
  yield lineEntries(splitter.end(), options)
}

function* lineEntries(
  lines: ReturnType<LineSplitter['push']>,
  options: ReadIntelOptions,
): Generator<IntelEntry, void, undefined> {
  for (const line of lines) {
    const entry = lineEntry(line, options)
    if (entry) yield entry
  }
}

function jsonEntries(bytes: Uint8Array, options: ReadIntelOptions): Iterable<IntelEntry> {
  const sliced = sliceJsonList(bytes, 'objects', { maxBytes: bytes.length })
  if (!sliced.ok) return [whole([{ code: sliced.code, at: `byte ${sliced.offset}` }])]
  const { shell } = sliced.value
  if (shell.type === 'bundle') return bundleEntries(bundleOf(sliced.value))
  if (Array.isArray(shell.blacklist)) return blacklistEntries(shell.blacklist, options)
  if (typeof shell.type !== 'string') return [whole([{ code: 'format-unknown', at: '' }])]
  return [owned({ at: '', read: readStixObject(trimJsonSpace(bytes)) })]
}

function* bundleEntries(
  bundle: ReturnType<typeof bundleOf>,
): Generator<IntelEntry, void, undefined> {
  if (!bundle.ok) {
    yield { at: '', read: bundle }
    return
  }
  let index = 0
  for (const read of bundle.value.entries()) yield owned({ at: `objects[${index++}]`, read })
}

function* blacklistEntries(
  list: readonly Json[],
  options: ReadIntelOptions,
): Generator<IntelEntry, void, undefined> {
  const wrong = listOptionFaults(options)
  if (wrong.length > 0) {
    yield whole(wrong)
    return
  }
  let index = 0
  for (const value of list) yield elementEntry(value, `blacklist[${index++}]`, options)
}

/**
 * The entry with bytes of its own. A view would keep the whole file in memory, and would take it
 * along, once for each object, when the object is posted to another thread.
 */
function owned({ at, read }: IntelEntry): IntelEntry {
  if (!read.ok) return { at, read }
  const bytes = Uint8Array.from(read.value.bytes)
  return { at, read: { ok: true, value: { ...read.value, bytes } } }
}

function whole(faults: readonly StixFault[]): IntelEntry {
  const read: StixFaults = { ok: false, faults }
  return { at: '', read }
}
