import { hex } from '@concert/core'
import type { NodeContext } from '../../context.ts'
import { eraseContent } from '../../directory/contact-rows.ts'
import { copyIdKey } from '../../release/copy-ids.ts'
import type { Transaction } from '../../store/store.ts'
import { cursorOf } from '../search/follow.ts'
import { lockVersions } from '../versions.ts'
import { type Buried, buryObjects } from './bury.ts'
import { type DueItem, type Passed, type ScanOrder, scanDue, type Way } from './scan.ts'

/** Parts of a file that are deleted in one transaction: some megabytes. */
const PARTS = 8

/** What the trail says was done, and by whom. */
const ACTION = 'retention'
const ACCOUNT = 'node'

/** A version whose time is looked at. */
export interface Expiry extends Omit<ScanOrder, 'indexed'> {
  /** Thread of the compact, hex. */
  readonly compactId: string
}

/** What one transaction did. */
export interface Expired {
  readonly objects: number
  readonly passed: Passed | undefined
  /** Whether there may be more to do now. */
  readonly more: boolean
}

/**
 * Deletes what is due under a version, in the bounds of one transaction. It is done or not: after a
 * crash the next goes on.
 */
export async function expireOnce(context: NodeContext, expiry: Expiry): Promise<Expired> {
  const key = await copyIdKey(context)
  return await context.store.transact(async (tx) => {
    await lockVersions(tx)
    await tx.lock('search')
    const scanned = await scanDue(tx, { ...expiry, indexed: await cursorOf(tx) })
    const copies = await copiesOf(tx, scanned.items)
    const indexed = await cursorOf(tx)
    if (copies.some(({ copy }) => copy > indexed)) {
      return { objects: 0, passed: expiry.passed, more: false }
    }
    const days = expiry.days.get(hex(expiry.version)) ?? 0
    await buryObjects(tx, context, key, [
      ...scanned.items.map((item) => buriedOf(item, days)),
      ...copies.map(({ copy, item }) => ({ ...buriedOf(item, days), id: copy, statement: null })),
    ])
    const files = await endWays(tx, scanned.over)
    const objects = scanned.items.length + files.done
    if (objects > 0) await record(tx, context, expiry.compactId, objects)
    const isMore = scanned.items.length > 0 || scanned.over.length > 0 || files.left
    const more = !scanned.waits && (isMore || scanned.passed !== undefined)
    return { objects, passed: scanned.passed, more }
  })
}

function buriedOf({ id, way }: DueItem, days: number): Buried {
  return { id, statement: way.statement_id, compact: way.compact, received: way.received, days }
}

/**
 * Copies of ours of what is due, made to relay it without its author's name, and what the release
 * desk made of those: they hold what others gave us, and go with it. What they went to us from
 * stays known, so that a later retraction reaches everybody who got one.
 */
async function copiesOf(
  tx: Transaction,
  items: readonly DueItem[],
): Promise<readonly { readonly copy: number; readonly item: DueItem }[]> {
  if (items.length === 0) return []
  const byId = new Map(items.map((item) => [item.id, item]))
  const relays = await tx.db
    .selectFrom('relays')
    .innerJoin('objects', 'objects.id', 'relays.copy_id')
    .select(['relays.object_id', 'relays.copy_id', 'objects.retracted_by'])
    .where('relays.object_id', 'in', [...byId.keys()])
    .execute()
  if (relays.length === 0) return []
  const recalled = relays.filter(({ retracted_by }) => retracted_by !== null)
  await forgetRelays(
    tx,
    recalled.map(({ copy_id }) => copy_id),
  )
  const origins = new Map(relays.map(({ object_id, copy_id }) => [copy_id, object_id]))
  const redacted = await tx.db
    .selectFrom('release_copies')
    .innerJoin('objects', 'objects.id', 'release_copies.copy_id')
    .select(['object_id', 'copy_id'])
    .where('object_id', 'in', [...origins.keys()])
    .execute()
  const found = new Map<number, number>(origins)
  for (const { object_id, copy_id } of redacted) {
    found.set(copy_id, origins.get(object_id) as number)
  }
  return [...found].map(([copy, origin]) => ({ copy, item: byId.get(origin) as DueItem }))
}

async function forgetRelays(tx: Transaction, copies: readonly number[]): Promise<void> {
  if (copies.length === 0) return
  await tx.db.deleteFrom('relays').where('copy_id', 'in', copies).execute()
}

interface Ended {
  /** Files that are gone. */
  readonly done: number
  /** Whether parts of one are left. */
  readonly left: boolean
}

/** Ways that keep nothing any more are forgotten; what is left of their statements goes with them. */
async function endWays(tx: Transaction, ways: readonly Way[]): Promise<Ended> {
  let done = 0
  for (const { compact, received, statement_id, via } of ways) {
    const file = await dropFile(tx, statement_id)
    if (file === 'part') return { done, left: true }
    if (file === 'whole') done++
    await tx.db
      .deleteFrom('kept_statements')
      .where('compact', '=', compact)
      .where('received', '=', received)
      .where('statement_id', '=', statement_id)
      .where('via', '=', via)
      .execute()
    if (!(await hasAnything(tx, statement_id))) await eraseContent(tx, [statement_id])
  }
  return { done, left: false }
}

/** A file that a peer offered: its parts go, some at a time, and what is still to come of it too. */
async function dropFile(tx: Transaction, statement: number): Promise<'none' | 'part' | 'whole'> {
  const file = await tx.db
    .selectFrom('attachments')
    .select(['id', 'state'])
    .where('statement_id', '=', statement)
    .where('direction', '=', 'in')
    .executeTakeFirst()
  if (!file) return 'none'
  const parts = await tx.db
    .selectFrom('attachment_chunks')
    .select('position')
    .where('attachment_id', '=', file.id)
    .orderBy('position')
    .limit(PARTS)
    .execute()
  if (parts.length > 0) {
    const positions = parts.map(({ position }) => position)
    await tx.db
      .deleteFrom('attachment_chunks')
      .where('attachment_id', '=', file.id)
      .where('position', 'in', positions)
      .execute()
  }
  if (parts.length === PARTS) return 'part'
  const gone = { state: 'discarded', held: 0 }
  await tx.db.updateTable('attachments').set(gone).where('id', '=', file.id).execute()
  return file.state === 'discarded' ? 'none' : 'whole'
}

async function hasAnything(tx: Transaction, statement: number): Promise<boolean> {
  const object = await tx.db
    .selectFrom('items')
    .innerJoin('objects', 'objects.id', 'items.object_id')
    .select('objects.id')
    .where('items.statement_id', '=', statement)
    .limit(1)
    .executeTakeFirst()
  return object !== undefined
}

/** One line for each batch: how many, under which compact; never which. */
async function record(
  tx: Transaction,
  { now }: Pick<NodeContext, 'now'>,
  compact: string,
  objects: number,
): Promise<void> {
  await tx.db
    .insertInto('account_trail')
    .values({
      time: now(),
      account: ACCOUNT,
      action: ACTION,
      subject: `${compact} ${objects}`,
      outcome: 'ok',
      address: '',
    })
    .execute()
}
