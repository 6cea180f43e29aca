import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { canonicalBytes, type JsonObject } from '@concert/core'
import { referencesOf } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import { announce } from '../federation/post.ts'
import type { OwnObject } from '../intel/unshared.ts'
import { lockVersions, outdatedAmong } from '../intel/versions.ts'
import { copyId } from './copy-ids.ts'
import { type Decision, decideSet, type Standing } from './decide/decide-set.ts'
import type { DeriveSettings } from './decide/derive.ts'
import type { Finding, Reason } from './rules/finding.ts'
import { ITEMS_PER_STATEMENT, postShare, signShare } from './send-items.ts'
import type { ShareOrder } from './share-order.ts'
import { standingsOf } from './standings.ts'
import { type Decided, storeBatch } from './store-batch.ts'

const STEP_MS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const
/** Most objects that wait for those they refer to, and most that are decided together. */
const MAX_DEFERRED = 50_000
const SET_SIZE = 5000

/** How many objects left, wait for a person, or stay here. */
export interface Counted {
  readonly done: number
  readonly review: number
  readonly skipped: number
}

/**
 * What redacted objects are made with.
 *
 * @param to - for whom, and the key to make ids with: the same copy then has the same id in a preview
 *   and when it leaves; random ids without it
 */
export function deriveSettings(
  context: NodeContext,
  ownIdentity: string,
  to?: { readonly peer: string; readonly idKey: Uint8Array },
): DeriveSettings {
  return {
    newId: (type, original) =>
      to && original !== undefined
        ? copyId(to.idKey, to.peer, type, original)
        : `${type}--${randomUUID()}`,
    createdBy: ownIdentity,
    now: context.now(),
    grain: STEP_MS[context.config.release.times],
  }
}

/**
 * Decides objects of ours batch by batch and queues what may leave. What refers to an object whose
 * turn is still to come is put off to the end, so that a report is not cut for being older than
 * what it reports.
 */
export class ShareRun {
  readonly #context: NodeContext
  readonly #order: ShareOrder
  readonly #deferred: OwnObject[] = []
  /** How many objects may still leave without a person, and why no more. */
  #room: number
  readonly #full: Reason
  readonly #look: Look | undefined
  /** How objects of a rehearsal would stand with the peer after it. */
  readonly #rehearsed = new Map<string, Standing>()

  /**
   * @param room - what volume and rate leave, and the reason when it is used up
   * @param look - makes a rehearsal of it: told what would be decided, and nothing is stored or sent
   */
  constructor(
    context: NodeContext,
    order: ShareOrder,
    room: { readonly objects: number; readonly reason: Reason },
    look?: Look,
  ) {
    this.#context = context
    this.#order = order
    this.#room = room.objects
    this.#full = room.reason
    this.#look = look
  }

  /** Decides a batch, in the order of its rows; what refers to later ones is put off. */
  async decide(batch: readonly OwnObject[]): Promise<Counted> {
    const last = batch.at(-1)
    return last ? await this.#decideSet(batch, last.id) : NOTHING
  }

