import {
  type JsonElement,
  type JsonItem,
  type JsonObject,
  JsonStream,
  type JsonStreamBounds,
  type JsonStreamFaultCode,
  type JsonStreamRefusal,
} from '@concert/core'
import type { StixFault, StixFaultCode } from '../faults.ts'
import { typeOfId } from '../ids.ts'
import { MAX_OBJECT_BYTES } from '../object.ts'
import { createValidator, type Validator } from '../validate/validator.ts'

/** Bounds of a stream of objects. */
export interface StixStreamBounds {
  /** Most bytes of the whole stream; no bound when not given. */
  readonly maxBytes?: number | undefined
  /** Most bytes of one object; 1 MiB when not given. */
  readonly maxObjectBytes?: number | undefined
  /** Most objects; no bound when not given. */
  readonly maxObjects?: number | undefined
  /** Deepest nesting of an object; 32 when not given. */
  readonly maxDepth?: number | undefined
}

/** How a stream is read. */
export interface StixStreamOptions extends StixStreamBounds {
  /** Checks each object; a strict validator of STIX 2.1 when not given. */
  readonly validate?: Validator | undefined
}

/** One object, valid or not. */
export interface StreamedObject {
  readonly kind: 'object'
  /** Counted from 0 over the whole stream. */
  readonly index: number
  /** Where it starts, in bytes from the start of the stream. */
  readonly offset: number
  /** Where it stands: `objects[3]` in a bundle or an envelope, `[3]` elsewhere. */
  readonly place: string
  /** Its exact bytes, as a rule a view of the piece they came in: copy what is kept. */
  readonly bytes: Uint8Array
  readonly value: JsonObject
  /** Every rule it breaks, warnings included; paths are within the object. */
  readonly faults: readonly StixFault[]
  /** Whether none of the faults is an error. */
  readonly valid: boolean
}

/** Something that is no JSON object, or the place where the stream can't be followed any further. */
export interface StreamedFault {
  readonly kind: 'fault'
  /** Its number among the objects, if it stands in the place of one. */
  readonly index: number | undefined
  /** The very byte, counted from the start of the stream. */
  readonly offset: number
  readonly place: string
  readonly faults: readonly [StixFault]
  /** Whether nothing comes after it. */
  readonly final: boolean
}

/** What stood around a list of objects; it comes after them. */
export interface StreamedShell {
  readonly kind: 'shell'
  /** A bundle (§8), an envelope (TAXII 2.1 §3.7), or a bare list. */
  readonly layout: 'bundle' | 'envelope' | 'list'
  /** Its properties, the list emptied: the bundle's `id`, the envelope's `more` and `next`. */
  readonly value: JsonObject
  readonly faults: readonly StixFault[]
}

/** What a {@link StixStream} gives, in the order of the stream. */
export type StixStreamItem = StreamedObject | StreamedFault | StreamedShell

/**
 * Reads STIX from bytes that come in pieces of any size, in memory bounded by the largest object: a
 * bundle, a TAXII envelope, a list, one object, or any number of these after one another (NDJSON).
 * Every object is read strictly, kept in its exact bytes and validated; a bad one costs only
 * itself. Needs no more of the platform than the language.
 *
 * @example
 * const stream = new StixStream()
 * for (const items of stream.push(piece)) for (const item of items) handle(item)
 * for (const item of stream.end()) handle(item)
 */
export class StixStream {
  readonly #json: JsonStream
  readonly #validate: Validator

  constructor(options: StixStreamOptions = {}) {
    this.#json = new JsonStream(['objects'], jsonBounds(options))
    this.#validate = options.validate ?? createValidator()
  }

  /** Bytes read so far. */
  get taken(): number {
    return this.#json.taken
  }

  /** Whether nothing more will be read, whatever comes. */
  get stopped(): boolean {
    return this.#json.stopped
  }

