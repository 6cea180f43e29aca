import { concat } from '@concert/core'

/** How far white space is followed before a file counts as a list. */
const SNIFF_BYTES = 64 * 1024
const OPEN_OBJECT = 0x7b

/**
 * Looks for the first sign of a file's format: an opening brace is JSON, everything else a list.
 *
 * @returns the format, and the whole source again; iterate it, or the source stays open
 */
export async function sniff(
  source: AsyncIterable<Uint8Array>,
): Promise<{ readonly isJson: boolean; readonly chunks: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array(0)
  let ink = -1
  while (ink < 0 && head.length <= SNIFF_BYTES) {
    const next = await iterator.next()
    if (next.done) break
    head = withoutMark(concat(head, next.value))
    // A byte order mark may come in pieces, and must not be taken for ink.
    if (head.length >= 3 || head[0] !== 0xef) ink = head.findIndex((byte) => !isSpace(byte))
  }
  return { isJson: head[ink] === OPEN_OBJECT, chunks: resume(head, iterator) }
}

/** Without a UTF-8 byte order mark (RFC 8259 §8.1 lets readers ignore it); offsets start after it. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return marked ? bytes.subarray(3) : bytes
}

async function* resume(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      yield next.value
    }
  } finally {
    await iterator.return?.()
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
