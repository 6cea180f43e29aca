import {
  base64,
  base64Bytes,
  type CryptoPort,
  type Decoder,
  decode,
  hex,
  hexText,
  integer,
  type JsonObject,
  list,
  literal,
  Malformed,
  nullable,
  object,
  ok,
  type Result,
  refuse,
  type Sha256,
  SIGNATURE_ALGS,
  type SignatureAlg,
  sortedSet,
  text,
  time,
  utf8,
} from '@concert/core'
import type { VerifyPort } from '@concert/tlog'
import type { RefusalCode } from './codes.ts'
import type { Digest } from './digest.ts'
import {
  parseDocument,
  type SignedDocument,
  signDocument,
  signersOf,
  verifyDocument,
} from './document.ts'
import { isPublicKey, keyId, publicKeyFor, type SigningKey, type VerifyKey } from './suites.ts'

/** What an operational key may do. */
export type KeyUse = 'sign' | 'seal' | 'log' | 'witness'

/** Tolerance on key validity: clock skew below a day never refuses anything. */
export const SKEW_MS: number = 24 * 60 * 60 * 1000

const signatureAlg = literal('ed25519', 'ml-dsa-65')

const rootShape = object({ alg: signatureAlg, pub: text({ max: 4000 }) })

const rootKey: Decoder<{ readonly alg: SignatureAlg; readonly pub: Uint8Array }> = (
  value,
  path,
) => {
  const { alg } = rootShape(value, path)
  return { alg, pub: publicKeyFor(alg)((value as JsonObject).pub, `${path}.pub`) }
}

const keyShape = object({
  id: hexText(16),
  use: literal('sign', 'seal', 'log', 'witness'),
  alg: literal('ed25519', 'ml-dsa-65', 'x25519'),
  pub: base64Bytes(32, 1952),
  from: time(),
  until: time(),
  revoked: nullable(time()),
})

/** One operational key as an identity lists it. */
export type IdentityKey = ReturnType<typeof keyShape>

const operationalKey: Decoder<IdentityKey> = (value, path) => {
  const key = keyShape(value, path)
  const forSealing = key.use === 'seal'
  if (forSealing !== (key.alg === 'x25519')) throw new Malformed(`${path}.alg`)
  if (key.use !== 'sign' && key.alg === 'ml-dsa-65') throw new Malformed(`${path}.alg`)
  const isKey = key.alg === 'x25519' ? key.pub.length === 32 : isPublicKey(key.alg, key.pub)
  if (!isKey) throw new Malformed(`${path}.pub`)
  return key
}

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$/
const URL_PATTERN = /^https?:\/\/[a-z0-9.\-[\]:]+(\/[A-Za-z0-9._~/-]*)?$/

const BODY = object({
  v: literal(1),
  signers: sortedSet(hexText(16), { min: 1, max: 4 }),
  node: hexText(32),
  version: integer(1),
  prev: nullable(hexText(32)),
  root: list(rootKey, { min: 1, max: 4 }),
  next_root: hexText(32),
  host: text({ max: 253, pattern: HOST }),
  names: object({ en: text({ max: 100 }), zh: text({ max: 100 }) }),
  economy: text({ min: 2, max: 2, pattern: /^[A-Z]{2}$/ }),
  keys: list(operationalKey, { min: 1, max: 64 }),
  required: list(signatureAlg, { min: 1, max: SIGNATURE_ALGS.length }),
  log: object({ origin: text({ max: 300 }), vkey: text({ max: 500 }) }),
  witness: object({ name: text({ max: 300 }), vkey: text({ max: 500 }) }),
  endpoints: object({
    inbox: text({ max: 500, pattern: URL_PATTERN }),
    log: text({ max: 500, pattern: URL_PATTERN }),
    witness: text({ max: 500, pattern: URL_PATTERN }),
  }),
  policy: text({ min: 0, max: 10_000 }),
})

/** The decoded payload of an identity document. */
export type IdentityBody = ReturnType<typeof BODY>

/** A verified identity: one version in a node's chain. */
export interface Identity extends IdentityBody {
  readonly digest: Digest
  /** The signed bytes. */
  readonly document: Uint8Array
}

