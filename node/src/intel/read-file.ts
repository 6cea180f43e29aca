import { BatchBuilder, type IntelBatch, type IntelEntry, wholeFile } from './import-batch.ts'
import { jsonEntries } from './json-entries.ts'
import { type ListOptions, lineEntry, listOptionFaults } from './list-entry.ts'
import { LineSplitter } from './list-lines.ts'
import { sniff } from './sniff.ts'

/**
 * Reads a file of intelligence in whichever format it has: a STIX 2.1 bundle, a TAXII envelope,
 * objects after one another (NDJSON) or one alone, a plain list with one domain, URL or address a
 * line (defanged or not), or the configuration of eth-phishing-detect (`{"blacklist": […]}`).
 * Entries of lists become indicators. Files of any size are read in bounded memory.
 *
 * Every fault is listed with its place and code, and everything else goes on.
 *
 * @param source - attacker-controlled bytes in chunks of any size, such as a file stream
 * @returns batches of at most 1,000 objects
 */
export async function* readIntelFile(
  source: AsyncIterable<Uint8Array>,
  options: ListOptions,
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
  options: ListOptions,
): AsyncGenerator<Iterable<IntelEntry>, void, undefined> {
  const { isJson, chunks } = await sniff(source)
  if (!isJson) {
    yield* listEntries(chunks, options)
    return
  }
  yield* jsonEntries(chunks, options)
}

async function* listEntries(
  chunks: AsyncIterable<Uint8Array>,
  options: ListOptions,
): AsyncGenerator<Iterable<IntelEntry>, void, undefined> {
  const wrong = listOptionFaults(options)
  const splitter = new LineSplitter()
  for await (const chunk of chunks) {
    if (wrong.length > 0) {
      yield [wholeFile(wrong)]
      return
    }
    yield lineEntries(splitter.push(chunk), options)
  }
  yield lineEntries(splitter.end(), options)
}

function* lineEntries(
  lines: ReturnType<LineSplitter['push']>,
  options: ListOptions,
): Generator<IntelEntry, void, undefined> {
  for (const line of lines) {
    const entry = lineEntry(line, options)
    if (entry) yield entry
  }
}
