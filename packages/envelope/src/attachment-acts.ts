import {
  canonicalBytes,
  decode,
  hexText,
  integer,
  type JsonObject,
  literal,
  nullable,
  object,
  parseCanonical,
  type Result,
  refuse,
  text,
} from '@concert/core'
import type { RefusalCode } from './codes.ts'
import { MAX_ITEMS } from './statement.ts'

/** Bytes of every part of a file but the last: small enough to be lost and sent again. */
export const CHUNK_BYTES: number = 1 << 20

const offer = object({
  /** Bytes of the file. */
  size: integer(1, MAX_ITEMS * CHUNK_BYTES),
  chunk: literal(CHUNK_BYTES),
  chunks: integer(1, MAX_ITEMS),
})

/** `attachment.offer`: a file whose parts are the statement's items, each of which travels alone. */
export type AttachmentAct = ReturnType<typeof offer>

const CONTENT = object({
  v: literal(1),
  /** STIX id of the object that the file belongs to. */
  object: text({ max: 250, pattern: /^[a-z0-9][a-z0-9-]+--[0-9a-f-]{36}$/ }),
  /** Without folders; what the sender calls it. */
  name: text({ max: 255, pattern: /^[^/\\\p{Cc}]+$/u }),
  media_type: nullable(text({ max: 127, pattern: /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/ })),
  /** Of the whole file. */
  sha256: hexText(32),
})

/** What is said of a file; may be erased. */
export type AttachmentContent = Omit<ReturnType<typeof CONTENT>, 'v'>

/** Reads the act of an offer, or `bad-act`. @param act - attacker-controlled */
export function decodeAttachmentAct(act: JsonObject): Result<AttachmentAct, RefusalCode> {
  const decoded = decode(offer, act)
  if (!decoded.ok) return refuse('bad-act', decoded.at)
  const { size, chunks } = decoded.value
  return chunks === Math.ceil(size / CHUNK_BYTES) ? decoded : refuse('bad-act', 'chunks')
}

/** Writes what is said of a file as canonical JSON. */
export function encodeAttachmentContent(content: AttachmentContent): Uint8Array {
  return canonicalBytes({ v: 1, ...content })
}

/** Reads what is said of a file. @param bytes - attacker-controlled */
export function decodeAttachmentContent(bytes: Uint8Array): Result<AttachmentContent, 'malformed'> {
  const parsed = parseCanonical(bytes)
  return parsed.ok ? decode(CONTENT, parsed.value) : parsed
}
