import { ConcertError, type JsonObject } from '@concert/core'
import type { NodeContext } from '../context.ts'
import { outdatedAmong } from '../intel/versions.ts'
import type { Transaction } from '../store/store.ts'
import type { Actor } from './delegates.ts'
import {
  type AuditAction,
  findingsText,
  type KeptFinding,
  readFindings,
  recordDecisions,
  storeCopies,
} from './desk-rows.ts'
import type { Finding } from './rules/finding.ts'
import type { LawRule } from './rules/law.ts'
import { shownName } from './shown-name.ts'

/** What a person decides on. */
export interface ReviewOrder {
  readonly peer: string
  /** STIX ids of originals; these or `reason` must be given. */
  readonly ids?: readonly string[] | undefined
  /** Only what waits for this reason. */
  readonly reason?: string | undefined
  /** Names of what was shown ({@link shownName}): anything else refuses the whole order. */
  readonly shown?: readonly string[] | undefined
  /** Only what waited before this time, RFC 3339: what came since nobody has seen. */
  readonly until?: string | undefined
  /** Why, in the words of whoever decides; recorded here, never sent. */
  readonly note: string
}

/** Something in the queue that a person may decide on. */
export interface Waiting {
  readonly object_id: number
  readonly stix_id: string
  readonly original: Uint8Array
  readonly state: string
  readonly tlp: string
  readonly findings: string
  readonly body: Uint8Array | null
  readonly author: string
}

/** Most objects of one decision: a queue of a hundred thousand is decided in a few. */
const MAX_AT_ONCE = 100_000

/** What an order names, without what was retracted or replaced by a newer version since. */
export async function findWaiting(
  { store, own }: Pick<NodeContext, 'store' | 'own'>,
  order: ReviewOrder,
  states: readonly string[],
): Promise<readonly Waiting[]> {
  let query = store.read.db
    .selectFrom('release_queue')
    .innerJoin('objects', 'objects.id', 'release_queue.object_id')
    .select(['object_id', 'stix_id', 'objects.body as original', 'state'])
    .select(['release_queue.tlp', 'findings', 'release_queue.body', 'author'])
    .where('peer', '=', order.peer)
    .where('state', 'in', states)
  if (order.ids !== undefined) query = query.where('stix_id', 'in', order.ids)
  if (order.reason !== undefined) query = query.where('reason', '=', order.reason)
  if (order.until !== undefined)
    query = query.where('release_queue.added', '<', Date.parse(order.until))
  const rows = await query.orderBy('object_id').limit(MAX_AT_ONCE).execute()
  const ids = rows.map((row) => row.object_id)
  const outdated = await outdatedAmong(store.read, own.node, ids)
  return outdated.size === 0 ? rows : rows.filter((row) => !outdated.has(row.object_id))
}

/** The first of what waits that is not among what was shown to whoever decides. */
export function unseenAmong(
  rows: readonly Waiting[],
  { shown }: Pick<ReviewOrder, 'shown'>,
): Waiting | undefined {
  if (shown === undefined) return undefined
  const seen = new Set(shown)
  return rows.find((row) => !seen.has(shownName(row)))
}

/** The rows of what leaves: of the original as it is, else of a copy, stored now. */
export async function storeRows(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  rows: readonly Waiting[],
  objects: readonly JsonObject[],
  bodies: readonly Uint8Array[],
): Promise<readonly number[]> {
  const copied = rows.flatMap((row, i) => {
    const object = objects[i] as JsonObject
    if (object.id === row.stix_id) return []
    return [{ objectId: row.object_id, peer, object, body: bodies[i] as Uint8Array }]
  })
  const copies = [...(await storeCopies(tx, context, copied))]
  return rows.map((row, i) =>
    objects[i]?.id === row.stix_id ? row.object_id : (copies.shift() as number),
  )
}

/**
 * Marks as decided what nobody else has decided meanwhile, and records it.
 *
 * @throws ConcertError `already-decided` when somebody has
 */
export async function settleRows(
  tx: Transaction,
  context: Pick<NodeContext, 'now'>,
  { peer, note }: ReviewOrder,
  { name }: Actor,
  rows: readonly Waiting[],
  action: 'approved' | 'rejected' | 'broke-glass',
  sent: { readonly statement: number; readonly bodies: readonly Uint8Array[] } | null,
): Promise<void> {
  const now = context.now()
  await tx.lock(`release ${peer}`)
  for (let at = 0; at < rows.length; at += 1000) {
    const part = rows.slice(at, at + 1000)
    const ids = part.map((row) => row.object_id)
    const updated = await tx.db
      .updateTable('release_queue')
      .set({ state: action === 'rejected' ? 'rejected' : 'approved', decided: now })
      .where('peer', '=', peer)
      .where('object_id', 'in', ids)
      .where('state', 'in', ['review', 'blocked'])
      .executeTakeFirst()
    if (Number(updated.numUpdatedRows) !== part.length) throw new ConcertError('already-decided')
  }
  const statementId = sent?.statement ?? null
  const common = { actor: name, peer, statementId, note }
  const many = { objectId: null, stixId: null, objects: rows.length, findings: '[]', bytes: null }
  const released: AuditAction = 'released'
  await recordDecisions(tx, now, [
    ...rows.map((row, i) => ({
      ...common,
      action,
      objectId: row.object_id,
      stixId: row.stix_id,
      objects: 1,
      findings: row.findings,
      bytes: sent?.bodies[i] ?? null,
    })),
    ...(sent ? [{ ...common, action: released, ...many }] : []),
  ])
}

/** Rules find more by now than the queue shows: it is shown, for a person who may decide on that. */
export async function showAnew(
  context: Pick<NodeContext, 'store'>,
  peer: string,
  row: Waiting,
  found: readonly Finding[],
  laws: readonly LawRule[],
): Promise<void> {
  const shown = readFindings(row.findings)
  const unseen = found.filter((finding) => !isAmong(shown, finding))
  const fresh = readFindings(findingsText(unseen, laws))
  const reason = fresh[0]?.reason
  if (reason === undefined) return
  const findings = JSON.stringify([...shown, ...fresh])
  await context.store.transact(async (tx) => {
    await tx.db
      .updateTable('release_queue')
      .set({ findings, reason })
      .where('peer', '=', peer)
      .where('object_id', '=', row.object_id)
      .where('state', '=', 'review')
      .execute()
  })
}

/** Whether whoever approves was shown this finding: a rule that came since asks anew. */
export function isAmong(shown: readonly KeptFinding[], { rule, reason, cites }: Finding): boolean {
  return shown.some(
    (kept) => kept.rule === rule && kept.reason === reason && kept.cites === (cites ?? null),
  )
}
