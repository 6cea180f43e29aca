import {
  type CryptoPort,
  canonicalBytes,
  concat,
  hex,
  hexText,
  integer,
  literal,
  object,
  ok,
  type Result,
  refuse,
  sortedSet,
  u16,
  u32,
  utf8,
} from '@concert/core'
import type { RefusalCode } from './codes.ts'
import type { Digest } from './digest.ts'
import { type SignedDocument, signDocument, signersOf } from './document.ts'
import type { Identity, IdentityKey } from './identity.ts'
import { parseRecord, verifySigners } from './signed-record.ts'
import type { SigningKey } from './suites.ts'

const MAGIC = utf8('CONCERT1')
const SEAL = utf8('concert/v1/seal')
const MAX_HEADER = 64 << 10
const MAX_ENC = 2048

/** Media type of a parcel. */
export const PARCEL_MEDIA_TYPE = 'application/vnd.concert.parcel'

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 8 }),
  from: hexText(32),
  to: hexText(32),
  seal_key: hexText(16),
  enc_digest: hexText(32),
  ct_digest: hexText(32),
  ct_size: integer(16),
})

/** The decoded header of a parcel. */
export type ParcelHeader = ReturnType<typeof BODY>

/** A parcel taken apart, its digests matched to its bytes; nothing verified or opened. */
export interface Parcel extends ParcelHeader {
  readonly digest: Digest
  readonly document: SignedDocument
  readonly enc: Uint8Array
  readonly ct: Uint8Array
}

/** `info` of the seal: `"concert/v1/seal" ‖ JCS{v, from, to, seal_key}`. */
function sealInfo(from: string, to: string, sealKey: string): Uint8Array {
  return concat(SEAL, canonicalBytes({ v: 1, from, to, seal_key: sealKey }))
}

/** Seals packed contents to a peer and signs the header. */
export async function sealParcel(
  crypto: CryptoPort,
  from: string,
  to: string,
  sealKey: Pick<IdentityKey, 'id' | 'pub'>,
  packed: Uint8Array,
  keys: readonly SigningKey[],
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  const { enc, ct } = await crypto.seal(
    'x25519',
    sealKey.pub,
    sealInfo(from, to, sealKey.id),
    packed,
  )
  const header = {
    v: 1,
    signers: signersOf(keys),
    from,
    to,
    seal_key: sealKey.id,
    enc_digest: hex(crypto.sha256(enc)),
    ct_digest: hex(crypto.sha256(ct)),
    ct_size: ct.length,
  }
  const signed = await signDocument(crypto, 'parcel', header, keys)
  const bytes = concat(MAGIC, u32(signed.bytes.length), signed.bytes, u16(enc.length), enc, ct)
  return { bytes, digest: signed.digest }
}

/**
 * Takes a parcel apart and matches the ciphertext to the header. Verifies no signature yet.
 *
 * @param bytes - attacker-controlled
 */
export function parseParcel(
  crypto: Pick<CryptoPort, 'sha256'>,
  bytes: Uint8Array,
): Result<Parcel, RefusalCode> {
  const parts = splitParcel(bytes)
  if (!parts) return refuse('malformed', 'parcel')
  const parsed = parseRecord(crypto, 'parcel', BODY, parts.header)
  if (!parsed.ok) return parsed
  const { enc, ct } = parts
  const { ct_size, enc_digest, ct_digest } = parsed.value
  if (ct_size !== ct.length) return refuse('digest-mismatch', 'parcel.ct_size')
  if (hex(crypto.sha256(enc)) !== enc_digest) return refuse('digest-mismatch', 'parcel.enc')
  if (hex(crypto.sha256(ct)) !== ct_digest) return refuse('digest-mismatch', 'parcel.ct')
  return ok({ ...parsed.value, enc, ct })
}

function splitParcel(
  bytes: Uint8Array,
): { readonly header: Uint8Array; readonly enc: Uint8Array; readonly ct: Uint8Array } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = MAGIC.length
  if (bytes.length < at + 4 || MAGIC.some((byte, i) => bytes[i] !== byte)) return undefined
  const headerSize = view.getUint32(at)
  at += 4
  if (headerSize > MAX_HEADER || bytes.length < at + headerSize + 2) return undefined
  const header = bytes.subarray(at, at + headerSize)
  at += headerSize
  const encSize = view.getUint16(at)
  at += 2
  if (encSize > MAX_ENC || bytes.length < at + encSize) return undefined
  return { header, enc: bytes.subarray(at, at + encSize), ct: bytes.subarray(at + encSize) }
}

/** Verifies the header's signatures by the sender's identity. `at` in milliseconds since 1970. */
export async function verifyParcel(
  crypto: CryptoPort,
  parcel: Parcel,
  identity: Identity,
  at: number,
): Promise<Result<null, RefusalCode>> {
  if (identity.node !== parcel.from) return refuse('bad-signature', 'parcel.from')
  return await verifySigners(crypto, parcel, identity, at)
}

/** Opens the ciphertext, or `seal-failed`. @returns the padded records, still untrusted */
export async function openParcel(
  crypto: CryptoPort,
  parcel: Parcel,
  secret: Uint8Array,
): Promise<Result<Uint8Array, RefusalCode>> {
  const info = sealInfo(parcel.from, parcel.to, parcel.seal_key)
  const plain = await crypto.open('x25519', secret, info, parcel.enc, parcel.ct)
  return plain ? ok(plain) : refuse('seal-failed', 'parcel')
}
