import { join } from 'node:path'
import { ConcertError, type CryptoPort, concat } from '@concert/core'
import { NodeLog, openStore, type Store } from '@concert/node'
import { KEY_TYPES, makeNoteKey, makeNoteSigner, type NoteSigner } from '@concert/tlog'

/** Milliseconds between two batches, as a node has them by default. */
const BATCH_MS = 25

/** A node's log on a database of its own, without the node around it. */
export interface BenchLog {
  readonly store: Store
  readonly signer: NoteSigner
  readonly log: NodeLog
  close(): Promise<void>
}

/** Name of the database in a log's folder. */
export const DATABASE = 'log.db'

async function freshSigner(crypto: CryptoPort): Promise<NoteSigner> {
  const { secret, pub } = await crypto.generateSigner('ed25519')
  const key = makeNoteKey(crypto.sha256, 'bench.example/log', KEY_TYPES.note, pub)
  if (!key.ok) throw new ConcertError('bench-log', { code: key.code })
  return makeNoteSigner(crypto, key.value, secret)
}

/** Begins a log below an empty folder, or opens again one of the signer's. */
export async function openBenchLog(
  folder: string,
  crypto: CryptoPort,
  own?: NoteSigner,
): Promise<BenchLog> {
  const signer = own ?? (await freshSigner(crypto))
  const store = await openStore({ kind: 'sqlite', path: join(folder, DATABASE) })
  const log = await NodeLog.open({
    store,
    crypto,
    signer,
    watermarkPath: join(folder, 'watermark.json'),
    batchMs: BATCH_MS,
    onError: (error) => {
      throw error
    },
  })
  return {
    store,
    signer,
    log,
    async close() {
      await log.stop()
      await store.close()
    },
  }
}

/** Leaves as a node makes them: a version byte and 32 bytes that nobody can guess. */
export function randomLeaves(crypto: CryptoPort, count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, () => concat(Uint8Array.of(1), crypto.random(32)))
}

/** Submits leaves in one transaction and waits until they are in a released checkpoint. */
export async function append(
  { store, log }: Pick<BenchLog, 'store' | 'log'>,
  leaves: readonly Uint8Array[],
): Promise<void> {
  await store.transact((tx) => log.submit(tx, leaves))
  log.wake()
  await log.integrated(leaves)
}

/**
 * Appends random leaves, `width` transactions of `size` leaves at a time.
 *
 * @returns the first leaf of each transaction
 */
export async function appendMany(
  target: Pick<BenchLog, 'store' | 'log'>,
  crypto: CryptoPort,
  count: number,
  { size, width }: { readonly size: number; readonly width: number },
): Promise<readonly Uint8Array[]> {
  const firsts: Uint8Array[] = []
  let left = count
  const writer = async () => {
    while (left > 0) {
      const leaves = randomLeaves(crypto, Math.min(size, left))
      left -= leaves.length
      await append(target, leaves)
      firsts.push(...leaves.slice(0, 1))
    }
  }
  await Promise.all(Array.from({ length: width }, writer))
  return firsts
}
