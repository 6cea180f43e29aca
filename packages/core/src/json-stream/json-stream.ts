import { fromUtf8 } from '../bytes.ts'
import { type Json, MAX_DEPTH } from '../json.ts'
import { isJsonSpace, newOutline, type Outline, passValue } from '../json-outline.ts'
import { type Ok, ok } from '../result.ts'
import { firstInvalidByte, parseOutlined } from '../strict-json.ts'
import { HeldBytes } from './held-bytes.ts'
import { BLOCK_BYTES, BlockDecoder, type JsonBlock } from './json-block.ts'
import type {
  JsonItem,
  JsonStreamBounds,
  JsonStreamFaultCode,
  JsonStreamRefusal,
} from './json-items.ts'
import { ShellReader } from './shell-reader.ts'

/**
 * Where the reader stands: between top-level values; in an object around its lists; after the
 * bracket or a comma of a list; in an element; after it; at an end.
 */
type Place = 'top' | 'shell' | 'first' | 'next' | 'element' | 'after' | 'stopped'

const DEFAULT_ELEMENT_BYTES = 1024 * 1024
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const NOTHING = new Uint8Array(0)

/**
 * Reads JSON in pieces of any size, one element at a time, in bounded memory: objects with a long
 * list under one of the keys (`{"objects":[…]}`), a long list (`[…]`), and any number of such
 * values or of plain objects after one another (NDJSON). Each element is read strictly, and a
 * faulty one costs only itself as long as its brackets match. A byte order mark at the start is
 * passed over and counted.
 *
 * @example
 * const stream = new JsonStream(['objects'])
 * for await (const piece of source) for (const items of stream.push(piece)) use(items)
 * use(stream.end())
 */
export class JsonStream {
  readonly #maxBytes: number
  readonly #maxElements: number
  readonly #maxElementBytes: number
  readonly #maxDepth: number
  readonly #keys: readonly string[]
  readonly #decoder = new BlockDecoder()
  readonly #shell: ShellReader
  /** The beginning of an element that goes on in the next block. */
  readonly #held: HeldBytes
  readonly #outline: Outline = newOutline()

  #place: Place = 'top'
  #taken = 0
  /** Bytes of a byte order mark passed. */
  #mark = 0
  #values = 0
  #count = 0
  #offset = 0
  /** Where the present list starts, after its bracket. */
  #listFrom = 0
  /** Key of the present list; undefined in a top-level one. */
  #key: string | undefined
  #items: JsonItem[] = []

  /** @param keys - names of top-level properties whose lists are read element by element */
  constructor(keys: readonly string[], bounds: JsonStreamBounds = {}) {
    this.#maxBytes = bounds.maxBytes ?? Number.POSITIVE_INFINITY
    this.#maxElements = bounds.maxElements ?? Number.POSITIVE_INFINITY
    this.#maxElementBytes = bounds.maxElementBytes ?? DEFAULT_ELEMENT_BYTES
    this.#maxDepth = bounds.maxDepth ?? MAX_DEPTH
    this.#keys = keys.map((key) => JSON.stringify(key))
    this.#shell = new ShellReader(keys, this.#maxElementBytes)
    this.#held = new HeldBytes(this.#maxElementBytes)
  }

  /** Bytes read so far. */
  get taken(): number {
    return this.#taken
  }

  /** Whether nothing more will be read. */
  get stopped(): boolean {
    return this.#place === 'stopped'
  }

  /**
   * Reads the next piece, a block at a time: whoever waits between two blocks holds up the rest.
   *
   * @param piece - attacker-controlled; not changed, and looked into as long as its elements are
   */
  *push(piece: Uint8Array): Generator<readonly JsonItem[], void, undefined> {
    for (let at = 0; at < piece.length && !this.stopped; at += BLOCK_BYTES) {
      yield this.#readBlock(piece.subarray(at, at + BLOCK_BYTES))
    }
  }

  /** Ends the text. */
  end(): readonly JsonItem[] {
    this.#items = []
    const isWhole = this.#place === 'top' && this.#values > 0
    if (!isWhole && !this.stopped) this.#stop('json-syntax', this.#taken)
    this.#place = 'stopped'
    return this.#items
  }

  #readBlock(bytes: Uint8Array): readonly JsonItem[] {
    this.#items = []
    const room = this.#maxBytes - this.#taken
    const inRoom = bytes.length > room ? bytes.subarray(0, room) : bytes
    const block = this.#decoder.decode(inRoom, this.#taken)
    const { length } = block.bytes
    let at = 0
    while (at < length && this.#place !== 'stopped') at = this.#step(block, at)
    this.#taken += length
    if (bytes.length > room && !this.stopped) this.#stop('json-size', this.#maxBytes)
    return this.#items
  }

