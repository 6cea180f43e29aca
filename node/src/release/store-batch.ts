import { canonicalBytes, type JsonObject } from '@concert/core'
import type { NodeContext } from '../context.ts'
import type { OwnObject } from '../intel/unshared.ts'
import type { Transaction } from '../store/store.ts'
import type { Decision } from './decide/decide-set.ts'
import { type AuditAction, findingsText, recordDecisions, storeCopies } from './desk-rows.ts'
import { type Finding, OUTCOMES, type Reason } from './rules/finding.ts'
import type { ShareOrder } from './share-order.ts'

const DAY_MS = 86_400_000

/** An object of ours and what was decided for it. */
export interface Decided {
  readonly own: OwnObject
  readonly decision: Decision
}

/** A batch as it was decided: all of it, and what leaves with its bytes. */
export interface DecidedBatch {
  readonly decided: readonly Decided[]
  readonly leaving: readonly Decided[]
  readonly bodies: readonly Uint8Array[]
}

/** What was stored: the rows of what leaves, in order, and how to record it with its statement. */
export interface StoredBatch {
  readonly rows: readonly number[]
  record(statement: number): Promise<void>
}

/** Stores a decided batch: copies, what waits or is blocked, and every decision that a rule made. */
export async function storeBatch(
  tx: Transaction,
  context: NodeContext,
  order: ShareOrder,
  batch: DecidedBatch,
): Promise<StoredBatch> {
  await storeKept(tx, context, order, batch.decided)
  const rows = await storeLeaving(tx, context, order, batch)
  return {
    rows,
    record: async (statement) => await recordLeaving(tx, context, order, batch, rows, statement),
  }
}

/** What does not leave: queued for a person, or blocked; told again only when it has changed. */
async function storeKept(
  tx: Transaction,
  context: NodeContext,
  { peer, tlp, author, policy }: ShareOrder,
  decided: readonly Decided[],
): Promise<void> {
  const ids = decided.map(({ own }) => own.id)
  if (ids.length === 0) return
  const before = await tx.db
    .selectFrom('release_queue')
    .select(['object_id', 'state', 'findings'])
    .where('peer', '=', peer)
    .where('object_id', 'in', ids)
    .execute()
  const known = new Map(before.map((row) => [row.object_id, row]))
  if (known.size > 0) {
    const gone = decided.filter(
      ({ own, decision }) => known.has(own.id) && decision.outcome !== 'wait',
    )
    await forget(tx, peer, gone)
  }
  const kept = decided.flatMap(({ own, decision }) => {
    const state = STATES[decision.outcome]
    if (state === undefined) return []
    return [{ own, decision, state, findings: findingsText(decision.findings, policy.laws) }]
  })
  if (kept.length === 0) return
  const now = context.now()
  const expires = now + context.config.release.reviewDays * DAY_MS
  await tx.insertMany(
    'release_queue',
    [
      'peer',
      'object_id',
      'state',
      'tlp',
      'reason',
      'findings',
      'body',
      'author',
      'added',
      'expires',
      'decided',
    ],
    kept.map(({ own, decision, state, findings }) => [
      peer,
      own.id,
      state,
      tlp,
      groupOf(decision.findings),
      findings,
      decision.leaves === null ? null : previewOf(own, decision.leaves),
      author,
      now,
      expires,
      null,
    ]),
  )
  const news = kept.filter(({ own, state, findings }) => {
    const row = known.get(own.id)
    return row?.state !== state || row.findings !== findings
  })
  await recordDecisions(
    tx,
    now,
    news.map(({ own, decision, state, findings }) => ({
      actor: author,
      action: state === 'review' ? ('queued' as const) : ('blocked' as const),
      peer,
      objectId: own.id,
      stixId: own.stixId,
      statementId: null,
      objects: 1,
      findings,
      bytes: decision.leaves === null ? null : previewOf(own, decision.leaves),
      note: '',
    })),
  )
}

const STATES: Readonly<Partial<Record<Decision['outcome'], 'review' | 'blocked'>>> = {
  review: 'review',
  block: 'blocked',
}

async function forget(tx: Transaction, peer: string, gone: readonly Decided[]): Promise<void> {
  if (gone.length === 0) return
  const ids = gone.map(({ own }) => own.id)
  await tx.db
    .deleteFrom('release_queue')
    .where('peer', '=', peer)
    .where('object_id', 'in', ids)
    .execute()
}

/** The bytes that would leave: the original's own when nothing was changed. */
function previewOf(own: OwnObject, leaves: JsonObject): Uint8Array {
  return leaves.id === own.stixId ? own.body : canonicalBytes(leaves)
}

/** The reason by which people see it grouped: that of the first of the strictest findings. */
function groupOf(findings: readonly Finding[]): Reason {
  let chosen: Finding | undefined
  for (const finding of findings) {
    const isStricter =
      chosen === undefined || OUTCOMES.indexOf(finding.outcome) > OUTCOMES.indexOf(chosen.outcome)
    if (isStricter) chosen = finding
  }
  return chosen?.reason ?? 'leads-to-hidden'
}

async function storeLeaving(
  tx: Transaction,
  context: NodeContext,
  { peer }: ShareOrder,
  { leaving, bodies }: DecidedBatch,
): Promise<readonly number[]> {
  const copied = leaving.flatMap(({ own, decision }, i) => {
    if (decision.outcome !== 'redact' || decision.leaves === null) return []
    const body = bodies[i] as Uint8Array
    return [{ objectId: own.id, peer, object: decision.leaves, body }]
  })
  const copies = [...(await storeCopies(tx, context, copied))]
  return leaving.map(({ own, decision }) => {
    return decision.outcome === 'redact' ? (copies.shift() as number) : own.id
  })
}

async function recordLeaving(
  tx: Transaction,
  context: NodeContext,
  { peer, author, policy }: ShareOrder,
  { leaving, bodies }: DecidedBatch,
  rows: readonly number[],
  statement: number,
): Promise<void> {
  const common = { actor: author, peer, statementId: statement, note: '' }
  const changed = leaving.flatMap(({ own, decision }, i) => {
    if (decision.outcome !== 'redact') return []
    const action: AuditAction = 'redacted'
    const findings = findingsText(decision.findings, policy.laws)
    const bytes = bodies[i] as Uint8Array
    return [
      { ...common, action, objectId: own.id, stixId: own.stixId, objects: 1, findings, bytes },
    ]
  })
  const action: AuditAction = 'released'
  const batch = { objectId: null, stixId: null, objects: rows.length, findings: '[]', bytes: null }
  await recordDecisions(tx, context.now(), [{ ...common, action, ...batch }, ...changed])
}
