import { ConcertError, type JsonObject, ok, type Result, refuse } from '@concert/core'
import type { Tlp } from '@concert/envelope'
import { effectiveTlp } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import { announce } from '../federation/post.ts'
import { judgeTerms } from '../intel/judge-intel.ts'
import { lockVersions, outdatedAmong } from '../intel/versions.ts'
import type { Transaction } from '../store/store.ts'
import { logBrokenGlass } from './broken-glass.ts'
import {
  type Acting,
  type Actor,
  type AuthorityRefusal,
  actorName,
  type DeskAction,
  mayAct,
} from './delegates.ts'
import { type AuditAction, readFindings, recordDecisions, storeCopies } from './desk-rows.ts'
import type { PolicyRefusal } from './policy.ts'
import { expireReviews } from './queue.ts'
import type { ReleaseDesk } from './release-desk.ts'
import type { Reason, RuleName } from './rules/finding.ts'
import { judgeObject } from './rules/judge-object.ts'
import { ITEMS_PER_STATEMENT, postShare, signShare } from './send-items.ts'

/** What a person decides on. */
export interface ReviewOrder {
  readonly peer: string
  /** STIX ids of originals; these or `reason` must be given. */
  readonly ids?: readonly string[] | undefined
  /** Only what waits for this reason. */
  readonly reason?: string | undefined
  /** Why, in the words of whoever decides; recorded here, never sent. */
  readonly note: string
}

/** Why nothing was decided. */
export type ReviewRefusal =
  | AuthorityRefusal
  | PolicyRefusal
  | 'nothing-waiting'
  | 'no-longer-allowed'
  | 'not-overridable'
  | 'already-decided'

type Reviewed = Result<{ readonly decided: number }, ReviewRefusal>

interface Waiting {
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
// What the compact or the author's markings forbid, nobody here can allow.
const BINDING: ReadonlySet<RuleName> = new Set(['compact', 'tlp'])
const BINDING_REASONS: ReadonlySet<Reason> = new Set([
  'attribution',
  'not-redactable',
  'too-complex',
])

/** What people do with what rules hold back: approve, reject, break the glass. */
export class Review {
  readonly #context: NodeContext
  readonly #desk: ReleaseDesk

  constructor(context: NodeContext, desk: ReleaseDesk) {
    this.#context = context
    this.#desk = desk
  }

  /** A second person lets objects go: in the very bytes that the preview shows. */
  async approve(as: Acting, order: ReviewOrder): Promise<Reviewed> {
    return await this.#release(as, order, 'approve', ['review'])
  }

  /** One person lets an object go at once; recorded, alarmed, and to be accounted for. */
  async breakGlass(as: Acting, order: ReviewOrder): Promise<Reviewed> {
    const done = await this.#release(as, order, 'break-glass', ['review', 'blocked'])
    if (done.ok) this.#context.events.glassBroken(order.peer, actorName(as), done.value.decided)
    return done
  }