/** What a new identity version says; signers, node, version and prev follow from the rest. */
export interface IdentityDraft {
  readonly nextRoot: Digest
  readonly host: string
  readonly names: { readonly en: string; readonly zh: string }
  readonly economy: string
  readonly keys: readonly IdentityKey[]
  readonly required: readonly SignatureAlg[]
  readonly log: { readonly origin: string; readonly vkey: string }
  readonly witness: { readonly name: string; readonly vkey: string }
  readonly endpoints: { readonly inbox: string; readonly log: string; readonly witness: string }
  readonly policy: string
}

/** Digest of a set of root keys: `SHA-256("concert/v1/root" ‖ JCS([{alg, pub}, …]))`, by alg. */
export function rootDigest(
  sha256: Sha256,
  root: readonly { readonly alg: SignatureAlg; readonly pub: Uint8Array }[],
): Digest {
  const entries = root
    .map(({ alg, pub }) => ({ alg, pub: base64(pub) }))
    .toSorted((a, b) => (a.alg < b.alg ? -1 : 1))
  // Of base64 and names in this order the platform's own JSON is canonical.
  return hex(sha256(utf8(`concert/v1/root${JSON.stringify(entries)}`)))
}

/** Signs the next version of an identity with the root that holds now (or that was pre-committed). */
export async function signIdentity(
  crypto: CryptoPort,
  draft: IdentityDraft,
  root: readonly SigningKey[],
  previous: Identity | undefined,
): Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }> {
  const body = {
    v: 1,
    signers: signersOf(root),
    node: previous?.node ?? rootDigest(crypto.sha256, root),
    version: (previous?.version ?? 0) + 1,
    prev: previous?.digest ?? null,
    root: root
      .map(({ alg, pub }) => ({ alg, pub: base64(pub) }))
      .toSorted((a, b) => (a.alg < b.alg ? -1 : 1)),
    next_root: draft.nextRoot,
    host: draft.host,
    names: draft.names,
    economy: draft.economy,
    keys: draft.keys.map((key) => ({ ...key, pub: base64(key.pub) })),
    required: draft.required,
    log: draft.log,
    witness: draft.witness,
    endpoints: draft.endpoints,
    policy: draft.policy,
  }
  return await signDocument(crypto, 'identity', body, root)
}

/**
 * Verifies the next version of an identity against the one that holds.
 *
 * @param current - the version held, or undefined for the first
 * @param bytes - attacker-controlled
 * @returns the verified identity; `identity-fork` when another document has the version held
 */
export async function verifyIdentity(
  crypto: VerifyPort,
  current: Identity | undefined,
  bytes: Uint8Array,
): Promise<Result<Identity, RefusalCode>> {
  const parsed = parseDocument(crypto, 'identity', bytes)
  return parsed.ok ? await verifyParsed(crypto, current, parsed.value) : parsed
}

async function verifyParsed(
  crypto: VerifyPort,
  current: Identity | undefined,
  document: SignedDocument,
): Promise<Result<Identity, RefusalCode>> {
  const decoded = decode(BODY, document.body)
  if (!decoded.ok) return refuse('malformed', `identity.${decoded.at}`)
  const { digest, bytes } = document
  const identity: Identity = { ...decoded.value, digest, document: bytes }
  const fault = checkKeyIds(crypto.sha256, identity) ?? checkChain(crypto.sha256, current, identity)
  if (fault) return fault
  const signed = await verifyRootSignatures(crypto, document, identity)
  return signed.ok ? ok(identity) : signed
}

function checkKeyIds(sha256: Sha256, identity: Identity): Result<never, RefusalCode> | undefined {
  const seen = new Set<string>()
  for (const [i, key] of identity.keys.entries()) {
    if (keyId(sha256, key.alg, key.pub) !== key.id || seen.has(key.id)) {
      return refuse('malformed', `identity.keys[${i}].id`)
    }
    seen.add(key.id)
  }
  const algs = identity.root.map((key) => key.alg)
  for (let i = 1; i < algs.length; i++) {
    if ((algs[i - 1] as string) >= (algs[i] as string))
      return refuse('malformed', `identity.root[${i}]`)
  }
  return undefined
}

