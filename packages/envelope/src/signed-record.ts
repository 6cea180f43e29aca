import { type CryptoPort, type Decoder, decode, ok, type Result, refuse } from '@concert/core'
import type { VerifyPort } from '@concert/tlog'
import type { RefusalCode } from './codes.ts'
import type { Digest } from './digest.ts'
import {
  type DocumentKind,
  parseDocument,
  type SignedDocument,
  verifyDocument,
} from './document.ts'
import { type Identity, signingKeys } from './identity.ts'

/** A document whose payload has been read; nothing says yet that it was signed. */
interface SignedRecord {
  readonly digest: Digest
  readonly document: SignedDocument
}

/**
 * Reads a document of a kind and its payload, verifying nothing.
 *
 * @param bytes - attacker-controlled
 */
export function parseRecord<T extends object>(
  crypto: Pick<CryptoPort, 'sha256'>,
  kind: DocumentKind,
  shape: Decoder<T>,
  bytes: Uint8Array,
): Result<T & SignedRecord, RefusalCode> {
  const parsed = parseDocument(crypto, kind, bytes)
  if (!parsed.ok) return parsed
  const body = decode(shape, parsed.value.body)
  if (!body.ok) return refuse('malformed', `${kind}.${body.at}`)
  return ok({ ...body.value, digest: parsed.value.digest, document: parsed.value })
}

/** What names its signers and the version of their identity that lists them. */
interface Named extends SignedRecord {
  readonly signers: readonly string[]
  readonly identity: Digest
}

/** The field that says who signed, its value, and what a lie there is called. */
interface Signer {
  readonly field: string
  readonly node: string
  readonly code?: RefusalCode
}

/**
 * Verifies that the node that a record names signed it, with keys of the identity version that the
 * record names too.
 *
 * @param at - milliseconds since 1970 at which the keys must hold
 */
export async function verifyRecord(
  crypto: VerifyPort,
  record: Named,
  { field, node, code = 'bad-signature' }: Signer,
  identity: Identity,
  at: number,
): Promise<Result<null, RefusalCode>> {
  const { kind } = record.document
  if (identity.digest !== record.identity) return refuse('unknown-identity', `${kind}.identity`)
  if (identity.node !== node) return refuse(code, `${kind}.${field}`)
  return await verifySigners(crypto, record, identity, at)
}

/** Verifies that keys of an identity signed a record; whether it is the right one is not asked. */
export async function verifySigners(
  crypto: VerifyPort,
  { signers, document }: Omit<Named, 'identity'>,
  identity: Identity,
  at: number,
): Promise<Result<null, RefusalCode>> {
  const keys = signingKeys(identity, signers, at)
  if (!keys.ok) return keys
  return await verifyDocument(crypto, document, signers, keys.value)
}