  /** @returns the index after what was passed */
  #step(block: JsonBlock, at: number): number {
    if (this.#place === 'element') return this.#passElement(block, at)
    if (this.#place === 'shell') return this.#passShell(block, at)
    const unit = block.text.charCodeAt(at)
    if (isJsonSpace(unit)) return at + 1
    if (this.#place === 'top') return this.#beginValue(block, at, unit)
    if (unit === CLOSE_LIST && this.#place !== 'next') return this.#leaveList(block.offset, at)
    if (this.#place !== 'after') return this.#beginElement(block, at, unit)
    if (unit === COMMA) this.#place = 'next'
    else this.#stop('json-syntax', block.offset + at)
    return at + 1
  }

  #beginValue(block: JsonBlock, at: number, unit: number): number {
    const offset = block.offset + at
    if (this.#mark === offset && block.bytes[at] === BYTE_ORDER_MARK[offset]) {
      this.#mark++
      return at + 1
    }
    const isMarkBroken = this.#mark > 0 && this.#mark < BYTE_ORDER_MARK.length
    if (isMarkBroken || (unit !== OPEN_OBJECT && unit !== OPEN_LIST)) {
      this.#stop('json-syntax', isMarkBroken ? 0 : offset)
      return at
    }
    this.#values++
    if (unit === OPEN_LIST) {
      this.#enterList(undefined, offset + 1)
      return at + 1
    }
    return this.#passObject(block, at) ?? this.#beginShell(offset, at)
  }

  /**
   * Reads an object that lies within the block and can't hold a list of a known key, as a line of
   * NDJSON does: several times as fast as the way around lists.
   */
  #passObject(block: JsonBlock, at: number): number | undefined {
    this.#beginOutline(block.offset + at)
    const end = passValue(this.#outline, block.text, at)
    if (end < 0) return undefined
    const text = block.text.slice(at, end)
    // A key may be spelled with escapes.
    if (text.includes('\\u') || this.#keys.some((key) => text.includes(key))) return undefined
    if (this.#isFull(this.#offset)) return at
    this.#key = undefined
    this.#endElement(block, at, end)
    return end
  }

  #beginShell(offset: number, at: number): number {
    this.#shell.begin(offset)
    this.#place = 'shell'
    return at
  }

  #passShell(block: JsonBlock, from: number): number {
    const [event, at] = this.#shell.pass(block, from)
    if (event === 'too-large') this.#stop('element-size', this.#shell.offset)
    else if (event === 'list') {
      if (this.#shell.enterList()) this.#enterList(this.#shell.key, block.offset + at)
      else this.#stop('json-duplicate', this.#shell.keyOffset)
    } else if (event === 'end') this.#endObject()
    return at
  }

  /** A top-level object is either the shell of a list or an element by itself. */
  #endObject(): void {
    this.#place = 'top'
    const read = this.#shell.read(this.#maxDepth)
    if (this.#shell.hasList) {
      this.#items.push({ kind: 'shell', read })
      return
    }
    if (this.#isFull(this.#shell.offset)) return
    const { offset, bytes } = this.#shell
    this.#items.push({ kind: 'element', key: undefined, index: this.#count++, offset, bytes, read })
  }

  #enterList(key: string | undefined, from: number): void {
    this.#key = key
    this.#listFrom = from
    this.#place = 'first'
  }

  /** The bracket belongs to the shell, if there is one. */
  #leaveList(offset: number, at: number): number {
    if (this.#key === undefined) {
      this.#items.push({ kind: 'shell', read: ok([]) })
      this.#place = 'top'
      return at + 1
    }
    this.#shell.leaveList(offset + at - this.#listFrom)
    this.#place = 'shell'
    return at
  }

  #beginElement(block: JsonBlock, at: number, unit: number): number {
    const offset = block.offset + at
    if (isMisplaced(unit)) this.#stop('json-syntax', offset)
    else if (!this.#isFull(offset)) {
      this.#beginOutline(offset)
      this.#place = 'element'
    }
    return at
  }

  #beginOutline(offset: number): void {
    this.#offset = offset
    this.#held.clear()
    resetOutline(this.#outline)
  }

  #passElement(block: JsonBlock, from: number): number {
    const end = passValue(this.#outline, block.text, from)
    if (end < 0) {
      this.#held.add(block.bytes.subarray(from))
      return block.bytes.length
    }
    this.#endElement(block, from, end)
    this.#place = 'after'
    return end
  }

  /** Ends the element whose rest stands in the block. */
  #endElement(block: JsonBlock, from: number, end: number): void {
    let bytes = block.bytes.subarray(from, end)
    const isWhole = this.#held.size === 0 && !this.#held.isTooLarge
    if (!isWhole) {
      this.#held.add(bytes)
      bytes = this.#held.copy()
    }
    const isTooLarge = this.#held.isTooLarge || bytes.length > this.#maxElementBytes
    const text = isWhole && block.isAscii ? block.text.slice(from, end) : undefined
    this.#items.push({
      kind: 'element',
      key: this.#key,
      index: this.#count++,
      offset: this.#offset,
      bytes: isTooLarge ? NOTHING : bytes,
      read: isTooLarge ? this.#refusal('element-size', 0) : this.#readElement(bytes, text),
    })
  }

  #readElement(bytes: Uint8Array, ascii: string | undefined): Ok<Json> | JsonStreamRefusal {
    const text = ascii ?? fromUtf8(bytes)
    if (text === undefined) return this.#refusal('json-utf8', firstInvalidByte(bytes))
    const read = parseOutlined(text, this.#outline, this.#maxDepth)
    return read.ok ? read : this.#refusal(read.code, read.offset)
  }

  /** @param at - byte of the element */
  #refusal(code: JsonStreamFaultCode, at: number): JsonStreamRefusal {
    return { ok: false, code, offset: this.#offset + at }
  }

  #isFull(offset: number): boolean {
    if (this.#count < this.#maxElements) return false
    this.#stop('element-count', offset)
    return true
  }

  #stop(code: JsonStreamFaultCode, offset: number): void {
    this.#place = 'stopped'
    this.#items.push({ kind: 'stop', read: { ok: false, code, offset } })
  }
}

/** A sign of structure where a value is expected. */
function isMisplaced(unit: number): boolean {
  return unit === COMMA || unit === COLON || unit === CLOSE_LIST || unit === CLOSE_OBJECT
}

function resetOutline(outline: Outline): void {
  outline.depth = 0
  outline.deepest = 0
  outline.colons = 0
  outline.inString = false
  outline.escaped = false
  outline.inScalar = false
}
