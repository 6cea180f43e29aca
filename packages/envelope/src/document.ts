import {
  base64,
  type CryptoPort,
  canonicalBytes,
  hex,
  type JsonObject,
  ok,
  parseCanonical,
  type Result,
  refuse,
} from '@concert/core'
import type { VerifyPort } from '@concert/tlog'
import type { RefusalCode } from './codes.ts'
import { type Digest, documentDigest, pae } from './digest.ts'
import { MAX_DOCUMENT_BYTES, parseDsse } from './dsse.ts'
import type { SigningKey, VerifyKey } from './suites.ts'

/** DSSE payload types of Concert/1 (docs/protocol/signatures.md). */
export const DOCUMENT_TYPES = {
  identity: 'application/vnd.concert.identity.v1+json',
  statement: 'application/vnd.concert.statement.v1+json',
  envelope: 'application/vnd.concert.envelope.v1+json',
  parcel: 'application/vnd.concert.parcel.v1+json',
  receipt: 'application/vnd.concert.receipt.v1+json',
  answer: 'application/vnd.concert.answer.v1+json',
  lodgement: 'application/vnd.concert.lodgement.v1+json',
  tender: 'application/vnd.concert.tender.v1+json',
  poll: 'application/vnd.concert.poll.v1+json',
  silence: 'application/vnd.concert.silence.v1+json',
} as const

/** The name of a document type. */
export type DocumentKind = keyof typeof DOCUMENT_TYPES

/** A parsed, not yet verified, signed document. */
export interface SignedDocument {
  readonly kind: DocumentKind
  /** The DSSE bytes as received. */
  readonly bytes: Uint8Array
  /** What was signed: the pre-authentication encoding of type and payload. */
  readonly message: Uint8Array
  readonly body: JsonObject
  readonly digest: Digest
  readonly signatures: readonly { readonly keyid: string; readonly sig: Uint8Array }[]
}

/**
 * Signs a payload with every key given and wraps it as DSSE. The payload must name exactly these
 * keys, sorted, in `signers`: {@link signersOf} makes that list.
 */
export async function signDocument(
  crypto: CryptoPort,
  kind: DocumentKind,
  body: object,
  keys: readonly SigningKey[],
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  const type = DOCUMENT_TYPES[kind]
  const payload = canonicalBytes(body)
  const message = pae(type, payload)
  const signatures: { keyid: string; sig: string }[] = []
  for (const key of sortKeys(keys)) {
    const sig = await crypto.sign(key.alg, key.secret, message)
    signatures.push({ keyid: key.id, sig: base64(sig) })
  }
  const bytes = canonicalBytes({ payload: base64(payload), payloadType: type, signatures })
  return { bytes, digest: documentDigest(crypto.sha256, type, payload) }
}

/** The sorted key ids that a payload signed by `keys` names as its `signers`. */
export function signersOf(keys: readonly VerifyKey[]): readonly string[] {
  return sortKeys(keys).map((key) => key.id)
}

function sortKeys<K extends VerifyKey>(keys: readonly K[]): readonly K[] {
  return keys.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/**
 * Reads DSSE strictly: exactly its three fields, canonical JSON outside and inside, one spelling
 * of base64. Verifies nothing.
 *
 * @param bytes - attacker-controlled
 */
export function parseDocument(
  crypto: Pick<CryptoPort, 'sha256'>,
  kind: DocumentKind,
  bytes: Uint8Array,
): Result<SignedDocument, RefusalCode> {
  if (bytes.length > 2 * MAX_DOCUMENT_BYTES) return refuse('too-large', kind)
  const type = DOCUMENT_TYPES[kind]
  const dsse = parseDsse(bytes, type)
  if (!dsse.ok) return refuse('malformed', `${kind}.${dsse.at}`)
  const { payload, payloadType, signatures } = dsse.value
  if (payloadType !== type) return refuse('malformed', `${kind}.payloadType`)
  const inner = parseCanonical(payload)
  if (!inner.ok) return refuse('malformed', `${kind}.payload.${inner.at}`)
  const message = pae(type, payload)
  const digest = hex(crypto.sha256(message))
  return ok({ kind, bytes, message, body: inner.value, digest, signatures })
}

/**
 * Verifies that exactly the named signers signed: as many signatures as signers, in the same
 * sorted order, every one by a key of `keys`.
 *
 * @param signers - from the decoded payload
 * @param keys - the keys that may sign, found in the signer's identity
 */
export async function verifyDocument(
  crypto: VerifyPort,
  document: SignedDocument,
  signers: readonly string[],
  keys: ReadonlyMap<string, VerifyKey>,
): Promise<Result<null, RefusalCode>> {
  const { kind, message, signatures } = document
  if (signers.length !== signatures.length) return refuse('signers-mismatch', kind)
  for (const [i, signature] of signatures.entries()) {
    if (signature.keyid !== signers[i])
      return refuse('signers-mismatch', `${kind}.signatures[${i}]`)
    const key = keys.get(signature.keyid)
    if (!key) return refuse('unknown-key', `${kind}.signatures[${i}]`)
    const valid = await crypto.verify(key.alg, key.pub, message, signature.sig)
    if (!valid) return refuse('bad-signature', `${kind}.signatures[${i}]`)
  }
  return ok(null)
}
