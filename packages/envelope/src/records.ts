import { concat, fromUtf8, isOwnText, ok, type Result, refuse, u32, utf8 } from '@concert/core'
import type { RefusalCode } from './codes.ts'
import { decodeItemPlace, encodeItemPlace, type ItemPlace } from './item-place.ts'
import type { Salted } from './statement.ts'

/** Raw DEFLATE (RFC 1951), given by the platform. */
export interface Compression {
  deflate(bytes: Uint8Array): Uint8Array
  /** Inflates, or undefined when the input is bad or the output would exceed `max` bytes. */
  inflate(bytes: Uint8Array, max: number): Uint8Array | undefined
}

/** Record kinds inside a parcel (docs/protocol/parcel.md). */
const KIND = {
  padding: 0,
  log: 1,
  envelope: 2,
  proof: 3,
  statement: 4,
  content: 5,
  item: 6,
  withheld: 7,
  receipt: 8,
  answer: 9,
  pull: 10,
  place: 11,
  author: 12,
} as const

/** Most authors whose identities travel in one parcel. */
const MAX_AUTHORS = 64

const RAW = 0
const DEFLATE = 1
const HEADER = 6

/** Bounds on what one parcel may hold, checked while it is read. */
export interface ParcelBounds {
  /** Most bytes of one record after inflation. */
  readonly maxRecord: number
  /** Most bytes of all records together after inflation. */
  readonly maxInflated: number
  readonly maxRecords: number
}

/** Default bounds: 4 MiB a record, 64 MiB in all, 100,000 records. */
export const DEFAULT_BOUNDS: ParcelBounds = {
  maxRecord: 4 << 20,
  maxInflated: 64 << 20,
  maxRecords: 100_000,
}

/** A signed document with the opening and path that place it in its author's log. */
export interface Proven {
  readonly bytes: Uint8Array
  /** Canonical JSON of a {@link LeafProof}, or null when none came. */
  readonly proof: Uint8Array | null
}

/** An item; with its place when not all of its statement's items travel. */
export interface CarriedItem extends Salted {
  readonly place?: ItemPlace
}

/** A statement with what travels beside it. */
export interface CarriedStatement {
  readonly bytes: Uint8Array
  readonly content: Salted | null
  readonly items: readonly CarriedItem[]
  /** Why content and items are withheld in a resend; null when they are here. */
  readonly withheld: string | null
}

/** An envelope with its proof and its statements in order. */
export interface CarriedEnvelope extends Proven {
  readonly statements: readonly CarriedStatement[]
}

/** An envelope on its way out; `records` are its statements, packed ahead by {@link packStatements}. */
export interface OutgoingEnvelope extends Proven {
  readonly records: Uint8Array
}

/** What {@link packContents} writes. */
export interface OutgoingContents {
  readonly log: Uint8Array
  readonly envelopes: readonly OutgoingEnvelope[]
  readonly receipts: readonly Proven[]
  readonly answer: Uint8Array | null
  /** Identities in all their versions of authors that the receiver may not know. */
  readonly authors?: readonly Uint8Array[]
  /** What {@link encodePull} gives, in a request for what is queued. */
  readonly pull?: Uint8Array
}

/** Everything inside a parcel. */
export interface ParcelContents {
  /** Canonical JSON of a {@link LogView}; every proof in the parcel is against its checkpoint. */
  readonly log: Uint8Array | null
  readonly envelopes: readonly CarriedEnvelope[]
  readonly receipts: readonly Proven[]
  readonly answer: Uint8Array | null
  /** Identity chains, as `/.well-known/concert.json` gives them. */
  readonly authors: readonly Uint8Array[]
  /** What {@link decodePull} reads; there in a request for what is queued only. */
  readonly pull?: Uint8Array
}

/** The records of an envelope's statements: the part that costs, and that no log proof is in. */
export function packStatements(
  compression: Compression,
  statements: readonly CarriedStatement[],
): Uint8Array {
  const parts: Uint8Array[] = []
  for (const statement of statements) {
    putStatement((kind, body, salt) => pushRecord(compression, parts, kind, body, salt), statement)
  }
  return concat(...parts)
}

