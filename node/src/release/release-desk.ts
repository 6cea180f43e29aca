import { canonicalBytes, type JsonObject, ok, type Result, refuse } from '@concert/core'
import type { Tlp } from '@concert/envelope'
import { referencesOf } from '@concert/stix'
import type { Both } from '@concert/threads'
import { readWords } from '../compacts/compact-words.ts'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { countUnshared, nextUnshared, type Only } from '../intel/unshared.ts'
import { outdatedAmong } from '../intel/versions.ts'
import { type Decision, decideSet } from './decide/decide-set.ts'
import { type Acting, type Actor, type AuthorityRefusal, actorNamed, mayAct } from './delegates.ts'
import { findingsText, type KeptFinding, readFindings } from './desk-rows.ts'
import { LocalRulesFolder } from './local-rules.ts'
import type { Narrowing } from './narrowing.ts'
import { MOST_LOOKED_AT, Outlook, type OutlookView } from './outlook.ts'
import { type PolicyRefusal, policyFor } from './policy.ts'
import { expireReviews } from './queue.ts'
import { RULES, type RuleName } from './rules/finding.ts'
import { ITEMS_PER_STATEMENT } from './send-items.ts'
import type { ShareOrder } from './share-order.ts'
import { deriveSettings, ShareRun } from './share-run.ts'
import { shownName } from './shown-name.ts'
import { standingsOf } from './standings.ts'

const DAY_MS = 86_400_000

/** How far a release has come. */
export interface ReleaseProgress {
  readonly done: number
  /** Waiting for a person. */
  readonly review: number
  readonly skipped: number
  readonly total: number
}

/** A release that was gone through, and the compact under which everything went. */
export interface Released extends ReleaseProgress {
  readonly under: Under
}

/** The compact that a release is made under. */
export interface Under {
  /** Thread of the compact, and the version in force, hex: what statements name. */
  readonly compact: string
  readonly version: string
  /** Null when the words were erased. */
  readonly title: Both | null
  /** How many compacts there were under which it could have gone: of several the newest. */
  readonly open: number
}

/** Why a release does not begin. */
export type ShareRefusal = PolicyRefusal | AuthorityRefusal

/** What would become of an object, with the very bytes that would leave. */
export interface Preview {
  readonly outcome: Decision['outcome']
  readonly findings: readonly KeptFinding[]
  /** What would leave, as JSON text; null when nothing would. */
  readonly body: string | null
  /** Of what waits: its name, see {@link shownName}, for whoever decides to give back; else null. */
  readonly shown: string | null
}

/** The rules in force, for whoever asks. */
export interface RulesView {
  readonly order: readonly RuleName[]
  readonly laws: readonly {
    readonly id: string
    readonly outcome: string
    readonly law: { readonly en: string; readonly zh: string }
    readonly because: { readonly en: string; readonly zh: string }
  }[]
  readonly warninglists: readonly { readonly name: string; readonly entries: number }[]
  readonly internalNames: readonly string[]
  readonly delegates: readonly { readonly name: string; readonly roles: readonly string[] }[]
}

/** Every outgoing object passes here: rules first, people where rules ask for them (design §7). */
export class ReleaseDesk {
  readonly #context: NodeContext
  readonly #compacts: Compacts
  readonly #narrowing: Pick<Narrowing, 'round'>
  readonly #ownIdentity: string
  readonly #rules: LocalRulesFolder

  constructor(
    context: NodeContext,
    compacts: Compacts,
    narrowing: Pick<Narrowing, 'round'>,
    ownIdentity: string,
  ) {
    this.#context = context
    this.#compacts = compacts
    this.#narrowing = narrowing
    this.#ownIdentity = ownIdentity
    this.#rules = new LocalRulesFolder(context.config.release.folder)
  }

