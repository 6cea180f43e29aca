import { join } from 'node:path'
import { ConcertError, type CryptoPort, unhex } from '@concert/core'
import { type Identity, type LeafRole, leafFor, parseReceipt } from '@concert/envelope'
import { KEY_TYPES, makeNoteSigner } from '@concert/tlog'
import type { Config } from '../config/config.ts'
import { originOf, writeLogGeneration } from '../identity/log-generation.ts'
import {
  currentKey,
  listedKeys,
  loadOwnIdentity,
  noteKeyOf,
  publishIdentity,
} from '../identity/own-node.ts'
import { generateKeys, KEYS_FOLDER, writeKey } from '../keys/create-keys.ts'
import { KeySet } from '../keys/key-set.ts'
import type { Store, Transaction } from '../store/store.ts'
import type { LogHead } from '../trust/log-types.ts'
import { ensureLog } from '../trust/sequencing.ts'

/** What {@link beginNewLog} works on: the store of a stopped node. */
export interface NewLogDeps {
  readonly store: Store
  readonly crypto: CryptoPort
  readonly config: Config
  /** With the root, which signs the identity that names the log. */
  readonly keys: KeySet
  /** Milliseconds since 1970 UTC. */
  readonly now: number
  /** Higher than that of every log this node has ever had. */
  readonly generation: number
  /** Identity versions published after the backup was made, oldest first. */
  readonly laterIdentities: readonly Identity[]
}

/** A log that was begun: the identity that names it, and its empty tree. */
export interface NewLog {
  readonly identity: Identity
  readonly head: LogHead
}

const LOG_TABLES = [
  'log_pending',
  'log_leaves',
  'log_tiles',
  'log_state',
  'log_cosignatures',
] as const

/**
 * Makes a store restored from an older copy able to go on without contradicting what the node has
 * signed since: another log under another origin, into which everything still held is entered
 * anew, a new epoch on every channel, another key to cosign others' logs with, and an identity
 * version that says so. May be repeated when it was cut short.
 *
 * @throws ConcertError `root-missing` when the root is not among the keys
 */
export async function beginNewLog(deps: NewLogDeps): Promise<NewLog> {
  const { store, crypto, config, generation } = deps
  const origin = originOf(config.host, generation)
  if (deps.keys.of('root').length === 0) throw new ConcertError('root-missing')
  const keys = await withWitnessKey(deps)
  await store.transact(async (tx) => {
    await keepIdentities(tx, deps)
    for (const table of LOG_TABLES) await tx.db.deleteFrom(table).execute()
    await writeLogGeneration(tx, generation)
    await enterAnew(tx, crypto, origin)
    await raiseEpochs(tx, generation)
  })
  const previous = await loadOwnIdentity(crypto, store)
  const identity = await publishIdentity({ ...deps, keys, submit: submitLeaves }, previous)
  const key = currentKey(listedKeys(identity, keys), 'log', deps.now)
  const signer = makeNoteSigner(crypto, noteKeyOf(crypto, origin, KEY_TYPES.note, key), key.secret)
  const head = await store.transact((tx) => ensureLog(tx, { sha256: crypto.sha256, signer }))
  return { identity, head }
}

/**
 * What the old key has cosigned since the backup is unknown, so it must never cosign again: with
 * another key the node is another witness. Of no effect until the identity lists it.
 */
async function withWitnessKey({
  crypto,
  config,
  keys,
  now,
}: Pick<NewLogDeps, 'crypto' | 'config' | 'keys' | 'now'>): Promise<KeySet> {
  const generation = keys.newest('witness') + 1
  const fresh = await generateKeys({ crypto, use: 'witness', generation, now })
  for (const key of fresh) {
    const written = await writeKey(join(config.dataDir, KEYS_FOLDER), key)
    if (!written.ok) throw new ConcertError(written.code, { path: written.at ?? '' })
  }
  return new KeySet([...keys.all, ...fresh])
}

