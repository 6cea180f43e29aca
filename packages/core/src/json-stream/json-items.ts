import type { Json } from '../json.ts'
import type { JsonFaultCode } from '../json-scan.ts'
import type { Ok } from '../result.ts'

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
