import { ConcertError, type CryptoPort, unhex } from '@concert/core'
import {
  DEFAULT_REQUIRED,
  type Identity,
  type IdentityDraft,
  type IdentityKey,
  leafFor,
  rootDigest,
  type SigningKey,
  signIdentity,
  verifyIdentity,
} from '@concert/envelope'
import { formatVkey, KEY_TYPES, type KeyType, makeNoteKey, type NoteKey } from '@concert/tlog'
import type { Config } from '../config/config.ts'
import { KeySet } from '../keys/key-set.ts'
import type { StoredKey } from '../keys/stored-key.ts'
import type { Reader, Store, Transaction } from '../store/store.ts'
import { generationOf, logPath, originOf, readLogGeneration } from './log-generation.ts'

const NO_END = '9999-12-31T23:59:59.999Z'

/** This node as others see it, and the keys that speak for it. */
export interface OwnNode {
  readonly node: string
  readonly identity: Identity
  readonly signers: readonly SigningKey[]
  /** The secret of one of our seal keys; undefined for others and for destroyed ones. */
  sealSecret(keyId: string): Uint8Array | undefined
}

/** Origin of the log that the store holds: a URL without a scheme. */
export async function logOrigin(config: Config, reader: Pick<Reader, 'db'>): Promise<string> {
  return originOf(config.host, await readLogGeneration(reader))
}

/** Name of the node as a witness. */
export function witnessName(config: Config): string {
  return `${config.host}/concert/v1/witness`
}

/** The note key of a stored Ed25519 key under a name. */
export function noteKeyOf(
  crypto: CryptoPort,
  name: string,
  type: KeyType,
  key: StoredKey,
): NoteKey {
  const made = makeNoteKey(crypto.sha256, name, type, key.pub)
  if (!made.ok) throw new ConcertError('key-unusable', { key: key.fileName })
  return made.value
}

/** The one current key of a use. Throws ConcertError `key-missing` when there is none. */
export function currentKey(keys: KeySet, use: StoredKey['use'], now: number): StoredKey {
  const key = keys.current(use, new Date(now).toISOString())[0]
  if (!key) throw new ConcertError('key-missing', { use })
  return key
}

/** Loads our identity from the store, or undefined before the first one was signed. */
export async function loadOwnIdentity(
  crypto: CryptoPort,
  store: Store,
): Promise<Identity | undefined> {
  const self = await store.read.db
    .selectFrom('node_state')
    .select('value')
    .where('name', '=', 'self')
    .executeTakeFirst()
  if (!self) return undefined
  const rows = await store.read.db
    .selectFrom('identities')
    .select('document')
    .where('node', '=', self.value)
    .orderBy('version')
    .execute()
  let current: Identity | undefined
  for (const row of rows) {
    const next = await verifyIdentity(crypto, current, row.document)
    if (!next.ok) throw new ConcertError('own-identity-broken', { at: next.at ?? '' })
    current = next.value
  }
  return current
}

/**
 * Signs and stores the next version of our identity out of the configuration and the key folder.
 * Its leaf goes to the log in the same transaction.
 *
 * @throws ConcertError `root-missing` when the root that must sign is not here
 */
export async function publishIdentity(
  deps: {
    readonly crypto: CryptoPort
    readonly store: Store
    readonly config: Config
    readonly keys: KeySet
    readonly now: number
    /** Sign with the pre-committed successor of the root. */
    readonly isRootSucceeded?: boolean
    submit(tx: Transaction, leaves: readonly Uint8Array[]): Promise<void>
  },
  previous: Identity | undefined,
): Promise<Identity> {
  const { crypto, store, config, keys, now } = deps
  const root = rootFor(crypto, keys, previous, deps.isRootSucceeded ?? false)
  const origin = await logOrigin(config, store.read)
  const draft = draftOf(deps, root, origin)
  const signed = await signIdentity(crypto, draft, root.signers, previous)
  const checked = await verifyIdentity(crypto, previous, signed.bytes)
  if (!checked.ok) throw new ConcertError('own-identity-broken', { at: checked.at ?? '' })
  const identity = checked.value
  const opening = crypto.random(32)
  const leaf = leafFor(crypto.sha256, opening, 'identity', draft.log.origin, identity.digest)
  await store.transact(async (tx) => {
    await tx.db
      .insertInto('identities')
      .values({
        node: identity.node,
        version: identity.version,
        digest: unhex(identity.digest) as Uint8Array,
        document: identity.document,
        added: now,
        leaf,
        opening,
      })
      .execute()
    await tx.db
      .insertInto('node_state')
      .values({ name: 'self', value: identity.node })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    await deps.submit(tx, [leaf])
  })
  return identity
}

