import { StixStream, type StixStreamItem, type StixStreamOptions } from './stix-stream.ts'

/** Bytes in pieces of any size: a file, a response's body, an array of them. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | ByteReadable

/** What is needed of a web stream, where it can't be iterated yet. */
export interface ByteReadable {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
    cancel(): Promise<void>
  }
}

/** How {@link readStixStream} reads. */
export interface ReadStreamOptions extends StixStreamOptions {
  /** Told after each piece how many bytes were read in all. */
  readonly onProgress?: ((bytes: number) => void) | undefined
}

/**
 * Reads STIX from a source of bytes, item by item. The source is asked for more only when what came
 * has been taken, and closed when the caller stops early or the stream can't be followed.
 *
 * @param source - attacker-controlled
 * @example
 * for await (const item of readStixStream(createReadStream('bundle.json'))) {
 *   if (item.kind === 'object' && item.valid) keep(item.value)
 *   else if (item.kind !== 'object') tell(item.faults)
 * }
 */
export async function* readStixStream(
  source: ByteSource,
  options: ReadStreamOptions = {},
): AsyncGenerator<StixStreamItem, void, undefined> {
  for await (const items of readStixBatches(source, options)) yield* items
}

/**
 * As {@link readStixStream}, with the items of up to 64 KiB together: awaiting each item alone
 * costs more than small objects do.
 */
export async function* readStixBatches(
  source: ByteSource,
  options: ReadStreamOptions = {},
): AsyncGenerator<readonly StixStreamItem[], void, undefined> {
  const stream = new StixStream(options)
  for await (const piece of piecesOf(source)) {
    for (const items of stream.push(piece)) if (items.length > 0) yield items
    options.onProgress?.(stream.taken)
    if (stream.stopped) return
  }
  const last = stream.end()
  if (last.length > 0) yield last
}

function piecesOf(source: ByteSource): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (Symbol.asyncIterator in source || Symbol.iterator in source) return source
  return readAll(source)
}

async function* readAll(source: ByteReadable): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = source.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (next.value !== undefined) yield next.value
    }
  } finally {
    await reader.cancel()
  }
}
