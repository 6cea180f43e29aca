import path from 'node:path'
import { type CryptoPort, equalBytes, hex } from '@concert/core'
import { emptyEdge, type NoteSigner, rootFromTiles } from '@concert/tlog'
import { Problems } from '../operation/log-check/problems.ts'
import { findStrays } from '../operation/log-check/strays.ts'
import { Roots, walkTree } from '../operation/log-check/walk.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { positionsOf, readLog } from '../trust/log-rows.ts'
import type { LogHead } from '../trust/log-types.ts'
import { NodeLog } from '../trust/node-log.ts'
import { storedTiles } from '../trust/stored-tiles.ts'
import { CrashPlan, plannedWriter } from './crash-plan.ts'

/** What the outside has been told over all lives of a log, and must stay true. */
export class Told {
  readonly roots = new Map<number, string>()
  readonly acknowledged: Uint8Array[] = []

  /** @throws Error when another root of that size was released before */
  released({ size, root }: Pick<LogHead, 'size' | 'root'>): void {
    const known = this.roots.get(size)
    if (known !== undefined && known !== hex(root)) throw new Error(`two roots of size ${size}`)
    this.roots.set(size, hex(root))
  }
}

/** Where a log lives and with what. */
export interface LifeSetup {
  readonly folder: string
  readonly crypto: CryptoPort
  readonly signer: NoteSigner
}

/** One life of a log: opens it under the plan, submits batches, and ends, one way or another. */
export async function live(
  { folder, crypto, signer }: LifeSetup,
  plan: CrashPlan,
  told: Told,
  batches: readonly (readonly Uint8Array[])[],
): Promise<void> {
  const file = path.join(folder, 'node.db')
  const store = await openSqliteStore({ path: file }, plannedWriter(plan))
  plan.arm()
  let log: NodeLog | undefined
  try {
    const watermarkPath = path.join(folder, 'watermark.json')
    const onError = () => undefined
    log = await NodeLog.open({ store, crypto, signer, watermarkPath, batchMs: 0, onError })
    told.released(log.head())
    log.onHead((head) => told.released(head))
    for (const batch of batches) await submit(log, store, batch, plan, told)
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('two roots')) throw error
    // Whatever else the mishap did to this life, the next one must find all in order.
  } finally {
    await log?.stop()
    await store.close().catch(() => undefined)
  }
}

async function submit(
  log: NodeLog,
  store: Awaited<ReturnType<typeof openSqliteStore>>,
  batch: readonly Uint8Array[],
  plan: CrashPlan,
  told: Told,
): Promise<void> {
  await store.transact((tx) => log.submit(tx, batch))
  log.wake()
  const patience = new AbortController()
  const watch = setInterval(() => plan.isDead && patience.abort(), 1)
  try {
    await log.integrated(batch, patience.signal)
    told.acknowledged.push(...batch)
  } finally {
    clearInterval(watch)
  }
}

/** What is wrong with a log after its lives, as sentences. */
export async function faultsAfter(setup: LifeSetup, told: Told): Promise<readonly string[]> {
  const { folder, crypto, signer } = setup
  const file = path.join(folder, 'node.db')
  const store = await openSqliteStore({ path: file }, plannedWriter(new CrashPlan(0, 'fail')))
  const watermarkPath = path.join(folder, 'watermark.json')
  const faults: string[] = []
  const onError = (error: unknown) => faults.push(String(error))
  const log = await NodeLog.open({ store, crypto, signer, watermarkPath, batchMs: 0, onError })
  try {
    told.released(log.head())
    while (await store.read.db.selectFrom('log_pending').select('id').limit(1).executeTakeFirst()) {
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const problems = new Problems()
    const size = (await readLog(store.read))?.size ?? 0
    const walked = walkTree(store.read, crypto.sha256, emptyEdge(crypto.sha256), size, {
      problems,
      roots: new Roots([]),
    })
    for await (const _ of walked);
    await findStrays(store, problems)
    faults.push(...problems.listed.map(({ code, at }) => `${code} ${at}`))
    const positions = await positionsOf(store.read, told.acknowledged)
    const lost = told.acknowledged.filter((leaf) => !positions.has(hex(leaf)))
    if (lost.length > 0) faults.push(`${lost.length} acknowledged leaves lost`)
    for (const [at, root] of told.roots) {
      const made = await rootFromTiles(crypto.sha256, storedTiles(store.read), at)
      const isSame = made.ok && equalBytes(made.value, Uint8Array.fromHex(root))
      if (!isSame) faults.push(`root of size ${at}`)
    }
    return faults
  } finally {
    await log.stop()
    await store.close()
  }
}