/** Writes the contents as records and pads them to a bucket. */
export function packContents(compression: Compression, contents: OutgoingContents): Uint8Array {
  const parts: Uint8Array[] = []
  const put = (kind: number, body: Uint8Array, salt?: Uint8Array): void => {
    pushRecord(compression, parts, kind, body, salt)
  }
  put(KIND.log, contents.log)
  for (const author of contents.authors ?? []) put(KIND.author, author)
  for (const envelope of contents.envelopes) {
    put(KIND.envelope, envelope.bytes)
    if (envelope.proof) put(KIND.proof, envelope.proof)
    parts.push(envelope.records)
  }
  for (const receipt of contents.receipts) {
    put(KIND.receipt, receipt.bytes)
    if (receipt.proof) put(KIND.proof, receipt.proof)
  }
  if (contents.answer) put(KIND.answer, contents.answer)
  if (contents.pull) put(KIND.pull, contents.pull)
  return pad(parts)
}

function putStatement(
  put: (kind: number, body: Uint8Array, salt?: Uint8Array) => void,
  statement: CarriedStatement,
): void {
  put(KIND.statement, statement.bytes)
  if (statement.withheld !== null) {
    put(KIND.withheld, utf8(statement.withheld))
    return
  }
  if (statement.content) put(KIND.content, statement.content.bytes, statement.content.salt)
  for (const item of statement.items) {
    put(KIND.item, item.bytes, item.salt)
    if (item.place) put(KIND.place, encodeItemPlace(item.place))
  }
}

// Each body is compressed alone, so that nothing a peer chose shares a dictionary with a secret.
function pushRecord(
  compression: Compression,
  parts: Uint8Array[],
  kind: number,
  body: Uint8Array,
  salt: Uint8Array | undefined,
): void {
  const packed = body.length >= 64 ? compression.deflate(body) : body
  const codec = packed.length < body.length ? DEFLATE : RAW
  const chosen = codec === DEFLATE ? packed : body
  parts.push(Uint8Array.of(kind, codec), u32(chosen.length + (salt?.length ?? 0)))
  if (salt) parts.push(salt)
  parts.push(chosen)
}