  /**
   * Reads the next piece, at most 64 KiB of it for each batch: whoever waits between two batches
   * holds up the rest.
   *
   * @param piece - attacker-controlled
   */
  *push(piece: Uint8Array): Generator<readonly StixStreamItem[], void, undefined> {
    for (const items of this.#json.push(piece)) yield items.map((item) => this.#read(item))
  }

  /** Ends the stream; says so if it was cut off. */
  end(): readonly StixStreamItem[] {
    return this.#json.end().map((item) => this.#read(item))
  }

  #read(item: JsonItem): StixStreamItem {
    if (item.kind === 'element') return this.#element(item)
    if (item.kind === 'stop') return faultAt(item.read, '', undefined, true)
    return item.read.ok ? shellOf(item.read.value) : faultAt(item.read, '', undefined, false)
  }

  #element({ key, index, offset, bytes, read }: JsonElement): StixStreamItem {
    const place = `${key ?? ''}[${index}]`
    if (!read.ok) return faultAt(read, place, index, false)
    const { value } = read
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const fault = { code: 'object-expected', at: '' } as const
      return { kind: 'fault', index, offset, place, faults: [fault], final: false }
    }
    const object = value as JsonObject
    if (key === undefined && isShell(object)) return shellOf(object)
    const faults = this.#validate(object)
    const valid = faults.every(({ severity }) => severity === 'warning')
    return { kind: 'object', index, offset, place, bytes, value: object, faults, valid }
  }
}

function jsonBounds(bounds: StixStreamBounds): JsonStreamBounds {
  return {
    maxBytes: bounds.maxBytes,
    maxElementBytes: bounds.maxObjectBytes ?? MAX_OBJECT_BYTES,
    maxElements: bounds.maxObjects,
    maxDepth: bounds.maxDepth,
  }
}

/** What a fault of the JSON stream is called where the elements are objects. */
export function streamFaultCode(code: JsonStreamFaultCode): StixFaultCode {
  if (code === 'element-size') return 'object-size'
  return code === 'element-count' ? 'object-count' : code
}

function faultAt(
  { code, offset }: JsonStreamRefusal,
  place: string,
  index: number | undefined,
  final: boolean,
): StreamedFault {
  const fault: StixFault = { code: streamFaultCode(code), at: `byte ${offset}` }
  return { kind: 'fault', index, offset, place, faults: [fault], final }
}

/** A bundle or an envelope without a list of objects (TAXII: an empty one leaves it out). */
function isShell(object: JsonObject): boolean {
  if (object.type === 'bundle') return true
  return Object.keys(object).every((name) => ['more', 'next', 'objects'].includes(name))
}

function shellOf(shell: unknown): StreamedShell {
  if (Array.isArray(shell)) return { kind: 'shell', layout: 'list', value: {}, faults: [] }
  const value = shell as JsonObject
  const isEnvelope = !Object.hasOwn(value, 'type')
  if (isEnvelope) return { kind: 'shell', layout: 'envelope', value, faults: listFaults(value) }
  return { kind: 'shell', layout: 'bundle', value, faults: bundleFaults(value) }
}

/** Objects that are no list were not read. */
function listFaults({ objects }: JsonObject): readonly StixFault[] {
  return objects === undefined || Array.isArray(objects) ? [] : [{ code: 'kind', at: 'objects' }]
}

/** §8: its type, its id, and that it says nothing of versions as in 2.0. */
function bundleFaults(bundle: JsonObject): readonly StixFault[] {
  const faults: StixFault[] = [...listFaults(bundle)]
  if (bundle.type !== 'bundle') faults.push({ code: 'bundle-type', at: 'type' })
  const { id } = bundle
  if (typeof id !== 'string' || typeOfId(id) !== 'bundle') {
    faults.push({ code: 'bundle-type', at: 'id' })
  }
  if (Object.hasOwn(bundle, 'spec_version')) {
    faults.push({ code: 'bundle-version', at: 'spec_version', severity: 'warning', section: '8' })
  }
  return faults
}
