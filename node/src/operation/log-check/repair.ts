import { type CryptoPort, equalBytes, ok, type Result, refuse, utf8 } from '@concert/core'
import { emptyEdge, type LogEdge, tilePrefix, tileWidth } from '@concert/tlog'
import type { Config } from '../../config/config.ts'
import type { Store, Transaction } from '../../store/store.ts'
import { readLog, readTileRows } from '../../trust/log-rows.ts'
import type { LogHead } from '../../trust/log-types.ts'
import { readHighestWatermark } from '../../trust/watermark.ts'
import { watermarkPlaces } from '../data-files.ts'
import { type Problem, Problems } from './problems.ts'
import { ownLogKeys, signedHead } from './signed-head.ts'
import {
  type BadCosigned,
  type CosignedDeps,
  checkCosigned,
  cosignedSizes,
} from './stored-heads.ts'
import { findStrays, type Strays } from './strays.ts'
import { Roots, type Stretch, type WalkNotes, walkTree } from './walk.ts'

/** What {@link repairLog} needs. No process of the node may run. */
export interface RepairDeps {
  readonly store: Store
  readonly crypto: CryptoPort
  readonly config: Config
  /** Only say what would be repaired. */
  readonly isDryRun: boolean
  onProgress(step: 'proving' | 'writing', done: number, of: number): void
}

/**
 * Why nothing was repaired; `at` says where.
 *
 * - `repair-no-head`: no checkpoint is left that our log key has signed
 * - `repair-rolled-back`: a larger tree was released than the database signs: restore instead
 * - `repair-unproven`: the entries that are left do not lead to the signed root
 */
export type RepairRefusal =
  | 'fsck-no-log'
  | 'repair-no-head'
  | 'repair-rolled-back'
  | 'repair-unproven'

/** What was repaired, or would be. */
export interface Repaired {
  readonly origin: string
  readonly size: number
  readonly repaired: readonly Problem[]
  /** All of it, listed or not. */
  readonly count: number
}

/**
 * Puts right what can be proved: tiles, bundles and index rows that follow from entries which lead
 * to the root that our key has signed; rows that the tree has no place for; cosignatures that do
 * not verify, which are asked for again. Signs nothing. First everything is proved, reading only;
 * then it is written.
 */
export async function repairLog(deps: RepairDeps): Promise<Result<Repaired, RepairRefusal>> {
  const { store, crypto } = deps
  const own = await ownLogKeys(crypto, store)
  if (own === undefined) return refuse('fsck-no-log')
  const head = await findHead(deps, own.keys)
  if (!head.ok) return head
  const problems = new Problems()
  const roots = new Roots(await cosignedSizes(store.read))
  const proven = await prove(deps, head.value, { problems, roots })
  if (!proven.ok) return proven
  const stored = await readLog(store.read)
  if (!isSameHead(stored, head.value)) problems.add('state', String(head.value.size))
  if (!deps.isDryRun) {
    await write(deps, head.value)
    if (!isSameHead(stored, head.value)) await writeHead(deps, own.origin, head.value)
  }
  const rootAt = async (size: number) => roots.at(size)
  const cosigned = { ...deps, origin: own.origin, logs: own.keys, rootAt }
  await dropStrays(deps, problems)
  await dropCosigned(cosigned, deps.isDryRun, problems)
  const { listed: repaired, count } = problems
  return ok({ origin: own.origin, size: head.value.size, repaired, count })
}

/** The largest head that our key has signed, of the database and the watermark. */
async function findHead(
  { store, crypto, config }: RepairDeps,
  logs: CosignedDeps['logs'],
): Promise<Result<LogHead, RepairRefusal>> {
  const log = await readLog(store.read)
  const mark = await readHighestWatermark(watermarkPlaces(config))
  const stored = log && (await signedHead(crypto, log.checkpoint, logs))
  const released = mark && (await signedHead(crypto, mark.checkpoint, logs))
  if (stored && released && stored.size < released.size) {
    return refuse('repair-rolled-back', `${stored.size} < ${released.size}`)
  }
  const head = stored ?? released
  return head ? ok(head) : refuse('repair-no-head', 'log_state')
}

async function prove(
  { store, crypto, onProgress }: RepairDeps,
  head: LogHead,
  { problems, roots }: WalkNotes,
): Promise<Result<LogEdge, RepairRefusal>> {
  const lost = new Problems()
  let edge = emptyEdge(crypto.sha256)
  for await (const stretch of walkTree(store.read, crypto.sha256, edge, head.size, {
    problems: lost,
    roots,
  })) {
    edge = stretch.edge
    onProgress('proving', edge.size, head.size)
  }
  const isProven = edge.size === head.size && equalBytes(edge.root, head.root)
  const where = lost.listed.find((found) => found.code === 'entries-lost')?.at
  if (!isProven) return refuse('repair-unproven', where ?? `root ${head.size}`)
  for (const { code, at } of lost.listed) problems.add(code, at)
  return ok(edge)
}