  /** Decides what was put off. */
  async finish(): Promise<Counted> {
    let total = NOTHING
    for (let at = 0; at < this.#deferred.length; at += SET_SIZE) {
      const set = this.#deferred.slice(at, at + SET_SIZE)
      total = sum(total, await this.#decideSet(set, Number.MAX_SAFE_INTEGER))
    }
    return total
  }

  async #decideSet(batch: readonly OwnObject[], after: number): Promise<Counted> {
    const { peer, ownIdentity, policy } = this.#order
    const objects = batch.map(({ body }) => JSON.parse(DECODER.decode(body)) as JsonObject)
    const here = new Set(objects.map(({ id }) => String(id)))
    const outside = new Set(objects.flatMap(referencesOf).filter((id) => !here.has(id)))
    const standings = new Map([
      ...(await standingsOf(this.#context, peer, ownIdentity, outside, after)),
      ...[...this.#rehearsed].filter(([id]) => outside.has(id)),
    ])
    const now = new Set<number>()
    const isLater = laterOnes(objects, (id) => standings.get(id) === 'later')
    for (const at of objects.keys()) {
      if (!isLater.has(at) || this.#deferred.length >= MAX_DEFERRED) now.add(at)
      else this.#deferred.push(batch[at] as OwnObject)
    }
    const chosen = [...now]
    const decisions = decideSet(
      chosen.map((at) => objects[at] as JsonObject),
      {
        policy,
        derive: deriveSettings(this.#context, ownIdentity, this.#order),
        standing: (id) => standingNow(standings.get(id)),
      },
    )
    const decided = chosen.map((at, i) => {
      return { own: batch[at] as OwnObject, decision: this.#bounded(decisions[i] as Decision) }
    })
    return this.#look ? this.#rehearse(decided, this.#look) : await this.#store(decided)
  }

  #rehearse(decided: readonly Decided[], look: Look): Counted {
    look(decided)
    for (const { own, decision } of decided) {
      // Our own name the peer knows, whatever becomes of the object.
      if (own.stixId === this.#order.ownIdentity) continue
      this.#rehearsed.set(own.stixId, standingAfter(own, decision))
    }
    const done = decided.filter(({ decision }) => leaves(decision)).length
    const review = decided.filter(({ decision }) => decision.outcome === 'review').length
    return { done, review, skipped: decided.length - done - review }
  }

  /** What would leave beyond the volume or rate waits for a person. */
  #bounded(decision: Decision): Decision {
    if (decision.outcome !== 'allow' && decision.outcome !== 'redact') return decision
    if (this.#room-- > 0) return decision
    const finding: Finding = { rule: 'volume', reason: this.#full, outcome: 'review' }
    return { ...decision, outcome: 'review', findings: [...decision.findings, finding] }
  }

  async #store(decided: readonly Decided[]): Promise<Counted> {
    let total = NOTHING
    for (let at = 0; at < decided.length; at += ITEMS_PER_STATEMENT) {
      total = sum(total, await this.#storeStatement(decided.slice(at, at + ITEMS_PER_STATEMENT)))
      await turn()
    }
    return total
  }

  async #storeStatement(decided: readonly Decided[]): Promise<Counted> {
    const { peer, compact, tlp } = this.#order
    const leaving = inOrderOfIds(decided.filter(({ decision }) => leaves(decision)))
    const bodies = leaving.map(({ own, decision }) => bodyOf(own, decision))
    const signed =
      bodies.length > 0 ? await signShare(this.#context, compact, tlp, bodies) : undefined
    const outdated = await this.#context.store.transact(async (tx) => {
      await lockVersions(tx)
      const rows = decided.map(({ own }) => own.id)
      const gone = await outdatedAmong(tx, this.#context.own.node, rows)
      if (gone.size > 0) return gone
      const stored = await storeBatch(tx, this.#context, this.#order, { decided, leaving, bodies })
      if (signed) {
        const statement = await postShare(tx, this.#context, peer, signed, stored.rows)
        await stored.record(statement)
      }
      return gone
    })
    // Retracted or replaced since it was decided: the rest is signed without it.
    if (outdated.size > 0) {
      return await this.#storeStatement(decided.filter(({ own }) => !outdated.has(own.id)))
    }
    if (signed) announce(this.#context, [peer])
    const review = decided.filter(({ decision }) => decision.outcome === 'review').length
    return { done: leaving.length, review, skipped: decided.length - leaving.length - review }
  }
}

/** Sees what would be decided. */
type Look = (decided: readonly Decided[]) => void

function standingAfter(own: OwnObject, { outcome, leaves: object }: Decision): Standing {
  if (outcome === 'review' || outcome === 'wait') return 'waits'
  if (outcome === 'allow') return 'known'
  if (outcome !== 'redact' || object === null) return 'hidden'
  return object.id === own.stixId ? 'known' : { as: String(object.id) }
}

const DECODER = new TextDecoder()
const NOTHING: Counted = { done: 0, review: 0, skipped: 0 }

function sum(a: Counted, b: Counted): Counted {
  return { done: a.done + b.done, review: a.review + b.review, skipped: a.skipped + b.skipped }
}

function standingNow(standing: Standing | 'later' | undefined): Standing {
  return standing === 'later' ? 'waits' : (standing ?? 'hidden')
}

function leaves({ outcome }: Decision): boolean {
  return outcome === 'allow' || outcome === 'redact'
}

/** The bytes that leave: the original's own when it leaves as it is. */
function bodyOf(own: OwnObject, { outcome, leaves: object }: Decision): Uint8Array {
  return outcome === 'allow' || object === null ? own.body : canonicalBytes(object)
}

/** Places of objects that refer to something later, directly or through one of the set. */
function laterOnes(
  objects: readonly JsonObject[],
  isLater: (id: string) => boolean,
): ReadonlySet<number> {
  const places = new Set<number>()
  const ids = new Set<string>()
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false
    for (const [at, object] of objects.entries()) {
      if (places.has(at)) continue
      if (!referencesOf(object).some((id) => isLater(id) || ids.has(id))) continue
      places.add(at)
      ids.add(String(object.id))
      isGrowing = true
    }
    if (places.size === 0) break
  }
  return places
}

/** In the order of the ids that leave: new ones are random, so order tells nothing of originals. */
function inOrderOfIds(decided: readonly Decided[]): readonly Decided[] {
  if (decided.every(({ decision }) => decision.outcome === 'allow')) return decided
  const id = ({ decision }: Decided) => String(decision.leaves?.id).slice(-36)
  return decided.toSorted((a, b) => (id(a) < id(b) ? -1 : 1))
}