  /** Who a name stands for, and whether they may do something. */
  actor(name: Acting): Result<Actor, AuthorityRefusal> {
    return actorNamed(this.#context.config.release, name)
  }

  /** What a release to a peer is decided under. */
  async policy(peer: string, tlp: Tlp) {
    return await policyFor(this.#context, this.#compacts, this.#rules, peer, tlp)
  }

  /**
   * Decides every object of ours that has not gone to the peer, and queues what may leave in
   * statements of a thousand. Each statement, its envelope, its leaf and its record are one
   * transaction, so that a share which stops midway goes on where it ended.
   *
   * @param only - what is chosen; what it refers to does not come along
   */
  async *share(
    peer: string,
    tlp: Tlp,
    as: Acting,
    only?: Only,
  ): AsyncGenerator<ReleaseProgress, Result<Released, ShareRefusal>> {
    const order = await this.#order(peer, tlp, as)
    if (!order.ok) return order
    const under = await this.#under(peer, order.value.compact)
    await this.#narrowing.round()
    await expireReviews(this.#context)
    const total = await countUnshared(this.#context, peer, only)
    const run = new ShareRun(this.#context, order.value, await this.#room(peer))
    const count = { done: 0, review: 0, skipped: 0 }
    let after = 0
    for (;;) {
      const batch = await nextUnshared(this.#context, peer, after, ITEMS_PER_STATEMENT, only)
      const last = batch.at(-1)
      const step = last ? await run.decide(batch) : await run.finish()
      count.done += step.done
      count.review += step.review
      count.skipped += step.skipped
      if (!last) return ok({ ...count, total, under })
      after = last.id
      yield { ...count, total }
    }
  }

  async #under(peer: string, version: string): Promise<Under> {
    const open = (await this.#compacts.list()).filter(({ parties, tiers }) => {
      return parties.includes(peer) && tiers.intelligence.open
    })
    const compact = open.find(({ digest }) => digest === version)?.id ?? ''
    const title = (await readWords(this.#context.store.read, version))?.title ?? null
    return { compact, version, title, open: open.length }
  }

  /** Who would get what of everything, and why not: a share that stores and sends nothing. */
  async outlook(peer: string, tlp: Tlp, only?: Only): Promise<Result<OutlookView, PolicyRefusal>> {
    const policy = await this.policy(peer, tlp)
    if (!policy.ok) return policy
    const order = { ...policy.value, peer, tlp, author: '', ownIdentity: this.#ownIdentity }
    const outlook = new Outlook(policy.value.policy.laws)
    const room = await this.#room(peer)
    const run = new ShareRun(this.#context, order, room, (decided) => outlook.add(decided))
    const total = await countUnshared(this.#context, peer, only)
    let looked = 0
    let after = 0
    while (looked < MOST_LOOKED_AT) {
      const batch = await nextUnshared(this.#context, peer, after, ITEMS_PER_STATEMENT, only)
      const last = batch.at(-1)
      if (!last) break
      await run.decide(batch)
      looked += batch.length
      after = last.id
    }
    await run.finish()
    return ok(outlook.view(total, looked))
  }

  async #order(peer: string, tlp: Tlp, as: Acting): Promise<Result<ShareOrder, ShareRefusal>> {
    const actor = this.actor(as)
    if (!actor.ok) return actor
    const may = mayAct(actor.value, 'share')
    if (!may.ok) return may
    const policy = await this.policy(peer, tlp)
    if (!policy.ok) return policy
    const ownIdentity = this.#ownIdentity
    return ok({ ...policy.value, peer, tlp, author: actor.value.name, ownIdentity })
  }

  /** What volume and rate leave for this release. */
  async #room(peer: string): Promise<ConstructorParameters<typeof ShareRun>[2]> {
    const { objectsPerDay, objectsAtOnce } = this.#context.config.release
    const row = await this.#context.store.read.db
      .selectFrom('release_decisions')
      .select((select) => select.fn.sum<number | string>('objects').as('n'))
      .where('peer', '=', peer)
      .where('action', '=', 'released')
      .where('time', '>', this.#context.now() - DAY_MS)
      .executeTakeFirst()
    const today = Math.max(0, objectsPerDay - Number(row?.n ?? 0))
    return today < objectsAtOnce
      ? { objects: today, reason: 'daily-volume' }
      : { objects: objectsAtOnce, reason: 'sudden-bulk' }
  }

  /** What would become of one object now, without anything happening. */
  async preview(
    peer: string,
    tlp: Tlp,
    stixId: string,
  ): Promise<Result<Preview, PolicyRefusal | 'not-found'>> {
    const policy = await this.policy(peer, tlp)
    if (!policy.ok) return policy
    const row = await this.#newestOwn(stixId)
    if (!row) return refuse('not-found', 'id')
    const queued = await this.#queuedPreview(peer, row.id)
    if (queued) return ok(queued)
    const object = JSON.parse(new TextDecoder().decode(row.body)) as JsonObject
    const ids = new Set(referencesOf(object))
    const standings = await standingsOf(
      this.#context,
      peer,
      this.#ownIdentity,
      ids,
      Number.MAX_SAFE_INTEGER,
    )
    const [decision] = decideSet([object], {
      policy: policy.value.policy,
      derive: deriveSettings(this.#context, this.#ownIdentity, { ...policy.value, peer }),
      standing: (id) => {
        const standing = standings.get(id) ?? 'hidden'
        return standing === 'later' ? 'waits' : standing
      },
    })
    if (!decision) return refuse('not-found', 'id')
    const { outcome, findings, leaves } = decision
    const kept = readFindings(findingsText(findings, policy.value.policy.laws))
    const bytes = leaves && (leaves.id === stixId ? row.body : canonicalBytes(leaves))
    const body = bytes && new TextDecoder().decode(bytes)
    return ok({ outcome, findings: kept, body, shown: null })
  }

  /** By its time, as approvals go: an older version that was imported later is not the newest. */
  async #newestOwn(stixId: string) {
    const rows = await this.#context.store.read.db
      .selectFrom('objects')
      .select(['id', 'body'])
      .where('stix_id', '=', stixId)
      .where('source', '=', this.#context.own.node)
      .where('retracted_by', 'is', null)
      .orderBy('id', 'desc')
      .execute()
    const ids = rows.map(({ id }) => id)
    const outdated = await outdatedAmong(this.#context.store.read, this.#context.own.node, ids)
    return rows.find(({ id }) => !outdated.has(id))
  }

  /** What waits is shown as it was decided: an approval lets out these bytes and no others. */
  async #queuedPreview(peer: string, objectId: number): Promise<Preview | undefined> {
    const row = await this.#context.store.read.db
      .selectFrom('release_queue')
      .innerJoin('objects', 'objects.id', 'release_queue.object_id')
      .select(['findings', 'release_queue.body', 'release_queue.tlp', 'objects.body as original'])
      .where('peer', '=', peer)
      .where('object_id', '=', objectId)
      .where('state', '=', 'review')
      .executeTakeFirst()
    if (!row) return undefined
    const body = row.body && new TextDecoder().decode(row.body)
    const findings = readFindings(row.findings)
    return { outcome: 'review', findings, body, shown: shownName(row) }
  }

  /** The rules in force, in the order in which they are asked. */
  async rules(): Promise<Result<RulesView, 'release-rules'>> {
    const local = await this.#rules.load()
    if (!local.ok) return local
    const { delegates, internalNames } = this.#context.config.release
    return ok({
      order: RULES,
      laws: local.value.laws.map(({ id, outcome, law, because }) => ({
        id,
        outcome,
        law,
        because,
      })),
      warninglists: local.value.warninglists.map(({ name, entries }) => ({ name, entries })),
      internalNames,
      delegates,
    })
  }
}