async function write(deps: RepairDeps, head: LogHead): Promise<void> {
  const { store, crypto, onProgress } = deps
  const ignored = { problems: new Problems(), roots: new Roots([]) }
  const begin = emptyEdge(crypto.sha256)
  for await (const stretch of walkTree(store.read, crypto.sha256, begin, head.size, ignored)) {
    const { wrongTiles, wrongLeaves } = stretch
    if (wrongTiles.length + wrongLeaves.length > 0) {
      await store.transact((tx) => writeStretch(tx, stretch))
    }
    onProgress('writing', stretch.edge.size, head.size)
  }
}

async function writeStretch(tx: Transaction, { wrongTiles, wrongLeaves }: Stretch): Promise<void> {
  await tx.lock('log')
  for (const { level, number, data } of wrongTiles) {
    await tx.db
      .insertInto('log_tiles')
      .values({ level, number, data })
      .onConflict((conflict) => conflict.columns(['level', 'number']).doUpdateSet({ data }))
      .execute()
  }
  for (const { leaf, position } of wrongLeaves) {
    const row = { leaf, position }
    await tx.db
      .deleteFrom('log_leaves')
      .where((eb) => eb.or([eb('leaf', '=', leaf), eb('position', '=', position)]))
      .execute()
    await tx.db.insertInto('log_leaves').values(row).execute()
  }
}

type Head = Pick<LogHead, 'size' | 'root' | 'checkpoint'>

function isSameHead(a: Head | undefined, b: Head): boolean {
  const isSame = a?.size === b.size && equalBytes(a.root, b.root)
  return isSame && a.checkpoint === b.checkpoint
}

async function writeHead({ store }: RepairDeps, origin: string, head: LogHead): Promise<void> {
  const row = { size: head.size, root: head.root, checkpoint: utf8(head.checkpoint) }
  await store.transact(async (tx) => {
    await tx.lock('log')
    await tx.db
      .insertInto('log_state')
      .values({ id: 1, origin, witnessed: null, witnessed_size: 0, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ origin, ...row }))
      .execute()
  })
}

/** Leaves that stand beyond the tree wait for it again: they were never in a signed one. */
async function dropStrays({ store, isDryRun }: RepairDeps, problems: Problems): Promise<void> {
  const strays: Strays = await findStrays(store, problems)
  if (isDryRun) return
  const size = (await readLog(store.read))?.size ?? 0
  await store.transact(async (tx) => {
    await tx.lock('log')
    for (const { level, number } of strays.tiles) {
      await tx.db
        .deleteFrom('log_tiles')
        .where('level', '=', level)
        .where('number', '=', number)
        .execute()
    }
    for (const tile of strays.long) await cut(tx, tile, size)
    const rows = strays.leaves.map((leaf) => [leaf] as const)
    await tx.insertMany('log_pending', ['leaf'], rows, { onConflict: 'ignore' })
    for (const leaf of strays.leaves) {
      await tx.db.deleteFrom('log_leaves').where('leaf', '=', leaf).execute()
    }
  })
}

async function cut(
  tx: Transaction,
  { level, number }: { readonly level: number; readonly number: number },
  size: number,
): Promise<void> {
  const where = { level, number, width: tileWidth(level, number, size) }
  const [row] = await readTileRows(tx, [where])
  const data = row && tilePrefix(row.data, where)
  if (data === undefined) return
  const update = tx.db.updateTable('log_tiles').set({ data })
  await update.where('level', '=', level).where('number', '=', number).execute()
}

async function dropCosigned(
  deps: CosignedDeps,
  isDryRun: boolean,
  problems: Problems,
): Promise<void> {
  const bad: BadCosigned = await checkCosigned(deps, problems)
  if (isDryRun) return
  await deps.store.transact(async (tx) => {
    await tx.lock('log-witnessed')
    if (bad.isWitnessedBad) {
      const none = { witnessed: null, witnessed_size: 0 }
      await tx.db.updateTable('log_state').set(none).where('id', '=', 1).execute()
    }
    for (const witness of bad.witnesses) {
      await tx.db.deleteFrom('log_cosignatures').where('witness', '=', witness).execute()
    }
  })
}