  /** Keeps objects here for good; a new version of one is decided anew. */
  async reject(as: Acting, order: ReviewOrder): Promise<Reviewed> {
    const found = await this.#find(as, order, 'reject', ['review'])
    if (!found.ok) return found
    const { actor, rows } = found.value
    const settled = await once(() =>
      this.#context.store.transact(async (tx) => {
        await this.#settle(tx, order, actor, rows, 'rejected', null)
      }),
    )
    return settled.ok ? ok({ decided: rows.length }) : settled
  }

  async #find(
    as: Acting,
    order: ReviewOrder,
    action: DeskAction,
    states: readonly string[],
  ): Promise<Result<{ readonly actor: Actor; readonly rows: readonly Waiting[] }, ReviewRefusal>> {
    const actor = this.#desk.actor(as)
    if (!actor.ok) return actor
    if (order.ids === undefined && order.reason === undefined)
      return refuse('nothing-waiting', 'ids')
    await expireReviews(this.#context)
    const rows = await this.#standing(await this.#waiting(order, states))
    if (rows.length === 0) return refuse('nothing-waiting', 'ids')
    for (const { author, findings } of rows) {
      const may = mayAct(actor.value, action, { author, findings: readFindings(findings) })
      if (!may.ok) return may
    }
    return ok({ actor: actor.value, rows })
  }

  async #waiting(order: ReviewOrder, states: readonly string[]): Promise<readonly Waiting[]> {
    let query = this.#context.store.read.db
      .selectFrom('release_queue')
      .innerJoin('objects', 'objects.id', 'release_queue.object_id')
      .select(['object_id', 'stix_id', 'objects.body as original', 'state'])
      .select(['release_queue.tlp', 'findings', 'release_queue.body', 'author'])
      .where('peer', '=', order.peer)
      .where('state', 'in', states)
    if (order.ids !== undefined) query = query.where('stix_id', 'in', order.ids)
    if (order.reason !== undefined) query = query.where('reason', '=', order.reason)
    return await query.orderBy('object_id').limit(MAX_AT_ONCE).execute()
  }

  /** Without what was retracted or replaced by a newer version since it was queued. */
  async #standing(rows: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { store, own } = this.#context
    const ids = rows.map((row) => row.object_id)
    const outdated = await outdatedAmong(store.read, own.node, ids)
    return outdated.size === 0 ? rows : rows.filter((row) => !outdated.has(row.object_id))
  }

  async #release(
    as: Acting,
    order: ReviewOrder,
    action: 'approve' | 'break-glass',
    states: readonly string[],
  ): Promise<Reviewed> {
    const found = await this.#find(as, order, action, states)
    if (!found.ok) return found
    const { actor, rows } = found.value
    let decided = 0
    for (const [tlp, alike] of Map.groupBy(rows, (row) => row.tlp)) {
      for (let at = 0; at < alike.length; at += ITEMS_PER_STATEMENT) {
        const batch = alike.slice(at, at + ITEMS_PER_STATEMENT)
        // The column was written from a checked label.
        const sent = await this.#send(actor, order, action, tlp as Tlp, batch)
        if (!sent.ok) return sent
        decided += batch.length
      }
    }
    return ok({ decided })
  }

  async #send(
    actor: Actor,
    order: ReviewOrder,
    action: 'approve' | 'break-glass',
    tlp: Tlp,
    rows: readonly Waiting[],
  ): Promise<Result<null, ReviewRefusal>> {
    const policy = await this.#desk.policy(order.peer, tlp)
    if (!policy.ok) return policy
    const objects: JsonObject[] = []
    const bodies: Uint8Array[] = []
    for (const row of rows) {
      const body = row.body ?? (action === 'break-glass' ? row.original : null)
      const object = body && (JSON.parse(new TextDecoder().decode(body)) as JsonObject)
      if (!body || !object) return refuse('no-longer-allowed', row.stix_id)
      const view = { type: String(object.type), tlp: effectiveTlp(object) }
      const barred = judgeTerms(policy.value.policy.terms, tlp, [{ view }])
      if (barred !== undefined) return refuse('no-longer-allowed', row.stix_id)
      const now = judgeObject(object, view.tlp, policy.value.policy)
      const mayPass =
        action === 'approve'
          ? now.every(({ outcome }) => outcome !== 'block')
          : [...readFindings(row.findings), ...now].every(isOverridable)
      if (!mayPass) {
        return refuse(action === 'approve' ? 'no-longer-allowed' : 'not-overridable', row.stix_id)
      }
      objects.push(object)
      bodies.push(body)
    }
    const signed = await signShare(this.#context, policy.value.compact, tlp, bodies)
    const settled = await once(() =>
      this.#context.store.transact(async (tx) => {
        await lockVersions(tx)
        const originals = rows.map((row) => row.object_id)
        const outdated = await outdatedAmong(tx, this.#context.own.node, originals)
        if (outdated.size > 0) throw new ConcertError('already-decided')
        const ids = await this.#rowsOf(tx, order.peer, rows, objects, bodies)
        const statement = await postShare(tx, this.#context, order.peer, signed, ids)
        const outcome = action === 'approve' ? 'approved' : 'broke-glass'
        await this.#settle(tx, order, actor, rows, outcome, { statement, bodies })
        if (action === 'break-glass') {
          const objects = rows.map(({ stix_id: id }, i) => ({ id, bytes: bodies[i] as Uint8Array }))
          await logBrokenGlass(tx, this.#context, { ...order, actor: actor.name, objects })
        }
      }),
    )
    if (!settled.ok) return settled
    announce(this.#context, [order.peer])
    return ok(null)
  }

  async #rowsOf(
    tx: Transaction,
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
    const copies = [...(await storeCopies(tx, this.#context, copied))]
    return rows.map((row, i) =>
      objects[i]?.id === row.stix_id ? row.object_id : (copies.shift() as number),
    )
  }

  /** Marks as decided what nobody else has decided meanwhile, and records it. */
  async #settle(
    tx: Transaction,
    { peer, note }: ReviewOrder,
    { name }: Actor,
    rows: readonly Waiting[],
    action: 'approved' | 'rejected' | 'broke-glass',
    sent: { readonly statement: number; readonly bodies: readonly Uint8Array[] } | null,
  ): Promise<void> {
    const now = this.#context.now()
    await tx.lock(`release ${peer}`)
    for (let at = 0; at < rows.length; at += 1000) {
      const part = rows.slice(at, at + 1000)
      const updated = await tx.db
        .updateTable('release_queue')
        .set({ state: action === 'rejected' ? 'rejected' : 'approved', decided: now })
        .where('peer', '=', peer)
        .where(
          'object_id',
          'in',
          part.map((row) => row.object_id),
        )
        .where('state', 'in', ['review', 'blocked'])
        .executeTakeFirst()
      if (Number(updated.numUpdatedRows) !== part.length) throw new ConcertError('already-decided')
    }
    const statementId = sent?.statement ?? null
    const common = { actor: name, peer, statementId, note }
    const batch = {
      objectId: null,
      stixId: null,
      objects: rows.length,
      findings: '[]',
      bytes: null,
    }
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
      ...(sent ? [{ ...common, action: released, ...batch }] : []),
    ])
  }
}

/** Runs a transaction that somebody else may have come before. */
async function once(run: () => Promise<void>): Promise<Result<null, 'already-decided'>> {
  try {
    await run()
    return ok(null)
  } catch (error) {
    const isLate = error instanceof ConcertError && error.code === 'already-decided'
    if (!isLate) throw error
    return refuse('already-decided', 'ids')
  }
}

function isOverridable({
  rule,
  reason,
  outcome,
}: {
  readonly rule: RuleName
  readonly reason: Reason
  readonly outcome: string
}): boolean {
  return outcome !== 'block' || (!BINDING.has(rule) && !BINDING_REASONS.has(reason))
}