function checkChain(
  sha256: Sha256,
  current: Identity | undefined,
  next: Identity,
): Result<never, RefusalCode> | undefined {
  const root = rootDigest(sha256, next.root)
  if (!current) {
    if (next.version !== 1 || next.prev !== null) return refuse('identity-chain', 'version')
    return next.node === root ? undefined : refuse('identity-chain', 'node')
  }
  if (next.node !== current.node) return refuse('identity-chain', 'node')
  if (next.version === current.version) {
    return next.digest === current.digest ? undefined : refuse('identity-fork', 'version')
  }
  if (next.version !== current.version + 1) return refuse('identity-chain', 'version')
  if (next.prev !== current.digest) return refuse('identity-chain', 'prev')
  if (root === current.next_root) return undefined
  if (root !== rootDigest(sha256, current.root)) return refuse('identity-chain', 'root')
  // Only a rotation makes a new commitment: else a stolen root would commit to the thief's first.
  return next.next_root === current.next_root ? undefined : refuse('identity-chain', 'next_root')
}

async function verifyRootSignatures(
  crypto: VerifyPort,
  document: SignedDocument,
  identity: Identity,
): Promise<Result<null, RefusalCode>> {
  const keys = new Map<string, VerifyKey>()
  for (const { alg, pub } of identity.root) {
    const id = keyId(crypto.sha256, alg, pub)
    keys.set(id, { id, alg, pub })
  }
  if (keys.size !== identity.signers.length) return refuse('signers-mismatch', 'identity.signers')
  return await verifyDocument(crypto, document, identity.signers, keys)
}

/**
 * Verifies a whole chain from version 1.
 *
 * @param documents - attacker-controlled, in order of version
 * @returns every verified version, first to newest
 */
export async function verifyIdentityChain(
  crypto: VerifyPort,
  documents: readonly Uint8Array[],
): Promise<Result<readonly Identity[], RefusalCode>> {
  const parsed: SignedDocument[] = []
  for (const bytes of documents) {
    const next = parseDocument(crypto, 'identity', bytes)
    if (!next.ok) return next
    parsed.push(next.value)
  }
  return await verifyIdentityDocuments(crypto, parsed)
}

/**
 * Verifies a whole chain from version 1 that has been read.
 *
 * @param documents - identity documents, in order of version
 * @returns every verified version, first to newest
 */
export async function verifyIdentityDocuments(
  crypto: VerifyPort,
  documents: readonly SignedDocument[],
): Promise<Result<readonly Identity[], RefusalCode>> {
  const chain: Identity[] = []
  for (const document of documents) {
    const next = await verifyParsed(crypto, chain.at(-1), document)
    if (!next.ok) return next
    chain.push(next.value)
  }
  return chain.length > 0 ? ok(chain) : refuse('malformed', 'identities')
}

/**
 * The keys that may sign as this identity at a time, checked against what a document names.
 *
 * @param signers - key ids from a decoded payload
 * @param at - milliseconds since 1970; validity counts with {@link SKEW_MS} of grace
 * @returns the keys by id, or `unknown-key`, `key-expired`, `key-revoked`, `signers-mismatch`
 */
export function signingKeys(
  identity: Identity,
  signers: readonly string[],
  at: number,
): Result<ReadonlyMap<string, VerifyKey>, RefusalCode> {
  const keys = new Map<string, VerifyKey>()
  const algs = new Set<SignatureAlg>()
  for (const [i, id] of signers.entries()) {
    const key = identity.keys.find((entry) => entry.id === id && entry.use === 'sign')
    if (!key || key.alg === 'x25519') return refuse('unknown-key', `signers[${i}]`)
    const fault = validityFault(key, at)
    if (fault) return refuse(fault, `signers[${i}]`)
    keys.set(id, { id, alg: key.alg, pub: key.pub })
    algs.add(key.alg)
  }
  const missing = identity.required.find((alg) => !algs.has(alg))
  return missing === undefined ? ok(keys) : refuse('signers-mismatch', `signers.${missing}`)
}

/** Why a key does not hold at a time, or undefined when it does. */
export function validityFault(
  key: Pick<IdentityKey, 'from' | 'until' | 'revoked'>,
  at: number,
): 'key-expired' | 'key-revoked' | undefined {
  if (key.revoked !== null && Date.parse(key.revoked) <= at) return 'key-revoked'
  if (at < Date.parse(key.from) - SKEW_MS || at > Date.parse(key.until) + SKEW_MS)
    return 'key-expired'
  return undefined
}

/** The newest seal key that holds at a time. */
export function currentSealKey(identity: Identity, at: number): IdentityKey | undefined {
  return identity.keys
    .filter((key) => key.use === 'seal' && validityFault(key, at) === undefined)
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]
}
