import { type CryptoPort, hex, type SignatureAlg } from '@concert/core'
import {
  formatVkey,
  KEY_TYPES,
  type KeyType,
  makeNoteKey,
  makeNoteSigner,
  type NoteSigner,
} from '@concert/tlog'
import {
  type Identity,
  type IdentityDraft,
  type IdentityKey,
  rootDigest,
  signIdentity,
  verifyIdentity,
} from '../identity.ts'
import { keyId, type SigningKey } from '../suites.ts'
import { publicKeyOf, sealPairOf, seedOf } from './port.ts'

const FROM = '2026-01-01T00:00:00.000Z'
const UNTIL = '2027-01-01T00:00:00.000Z'
/** When everything in tests and vectors happens. */
export const NOW = '2026-11-23T09:00:00.000Z'
/** {@link NOW} in milliseconds since 1970. */
export const NOW_MS: number = Date.parse(NOW)

/** A node of the tests with all its secrets. */
export interface TestNode {
  readonly name: string
  readonly identity: Identity
  readonly root: readonly SigningKey[]
  readonly nextRoot: readonly SigningKey[]
  readonly keys: readonly SigningKey[]
  readonly sealSecret: Uint8Array
  readonly log: NoteSigner
  readonly draft: IdentityDraft
}

/** A hybrid pair of signing keys that follows from a name. */
export function signers(crypto: CryptoPort, name: string): readonly SigningKey[] {
  return (['ed25519', 'ml-dsa-65'] as const).map((alg) => signer(crypto, alg, name))
}

function signer(crypto: CryptoPort, alg: SignatureAlg, name: string): SigningKey {
  const secret = seedOf(`${name}/${alg}`)
  const pub = publicKeyOf(alg, secret)
  return { id: keyId(crypto.sha256, alg, pub), alg, pub, secret }
}

/** A note signer that follows from a name. */
export function noteSigner(crypto: CryptoPort, name: string, type: KeyType): NoteSigner {
  const secret = seedOf(`note/${name}/${type}`)
  const key = makeNoteKey(crypto.sha256, name, type, publicKeyOf('ed25519', secret))
  if (!key.ok) throw new Error(key.code)
  return makeNoteSigner(crypto, key.value, secret)
}

/** How an identity lists a key. */
export function listed(
  crypto: CryptoPort,
  use: IdentityKey['use'],
  alg: IdentityKey['alg'],
  pub: Uint8Array,
): IdentityKey {
  const id = keyId(crypto.sha256, alg, pub)
  return { id, use, alg, pub, from: FROM, until: UNTIL, revoked: null }
}

/** A node with version 1 of its identity, the same for the same name. */
export async function testNode(crypto: CryptoPort, name: string): Promise<TestNode> {
  const root = signers(crypto, `${name}/root/1`)
  const nextRoot = signers(crypto, `${name}/root/2`)
  const keys = signers(crypto, `${name}/sign/1`)
  const seal = await sealPairOf(seedOf(`${name}/seal/1`))
  const host = `${name}.example`
  const log = noteSigner(crypto, `${host}/log`, KEY_TYPES.note)
  const witness = noteSigner(crypto, `${host}/witness`, KEY_TYPES.cosignature)
  const draft: IdentityDraft = {
    nextRoot: rootDigest(crypto.sha256, nextRoot),
    host,
    names: { en: name, zh: '节点' },
    economy: 'XA',
    keys: [
      ...keys.map(({ alg, pub }) => listed(crypto, 'sign', alg, pub)),
      listed(crypto, 'seal', 'x25519', seal.pub),
      listed(crypto, 'log', 'ed25519', log.key.pub),
      listed(crypto, 'witness', 'ed25519', witness.key.pub),
    ],
    required: ['ed25519', 'ml-dsa-65'],
    log: { origin: log.key.name, vkey: formatVkey(log.key) },
    witness: { name: witness.key.name, vkey: formatVkey(witness.key) },
    endpoints: {
      inbox: `https://${host}/concert/v1/inbox`,
      log: `https://${host}/concert/v1/log`,
      witness: `https://${host}/concert/v1/witness`,
    },
    policy: '',
  }
  const identity = await nextIdentity(crypto, draft, root, undefined)
  return { name, identity, root, nextRoot, keys, sealSecret: seal.secret, log, draft }
}

/** Signs and verifies the next version of an identity; throws where a test's own input is wrong. */
export async function nextIdentity(
  crypto: CryptoPort,
  draft: IdentityDraft,
  root: readonly SigningKey[],
  previous: Identity | undefined,
): Promise<Identity> {
  const { bytes } = await signIdentity(crypto, draft, root, previous)
  const identity = await verifyIdentity(crypto, previous, bytes)
  if (!identity.ok) throw new Error(`${identity.code} ${identity.at}`)
  return identity.value
}

/** A draft whose listed keys of these ids are revoked at a time. */
export function revoking(draft: IdentityDraft, ids: readonly string[], at: string): IdentityDraft {
  const keys = draft.keys.map((key) => (ids.includes(key.id) ? { ...key, revoked: at } : key))
  return { ...draft, keys }
}

/** Hexadecimal of 32 bytes that follow from a name, where only some digest is needed. */
export function someDigest(name: string): string {
  return hex(seedOf(`digest/${name}`))
}