function pad(parts: readonly Uint8Array[]): Uint8Array {
  let size = 0
  for (const part of parts) size += part.length
  const out = new Uint8Array(bucketFor(size))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Smallest padded size in bytes. */
export const MIN_BUCKET = 4096

/**
 * The padded size for a content size: 4,096 at least, then Padmé (PURBs, 2019, §4), which leaks
 * O(log log n) bits of the size for at most 12 % of overhead.
 */
export function bucketFor(size: number): number {
  if (size <= MIN_BUCKET) return MIN_BUCKET
  const e = Math.floor(Math.log2(size))
  const s = Math.floor(Math.log2(e)) + 1
  const unit = 2 ** (e - s)
  return Math.ceil(size / unit) * unit
}

interface RawRecord {
  readonly kind: number
  readonly codec: number
  readonly body: Uint8Array
}

/**
 * Reads the padded records of an opened parcel, bounded at every step.
 *
 * @param bytes - attacker-controlled
 */
export function unpackContents(
  compression: Compression,
  bytes: Uint8Array,
  bounds: ParcelBounds = DEFAULT_BOUNDS,
): Result<ParcelContents, RefusalCode> {
  const reader = new ContentsReader(compression, bounds)
  let at = 0
  let count = 0
  while (at < bytes.length && bytes[at] !== KIND.padding) {
    if (++count > bounds.maxRecords) return refuse('inflated-too-large', 'parcel.records')
    const record = readRecord(bytes, at)
    if (!record) return refuse('malformed', `parcel[${count}]`)
    const fault = reader.take(record)
    if (fault) return refuse(fault, `parcel[${count}]`)
    at += HEADER + record.body.length
  }
  for (; at < bytes.length; at++) {
    if (bytes[at] !== 0) return refuse('malformed', 'parcel.padding')
  }
  return ok(reader.contents())
}

function readRecord(bytes: Uint8Array, at: number): RawRecord | undefined {
  if (at + HEADER > bytes.length) return undefined
  const size = new DataView(bytes.buffer, bytes.byteOffset + at + 2, 4).getUint32(0)
  const start = at + HEADER
  if (start + size > bytes.length) return undefined
  const body = bytes.subarray(start, start + size)
  return { kind: bytes[at] as number, codec: bytes[at + 1] as number, body }
}

interface OpenStatement {
  bytes: Uint8Array
  content: Salted | null
  items: OpenItem[]
  withheld: string | null
}

interface OpenItem extends Salted {
  place?: ItemPlace
}

interface OpenEnvelope {
  bytes: Uint8Array
  proof: Uint8Array | null
  statements: OpenStatement[]
}

/** Takes records one by one and places each under the one it belongs to. */
class ContentsReader {
  readonly #compression: Compression
  readonly #bounds: ParcelBounds
  readonly #envelopes: OpenEnvelope[] = []
  readonly #receipts: { bytes: Uint8Array; proof: Uint8Array | null }[] = []
  #log: Uint8Array | null = null
  #answer: Uint8Array | null = null
  #pull: Uint8Array | undefined
  readonly #authors: Uint8Array[] = []
  #last: { proof: Uint8Array | null } | undefined
  #statement: OpenStatement | undefined
  #inflated = 0

  constructor(compression: Compression, bounds: ParcelBounds) {
    this.#compression = compression
    this.#bounds = bounds
  }

  contents(): ParcelContents {
    return {
      log: this.#log,
      envelopes: this.#envelopes,
      receipts: this.#receipts,
      answer: this.#answer,
      authors: this.#authors,
      ...(this.#pull && { pull: this.#pull }),
    }
  }

  take(record: RawRecord): RefusalCode | undefined {
    const salted = record.kind === KIND.content || record.kind === KIND.item
    if (salted && record.body.length < 32) return 'malformed'
    const salt = record.body.subarray(0, salted ? 32 : 0)
    const body = this.#inflate(record.codec, record.body.subarray(salt.length))
    if (typeof body === 'string') return body
    return this.#place(record.kind, salt, body) ? undefined : 'malformed'
  }

  #inflate(codec: number, body: Uint8Array): Uint8Array | RefusalCode {
    if (codec !== RAW && codec !== DEFLATE) return 'malformed'
    const max = Math.min(this.#bounds.maxRecord, this.#bounds.maxInflated - this.#inflated)
    const plain = codec === RAW ? body : this.#compression.inflate(body, max)
    if (!plain || plain.length > max) return 'inflated-too-large'
    this.#inflated += plain.length
    return plain
  }

  #place(kind: number, salt: Uint8Array, body: Uint8Array): boolean {
    switch (kind) {
      case KIND.log:
        if (this.#log || this.#envelopes.length > 0 || this.#receipts.length > 0) return false
        this.#log = body
        return true
      case KIND.envelope:
        return this.#openEnvelope(body)
      case KIND.receipt:
        return this.#openReceipt(body)
      case KIND.proof:
        if (!this.#last || this.#last.proof) return false
        this.#last.proof = body
        return true
      case KIND.answer:
        if (this.#answer) return false
        this.#answer = body
        return true
      case KIND.author:
        if (this.#envelopes.length > 0 || this.#receipts.length > 0) return false
        return this.#authors.push(body) <= MAX_AUTHORS
      case KIND.pull:
        if (this.#pull) return false
        this.#pull = body
        return true
      default:
        return this.#placeInEnvelope(kind, salt, body)
    }
  }

  #openEnvelope(bytes: Uint8Array): boolean {
    if (this.#receipts.length > 0) return false
    const envelope: OpenEnvelope = { bytes, proof: null, statements: [] }
    this.#envelopes.push(envelope)
    this.#last = envelope
    this.#statement = undefined
    return true
  }

  #openReceipt(bytes: Uint8Array): boolean {
    const receipt = { bytes, proof: null }
    this.#receipts.push(receipt)
    this.#last = receipt
    this.#statement = undefined
    return true
  }

  #placeInEnvelope(kind: number, salt: Uint8Array, body: Uint8Array): boolean {
    const envelope = this.#envelopes.at(-1)
    if (!envelope || this.#receipts.length > 0) return false
    if (kind === KIND.statement) {
      this.#statement = { bytes: body, content: null, items: [], withheld: null }
      envelope.statements.push(this.#statement)
      return true
    }
    return this.#statement !== undefined && fillStatement(this.#statement, kind, salt, body)
  }
}

function fillStatement(
  statement: OpenStatement,
  kind: number,
  salt: Uint8Array,
  body: Uint8Array,
): boolean {
  if (statement.withheld !== null) return false
  if (kind === KIND.place) return placeItem(statement.items.at(-1), body)
  if (kind === KIND.item) {
    statement.items.push({ salt, bytes: body })
    return true
  }
  if (statement.items.length > 0 || statement.content) return false
  if (kind === KIND.content) {
    statement.content = { salt, bytes: body }
    return true
  }
  if (kind !== KIND.withheld || body.length > 100) return false
  const reason = fromUtf8(body)
  if (!reason || !isOwnText(reason)) return false
  statement.withheld = reason
  return true
}

function placeItem(item: OpenItem | undefined, body: Uint8Array): boolean {
  const place = decodeItemPlace(body)
  if (!item || item.place || !place.ok) return false
  item.place = place.value
  return true
}
