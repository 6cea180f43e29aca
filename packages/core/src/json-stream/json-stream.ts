import { fromUtf8 } from '../bytes.ts'
import { type Json, MAX_DEPTH } from '../json.ts'
import { isJsonSpace, newOutline, type Outline, passValue } from '../json-outline.ts'
import type { JsonFaultCode } from '../json-scan.ts'
import { type Ok, ok } from '../result.ts'
import { firstInvalidByte, jsonRefusal, parseOutlined } from '../strict-json.ts'
import { HeldBytes } from './held-bytes.ts'
import { blockOf, type JsonBlock } from './json-block.ts'
import { ShellReader } from './shell-reader.ts'

/** Bounds of a text that comes in pieces. */
export interface JsonStreamBounds {
  /** Most bytes of the whole text; no bound when not given. */
  readonly maxBytes?: number | undefined
  /** Most bytes of one element, and of an object around its lists; 1 MiB when not given. */
  readonly maxElementBytes?: number | undefined
  /** Most elements; no bound when not given. */
  readonly maxElements?: number | undefined
  /** Deepest nesting of an element; {@link MAX_DEPTH} when not given. */
  readonly maxDepth?: number | undefined
}

/** Why an element or the whole text is not read. */
export type JsonStreamFaultCode = JsonFaultCode | 'element-size' | 'element-count'

/** A refusal at a byte of the whole text. */
export interface JsonStreamRefusal {
  readonly ok: false
  readonly code: JsonStreamFaultCode
  readonly offset: number
}

/** One element of a list, or a top-level object that has none of the lists. */
export interface JsonElement {
  readonly kind: 'element'
  /** The key of its list; undefined for a top-level object or the element of a top-level list. */
  readonly key: string | undefined
  /** Counted from 0 over the whole text. */
  readonly index: number
  /** Where it starts in the whole text, in bytes. */
  readonly offset: number
  /** Its exact bytes, a view of the piece it came in where it can be; empty when too large. */
  readonly bytes: Uint8Array
  readonly read: Ok<Json> | JsonStreamRefusal
}

/** The end of a top-level object with a list, or of a top-level list. */
export interface JsonShell {
  readonly kind: 'shell'
  /** The object, its lists emptied; an empty list for a top-level one. */
  readonly read: Ok<Json> | JsonStreamRefusal
}

/** The text can't be followed any further: nothing comes after this. */
export interface JsonStop {
  readonly kind: 'stop'
  readonly read: JsonStreamRefusal
}

/** What a {@link JsonStream} finds, in the order of the text. */
export type JsonItem = JsonElement | JsonShell | JsonStop

/**
 * Where the reader stands: between top-level values; in an object around its lists; after the
 * bracket or a comma of a list; in an element; after it; at an end.
 */
type Place = 'top' | 'shell' | 'first' | 'next' | 'element' | 'after' | 'stopped'

const BLOCK_BYTES = 64 * 1024
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
    const block = blockOf(bytes.length > room ? bytes.subarray(0, room) : bytes, this.#taken)
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
    return this.#takes(unit, block.offset + at) ? at + 1 : at
  }

  /** Reads one unit between values. @returns false when it is the first of what is read next */
  #takes(unit: number, offset: number): boolean {
    switch (this.#place) {
      case 'top':
        return this.#beginValue(unit, offset)
      case 'first':
        if (unit === CLOSE_LIST) return this.#leaveList(offset)
        return this.#beginElement(unit, offset)
      case 'next':
        return this.#beginElement(unit, offset)
      default:
        if (unit === CLOSE_LIST) return this.#leaveList(offset)
        if (unit !== COMMA) return this.#stop('json-syntax', offset)
        this.#place = 'next'
        return true
    }
  }

  #beginValue(unit: number, offset: number): boolean {
    if (this.#mark === offset && unit === BYTE_ORDER_MARK[offset]) {
      this.#mark++
      return true
    }
    const isMarkBroken = this.#mark > 0 && this.#mark < BYTE_ORDER_MARK.length
    if (isMarkBroken) return this.#stop('json-syntax', 0)
    if (unit !== OPEN_OBJECT && unit !== OPEN_LIST) return this.#stop('json-syntax', offset)
    this.#values++
    if (unit === OPEN_LIST) {
      this.#enterList(undefined, offset + 1)
      return true
    }
    this.#shell.begin(offset)
    this.#place = 'shell'
    return false
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
  #leaveList(offset: number): boolean {
    if (this.#key === undefined) {
      this.#items.push({ kind: 'shell', read: ok([]) })
      this.#place = 'top'
      return true
    }
    this.#shell.leaveList(offset - this.#listFrom)
    this.#place = 'shell'
    return false
  }

  #beginElement(unit: number, offset: number): boolean {
    if (isMisplaced(unit)) return this.#stop('json-syntax', offset)
    if (this.#isFull(offset)) return false
    this.#offset = offset
    this.#held.clear()
    resetOutline(this.#outline)
    this.#place = 'element'
    return false
  }

  #passElement(block: JsonBlock, from: number): number {
    const end = passValue(this.#outline, block.text, from)
    if (end < 0) {
      this.#held.add(block.bytes.subarray(from))
      return block.bytes.length
    }
    this.#place = 'after'
    const isHeld = this.#held.size > 0 || this.#held.isTooLarge
    let bytes = block.bytes.subarray(from, end)
    if (isHeld) {
      this.#held.add(bytes)
      bytes = this.#held.copy()
    }
    if (this.#held.isTooLarge || bytes.length > this.#maxElementBytes) {
      this.#endElement(NOTHING, { ok: false, code: 'element-size', offset: this.#offset })
      return end
    }
    const text = isHeld || !block.isAscii ? fromUtf8(bytes) : block.text.slice(from, end)
    this.#endElement(bytes, this.#readElement(bytes, text))
    return end
  }

  #readElement(bytes: Uint8Array, text: string | undefined): Ok<Json> | JsonStreamRefusal {
    const read =
      text === undefined
        ? jsonRefusal('json-utf8', firstInvalidByte(bytes))
        : parseOutlined(text, this.#outline, this.#maxDepth)
    return read.ok ? read : { ok: false, code: read.code, offset: this.#offset + read.offset }
  }

  #endElement(bytes: Uint8Array, read: JsonElement['read']): void {
    const index = this.#count++
    this.#items.push({ kind: 'element', key: this.#key, index, offset: this.#offset, bytes, read })
  }

  #isFull(offset: number): boolean {
    if (this.#count < this.#maxElements) return false
    this.#stop('element-count', offset)
    return true
  }

  #stop(code: JsonStreamFaultCode, offset: number): false {
    this.#place = 'stopped'
    this.#items.push({ kind: 'stop', read: { ok: false, code, offset } })
    return false
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
