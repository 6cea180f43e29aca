import { fromUtf8 } from '../bytes.ts'
import type { Json } from '../json.ts'
import { isJsonSpace, newOutline, type Outline, passString } from '../json-outline.ts'
import type { Ok } from '../result.ts'
import { firstInvalidByte, type JsonRefusal, jsonRefusal, parseOutlined } from '../strict-json.ts'
import { HeldBytes } from './held-bytes.ts'
import type { JsonBlock } from './json-block.ts'

/** Why {@link ShellReader.pass} came back. */
export type ShellEvent = 'more' | 'list' | 'end' | 'too-large'

const QUOTE = 0x22
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OTHER = 0

/** Reads a top-level object around its long lists, and keeps what is not in them. */
export class ShellReader {
  readonly #keys: readonly string[]
  readonly #held: HeldBytes
  readonly #lists = new Set<string>()
  #outline: Outline = newOutline()
  #offset = 0
  /** Where bytes of lists are missing in what is held. */
  #cuts: { readonly at: number; readonly removed: number }[] = []
  /** The last string passed, by its place in what is held. */
  #string: readonly [from: number, to: number] = [0, 0]
  /** What kind of token came last: a quote for a string, a colon after a string. */
  #ink = OTHER
  #key = ''

  constructor(keys: readonly string[], maxBytes: number) {
    this.#keys = keys
    this.#held = new HeldBytes(maxBytes)
  }

  /** Where the object starts in the whole text. */
  get offset(): number {
    return this.#offset
  }

  /** The key of the list that was just found. */
  get key(): string {
    return this.#key
  }

  /** Where the key of the list that was just found starts in the whole text. */
  get keyOffset(): number {
    return this.#placeOf(this.#string[0])
  }

  /** Whether any list was found in this object. */
  get hasList(): boolean {
    return this.#lists.size > 0
  }

  /** The object's exact bytes as long as no list was left out. */
  get bytes(): Uint8Array {
    return this.#held.copy()
  }

  /** Starts with the object whose brace is at `offset`. */
  begin(offset: number): void {
    this.#held.clear()
    this.#lists.clear()
    this.#outline = newOutline()
    this.#offset = offset
    this.#cuts = []
    this.#ink = OTHER
  }

  /** Notes the list just found. @returns false when there was one of this key before */
  enterList(): boolean {
    if (this.#lists.has(this.#key)) return false
    this.#lists.add(this.#key)
    return true
  }

  /** Goes on at the closing bracket of a list of so many bytes. */
  leaveList(bytes: number): void {
    this.#cuts.push({ at: this.#held.size, removed: bytes })
  }

  /**
   * Passes the object from `from` on, up to the list of a known key, its end, or the block's end.
   *
   * @returns why it stopped, and the index after what was passed
   */
  pass(block: JsonBlock, from: number): readonly [ShellEvent, number] {
    const { text } = block
    let start = from
    let at = this.#outline.inString ? this.#passString(text, from, start) : from
    while (at >= 0 && at < text.length) {
      const unit = text.charCodeAt(at)
      if (unit === QUOTE) {
        this.#string = [this.#held.size + at - start, 0]
        at = this.#passString(text, at + 1, start)
        continue
      }
      at++
      const isList = unit === OPEN_LIST && this.#outline.depth === 1 && this.#ink === COLON
      this.#note(unit)
      if (this.#outline.depth === 0) return [this.#hold(block, start, at, 'end'), at]
      if (!isList) continue
      const event = this.#hold(block, start, at, 'more')
      if (event !== 'more') return [event, at]
      start = at
      if (this.#isListKey()) return ['list', at]
    }
    return [this.#hold(block, start, text.length, 'more'), text.length]
  }

  /** The object as far as it is held, read strictly; offsets are those of the whole text. */
  read(maxDepth: number): Ok<Json> | JsonRefusal {
    const bytes = this.#held.view()
    const text = fromUtf8(bytes)
    const read =
      text === undefined
        ? jsonRefusal('json-utf8', firstInvalidByte(bytes))
        : parseOutlined(text, this.#outline, maxDepth)
    return read.ok ? read : jsonRefusal(read.code, this.#placeOf(read.offset))
  }

  #passString(text: string, from: number, start: number): number {
    const at = passString(this.#outline, text, from)
    if (at < 0) return at
    this.#string = [this.#string[0], this.#held.size + at - start]
    this.#ink = QUOTE
    return at
  }

  /** Takes note of a unit outside of strings. */
  #note(unit: number): void {
    if (isJsonSpace(unit)) return
    const outline = this.#outline
    if (unit === COLON) {
      outline.colons++
      this.#ink = this.#ink === QUOTE ? COLON : OTHER
      return
    }
    this.#ink = OTHER
    if (unit === OPEN_OBJECT || unit === OPEN_LIST) {
      if (++outline.depth > outline.deepest) outline.deepest = outline.depth
    } else if (unit === CLOSE_OBJECT || unit === CLOSE_LIST) outline.depth--
  }

  #hold({ bytes }: JsonBlock, from: number, to: number, event: ShellEvent): ShellEvent {
    this.#held.add(bytes.subarray(from, to))
    return this.#held.isTooLarge ? 'too-large' : event
  }

  /** Whether the list that opened just now stands under a known key, in any spelling. */
  #isListKey(): boolean {
    const [from, to] = this.#string
    let key: unknown
    try {
      key = JSON.parse(fromUtf8(this.#held.view(from, to)) ?? '')
    } catch {
      return false
    }
    if (typeof key !== 'string' || !this.#keys.includes(key)) return false
    this.#key = key
    return true
  }

  #placeOf(held: number): number {
    let place = this.#offset + held
    for (const { at, removed } of this.#cuts) if (held >= at) place += removed
    return place
  }
}