interface RootChoice {
  readonly signers: readonly SigningKey[]
  readonly next: string
}

/** The root that may sign after `previous`: the one it names, else the one it committed to. */
function rootFor(
  crypto: CryptoPort,
  keys: KeySet,
  previous: Identity | undefined,
  isSucceeded: boolean,
): RootChoice {
  const newest = keys.newest('root')
  for (let n = 1; n < newest; n++) {
    const signers = keys.generation('root', n).map(toSigningKey)
    if (signers.length === 0) continue
    const digest = rootDigest(crypto.sha256, signers)
    const isHeld = previous && !isSucceeded && digest === rootDigest(crypto.sha256, previous.root)
    if (!previous || isHeld || digest === previous.next_root) {
      const next = keys.generation('root', n + 1).map(toSigningKey)
      return { signers, next: rootDigest(crypto.sha256, next) }
    }
  }
  throw new ConcertError('root-missing')
}

function draftOf(
  deps: Pick<Parameters<typeof publishIdentity>[0], 'crypto' | 'config' | 'keys' | 'now'>,
  root: RootChoice,
  origin: string,
): IdentityDraft {
  const { crypto, config, keys, now } = deps
  const name = witnessName(config)
  const log = noteKeyOf(crypto, origin, KEY_TYPES.note, currentKey(keys, 'log', now))
  const witness = noteKeyOf(crypto, name, KEY_TYPES.cosignature, currentKey(keys, 'witness', now))
  return {
    nextRoot: root.next,
    host: config.host,
    names: config.names,
    economy: config.economy,
    keys: keys.all.filter((key) => key.use !== 'root').map(toIdentityKey),
    required: DEFAULT_REQUIRED,
    log: { origin, vkey: formatVkey(log) },
    witness: { name, vkey: formatVkey(witness) },
    endpoints: {
      inbox: `${config.url}/concert/v1/inbox`,
      log: `${config.url}${logPath(generationOf(origin))}`,
      witness: `${config.url}/concert/v1/witness`,
    },
    policy: typeof config.quorum === 'string' ? config.quorum : '',
  }
}

function toIdentityKey(key: StoredKey): IdentityKey {
  const { id, alg, pub, from } = key
  const use = key.use as IdentityKey['use']
  return { id, use, alg, pub, from, until: key.until ?? NO_END, revoked: null }
}

/** A stored key as a signing key of the suite table. Throws RangeError for a seal key. */
function toSigningKey(key: StoredKey): SigningKey {
  if (key.alg === 'x25519') throw new RangeError('alg')
  return { id: key.id, alg: key.alg, pub: key.pub, secret: key.secret }
}

/**
 * The keys without those that the identity does not list yet: a rotation cut short has written
 * keys that no peer would accept.
 */
export function listedKeys(identity: Identity | undefined, keys: KeySet): KeySet {
  if (!identity) return keys
  const listed = new Set(identity.keys.map((key) => key.id))
  return new KeySet(keys.all.filter((key) => key.use === 'root' || listed.has(key.id)))
}

/** Puts identity and keys together. Throws ConcertError `key-missing` without a signing key. */
export function ownNode(identity: Identity, keys: KeySet, now: number): OwnNode {
  const signers = keys.current('sign', new Date(now).toISOString()).map(toSigningKey)
  if (signers.length === 0) throw new ConcertError('key-missing', { use: 'sign' })
  const seals = new Map(keys.of('seal').map((key) => [key.id, key.secret]))
  return {
    node: identity.node,
    identity,
    signers,
    sealSecret: (keyId) => seals.get(keyId),
  }
}
