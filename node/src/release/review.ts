import { ConcertError, type JsonObject, ok, type Result, refuse } from '@concert/core'
import type { Tlp } from '@concert/envelope'
import { effectiveTlp } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import { announce } from '../federation/post.ts'
import { judgeTerms } from '../intel/judge-intel.ts'
import { lockVersions, outdatedAmong } from '../intel/versions.ts'
import { logBrokenGlass } from './broken-glass.ts'
import {
  type Acting,
  type Actor,
  type AuthorityRefusal,
  actorName,
  type DeskAction,
  mayAct,
} from './delegates.ts'
import { readFindings } from './desk-rows.ts'
import type { PolicyRefusal } from './policy.ts'
import { expireReviews } from './queue.ts'
import type { ReleaseDesk } from './release-desk.ts'
import {
  findWaiting,
  isAmong,
  type ReviewOrder,
  settleRows,
  showAnew,
  storeRows,
  unseenAmong,
  type Waiting,
} from './review-rows.ts'
import type { Reason, RuleName } from './rules/finding.ts'
import { judgeObject } from './rules/judge-object.ts'
import { ITEMS_PER_STATEMENT, postShare, signShare } from './send-items.ts'

/** Why nothing was decided. */
export type ReviewRefusal =
  | AuthorityRefusal
  | PolicyRefusal
  | 'nothing-waiting'
  | 'no-longer-allowed'
  | 'not-overridable'
  | 'already-decided'
  | 'changed-since'

type Reviewed = Result<{ readonly decided: number }, ReviewRefusal>

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
        await settleRows(tx, this.#context, order, actor, rows, 'rejected', null)
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
    const rows = await findWaiting(this.#context, order, states)
    if (rows.length === 0) return refuse('nothing-waiting', 'ids')
    const unseen = unseenAmong(rows, order)
    if (unseen) return refuse('changed-since', unseen.stix_id)
    for (const { author, findings } of rows) {
      const may = mayAct(actor.value, action, { author, findings: readFindings(findings) })
      if (!may.ok) return may
    }
    return ok({ actor: actor.value, rows })
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
      const shown = readFindings(row.findings)
      const mayPass =
        action === 'approve'
          ? now.every((finding) => finding.outcome !== 'block' && isAmong(shown, finding))
          : [...shown, ...now].every(isOverridable)
      if (!mayPass) {
        if (action === 'approve') {
          await showAnew(this.#context, order.peer, row, now, policy.value.policy.laws)
        }
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
        const ids = await storeRows(tx, this.#context, order.peer, rows, objects, bodies)
        const statement = await postShare(tx, this.#context, order.peer, signed, ids)
        const outcome = action === 'approve' ? 'approved' : 'broke-glass'
        const sent = { statement, bodies }
        await settleRows(tx, this.#context, order, actor, rows, outcome, sent)
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
