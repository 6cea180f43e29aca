import { type JsonObject, ok, type Result } from '@concert/core'
import type { ForwardAct, Tlp } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { say, storeOwn } from '../exchange/author.ts'
import { announce, PLACE, type Posted, postLater } from '../federation/post.ts'
import { decideSet } from '../release/decide/decide-set.ts'
import { mayAct } from '../release/delegates.ts'
import { recordDecisions } from '../release/desk-rows.ts'
import type { ReleaseDesk, ShareRefusal } from '../release/release-desk.ts'
import { deriveSettings } from '../release/share-run.ts'
import { type Candidate, nextCandidates } from './candidates.ts'
import { onwardStandings } from './onward-standings.ts'
import { noteForwarded } from './pass-on.ts'
import type { OnwardProgress } from './progress.ts'
import { relayAnonymously } from './relay.ts'

/** Items of others in one statement of ours, and statements that they come from. */
const ITEMS_PER_STATEMENT = 1000
const STATEMENTS_PER_ENVELOPE = 63

/** What is to be passed on. */
export interface OnwardOrder {
  readonly peer: string
  /** Highest label now. */
  readonly tlp: Tlp
  /** Only what this author made; everybody's without it. */
  readonly from?: string | undefined
  /** The delegate who asks for it. */
  readonly as?: Parameters<ReleaseDesk['actor']>[0]
}

/**
 * Passes on what others gave us, where the compact under which it came allows it: each object with
 * its author's own signature, its place among those of its statement and none of its siblings. The
 * same rules decide as for objects of ours, but for one thing: what they would change stays here.
 */
export class OnwardDesk {
  readonly #context: NodeContext
  readonly #desk: ReleaseDesk
  readonly #ownIdentity: string

  constructor(context: NodeContext, desk: ReleaseDesk, ownIdentity: string) {
    this.#context = context
    this.#desk = desk
    this.#ownIdentity = ownIdentity
  }

  /** Passes on everything that may go to a peer and has not been there. */
  async forward(order: OnwardOrder): Promise<Result<OnwardProgress, ShareRefusal>> {
    const actor = this.#desk.actor(order.as)
    if (!actor.ok) return actor
    const may = mayAct(actor.value, 'share')
    if (!may.ok) return may
    const policy = await this.#desk.policy(order.peer, order.tlp)
    if (!policy.ok) return policy
    let [done, skipped, after] = [0, 0, 0]
    for (;;) {
      const batch = await nextCandidates(this.#context, order, after, ITEMS_PER_STATEMENT)
      const last = batch.at(-1)
      if (!last) return ok({ done, skipped })
      after = last.id
      const allowed = await this.#allowed(order, policy.value.policy, batch)
      skipped += batch.length - allowed.length
      done += allowed.length
      const under = { compact: policy.value.compact, actor: actor.value.name }
      for (const group of inGroups(allowed)) await this.#post(order, under, group)
    }
  }

  /** Makes anonymous copies of ours of what others gave us; see {@link relayAnonymously}. */
  async relay(from: string | undefined): Promise<OnwardProgress> {
    return await relayAnonymously(this.#context, this.#ownIdentity, from)
  }

  async #allowed(
    order: OnwardOrder,
    policy: Parameters<typeof decideSet>[1]['policy'],
    batch: readonly Candidate[],
  ): Promise<readonly Candidate[]> {
    const objects = batch.map(({ body }) => JSON.parse(DECODER.decode(body)) as JsonObject)
    const standing = await onwardStandings(this.#context, order, this.#ownIdentity, objects)
    const derive = deriveSettings(this.#context, this.#ownIdentity)
    const decisions = decideSet(objects, { policy, derive, standing })
    return batch.filter((_, i) => decisions[i]?.outcome === 'allow')
  }

  /** Our statement, which items it passes on, and the envelope that waits are one transaction. */
  async #post(
    { peer, tlp }: OnwardOrder,
    { compact, actor }: { readonly compact: string; readonly actor: string },
    group: readonly Candidate[],
  ): Promise<void> {
    const { store, now } = this.#context
    const act: ForwardAct = { statements: namesOf(group) }
    const common = { compact, tlp, content: null, items: [], thread: null }
    const saying = { kind: 'intel.forward', act, ...common }
    const statement = await say(this.#context, saying)
    await store.transact(async (tx) => {
      const posted = await storeOwn(tx, this.#context, statement, saying)
      await noteForwarded(tx, 'out', peer, posted.id, { act: statement.act })
      const bytes = group.reduce((sum, { body }) => sum + body.length, 0)
      await postLater(tx, this.#context, peer, PLACE.objects, [
        [{ ...posted, items: group.length, bytes }, ...carriedBy(group)],
      ])
      const common = { objectId: null, stixId: null, findings: '[]', bytes: null, note: '' }
      const entry = { actor, action: 'released', peer, statementId: posted.id } as const
      await recordDecisions(tx, now(), [{ ...entry, ...common, objects: group.length }])
    })
    announce(this.#context, [peer])
  }
}

const DECODER = new TextDecoder()

/** Candidates in groups that one envelope can carry. */
function inGroups(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups: Candidate[][] = []
  let statements = new Set<number>()
  for (const candidate of candidates) {
    const isFull =
      statements.size === STATEMENTS_PER_ENVELOPE && !statements.has(candidate.statement)
    if (groups.length === 0 || isFull) {
      groups.push([])
      statements = new Set()
    }
    statements.add(candidate.statement)
    groups.at(-1)?.push(candidate)
  }
  return groups
}

function namesOf(group: readonly Candidate[]): ForwardAct['statements'] {
  return [...Map.groupBy(group, ({ digest }) => digest)].map(([statement, items]) => ({
    author: (items[0] as Candidate).author,
    statement,
    items: items.map(({ position }) => position).toSorted((a, b) => a - b),
  }))
}

function carriedBy(group: readonly Candidate[]): readonly Posted[] {
  const byStatement = new Map(group.map(({ statement, digest }) => [statement, digest]))
  return [...byStatement].map(([id, digest]) => ({ id, digest, items: 0 }))
}