/**
 * Publishes an identity version with another key to cosign others' logs with, for a store whose own
 * log can go on but which has forgotten what the present key has cosigned.
 *
 * @throws ConcertError `root-missing` when the root is not among the keys
 */
export async function renewWitness(
  deps: Omit<NewLogDeps, 'generation' | 'laterIdentities'>,
): Promise<Identity> {
  if (deps.keys.of('root').length === 0) throw new ConcertError('root-missing')
  const keys = await withWitnessKey(deps)
  const previous = await loadOwnIdentity(deps.crypto, deps.store)
  return await publishIdentity({ ...deps, keys, submit: submitLeaves }, previous)
}

/** Submits leaves to the log of a node that does not run: its next start takes them in. */
export async function submitLeaves(tx: Transaction, leaves: readonly Uint8Array[]): Promise<void> {
  const rows = leaves.map((leaf) => [leaf] as const)
  await tx.insertMany('log_pending', ['leaf'], rows, { onConflict: 'ignore' })
}

/** Else the next version would contradict one that peers hold already. */
async function keepIdentities(tx: Transaction, deps: NewLogDeps): Promise<void> {
  const rows = deps.laterIdentities.map((identity) => {
    const { node, version, digest, document } = identity
    return [node, version, unhex(digest) as Uint8Array, document, deps.now] as const
  })
  const columns = ['node', 'version', 'digest', 'document', 'added'] as const
  await tx.insertMany('identities', columns, rows, { onConflict: 'ignore' })
}

/** A leaf hides its document under the origin, so the new log needs other leaves for the same. */
async function enterAnew(tx: Transaction, crypto: CryptoPort, origin: string): Promise<void> {
  const rows = await tx.db
    .selectFrom('envelopes')
    .select(['id', 'direction', 'digest', 'opening', 'receipt', 'receipt_opening'])
    .orderBy('id')
    .execute()
  for (const { id, direction, digest, opening, receipt, receipt_opening } of rows) {
    const leafOf = (role: LeafRole, nonce: Uint8Array, document: string) =>
      leafFor(crypto.sha256, nonce, role, origin, document)
    const update = tx.db.updateTable('envelopes').where('id', '=', id)
    if (direction === 'out' && opening) {
      const leaf = leafOf('sent', opening, digest.toHex())
      await update.set({ leaf }).execute()
      await submitLeaves(tx, [leaf])
    }
    const parsed = receipt && parseReceipt(crypto, receipt)
    if (direction === 'in' && receipt_opening && parsed?.ok) {
      const leaf = leafOf('receipt', receipt_opening, parsed.value.digest)
      await update.set({ receipt_leaf: leaf }).execute()
      await submitLeaves(tx, [leaf])
    }
  }
}

/**
 * The sequence numbers used since the backup are unknown, so the channels go on in an epoch that
 * was never used: epochs rise only here, to the log's generation. The last head known to be
 * common is named by the first envelope. Nothing of the new log is known to any peer.
 */
async function raiseEpochs(tx: Transaction, epoch: number): Promise<void> {
  const rows = await tx.db
    .selectFrom('channels')
    .select([
      'channels.peer',
      'channels.epoch',
      'channels.seq',
      'channels.settled',
      'channels.head',
    ])
    .where('direction', '=', 'out')
    .execute()
  for (const channel of rows) {
    const common = await tx.db
      .selectFrom('envelopes')
      .select('digest')
      .where('direction', '=', 'out')
      .where('peer', '=', channel.peer)
      .where('epoch', '=', channel.epoch)
      .where('seq', '=', channel.settled)
      .executeTakeFirst()
    // An epoch in which nothing was sent begins with the head that the one before it had.
    const head = channel.seq === 0 ? channel.head : (common?.digest ?? null)
    await tx.db
      .updateTable('channels')
      .set({ epoch, seq: 0, settled: 0, head, checkpoint: null, checkpoint_size: 0 })
      .where('peer', '=', channel.peer)
      .where('direction', '=', 'out')
      .execute()
  }
}
