import { ok, type Result, refuse } from '@concert/core'
import { checkRequest, type RequestContent, type RequestTerms } from '@concert/threads'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { lockPair } from '../federation/channel.ts'
import { announce } from '../federation/post.ts'
import { type Acting, actorNamed } from '../release/delegates.ts'
import { LocalRulesFolder } from '../release/local-rules.ts'
import type { Transaction } from '../store/store.ts'
import { applyRequest } from './apply-request.ts'
import { type BuiltRequest, buildRequest, type RequestDraft } from './draft.ts'
import {
  type DraftRefusal,
  type DraftView,
  reportOf,
  type SplitPart,
  type SplitReport,
  seenOf,
  type TargetReport,
} from './draft-views.ts'
import {
  dropDraft,
  type KeptDraft,
  keepDraft,
  listDrafts,
  markAuthorised,
  readDraft,
} from './drafts.ts'
import { judgeAsked } from './judge-request.ts'
import { postNewRequest } from './post-request.ts'
import { type CleanTargets, cleanTargets } from './targets/clean-targets.ts'
import { openEconomies, splitByEconomy } from './targets/economies.ts'

/** U0 requests to one peer in {@link U0_DAYS_MS}, drills apart: more are not emergencies. */
const U0_CAP = 10
const U0_DAYS_MS = 30 * 86_400_000
/** How long something is kept unless the request says so; renewed by another request. */
const PRESERVE_MS = 60 * 86_400_000

/** Writes, checks, authorises and sends requests. */
export class DraftDesk {
  readonly #context: NodeContext
  readonly #compacts: Compacts
  readonly #rules: LocalRulesFolder

  constructor(context: NodeContext, compacts: Compacts) {
    this.#context = context
    this.#compacts = compacts
    this.#rules = new LocalRulesFolder(context.config.release.folder)
  }

  /**
   * Keeps a draft. Targets are normalised, each kept once, and checked against the warning lists.
   *
   * @param id - the draft to write over; a new one without it
   * @param entries - its targets; undefined leaves those of an earlier draft
   */
  async keep(
    draft: RequestDraft,
    entries: Iterable<string> | undefined,
    as: Acting,
    id?: number,
  ): Promise<
    Result<{ readonly draft: DraftView; readonly targets: TargetReport | null }, DraftRefusal>
  > {
    const { store, now, config } = this.#context
    const actor = actorNamed(config.release, as)
    if (!actor.ok) return actor
    const before = id === undefined ? undefined : await readDraft(store.read, id)
    if (id !== undefined && !before) return refuse('unknown-draft', 'id')
    const clean = entries && (await this.#clean(entries))
    if (clean && !clean.ok) return clean
    const targets = clean?.value.targets ?? before?.targets ?? []
    const kept = await store.transact((tx) => {
      return keepDraft(tx, now(), actor.value.name, draft, targets, id)
    })
    const view = await this.show(kept)
    if (!view.ok) return view
    return ok({ draft: view.value, targets: clean ? reportOf(clean.value) : null })
  }

  /** Every draft with what its checklist says. */
  async list(exercise: boolean): Promise<readonly DraftView[]> {
    const kept = await listDrafts(this.#context.store.read, exercise)
    return await Promise.all(kept.map((entry) => this.#view(entry)))
  }

  /** One draft. */
  async show(id: number): Promise<Result<DraftView, 'unknown-draft'>> {
    const kept = await readDraft(this.#context.store.read, id)
    return kept ? ok(await this.#view(kept)) : refuse('unknown-draft', 'id')
  }

  /** A second person lets it go: nobody authorises what they wrote themselves. */
  async authorise(id: number, as: Acting): Promise<Result<DraftView, DraftRefusal>> {
    const { store, now, config } = this.#context
    const actor = actorNamed(config.release, as)
    if (!actor.ok) return actor
    const kept = await readDraft(store.read, id)
    if (!kept) return refuse('unknown-draft', 'id')
    if (kept.author === actor.value.name) return refuse('four-eyes', 'as')
    const mayRelease = ['release-officer', 'legal-officer', 'duty-officer'] as const
    if (!mayRelease.some((role) => actor.value.roles.has(role))) return refuse('role-missing', 'as')
    await store.transact((tx) => markAuthorised(tx, now(), id, actor.value.name))
    return await this.show(id)
  }

  /** Takes a draft away. */
  async discard(id: number): Promise<Result<{ readonly id: number }, 'unknown-draft'>> {
    const { store } = this.#context
    if (!(await readDraft(store.read, id))) return refuse('unknown-draft', 'id')
    await store.transact((tx) => dropDraft(tx, id))
    return ok({ id })
  }

  /** Sends a draft: the message, its envelopes and the end of the draft are one. */
  async send(id: number): Promise<Result<{ readonly id: string }, DraftRefusal>> {
    const kept = await readDraft(this.#context.store.read, id)
    if (!kept) return refuse('unknown-draft', 'id')
    if (this.#needsSecond() && kept.state !== 'authorised') return refuse('not-authorised', 'id')
    const built = await this.#build(kept)
    if (!built.ok) return built
    const { act, content } = built.value
    const stop = checkRequest(act, content).find(({ level }) => level === 'block')
    if (stop) return refuse('checklist', stop.item ?? stop.code)
    const { peer } = kept.draft
    const sent = await this.#context.store.transact(async (tx) => {
      await lockPair(tx, peer)
      // Somebody else may have sent or changed it meanwhile: nothing is sent twice.
      const still = await readDraft(tx, id)
      if (still?.updated !== kept.updated) return refuse('unknown-draft', 'id')
      const fault = await this.#lastLook(tx, built.value, peer)
      if (fault) return refuse(fault, 'draft')
      await dropDraft(tx, id)
      const root = await postNewRequest(
        tx,
        this.#context,
        built.value,
        kept.targets,
        seenOf(built.value),
      )
      await applyRequest(this.#context, tx, root)
      return ok({ id: root.digest })
    })
    if (sent.ok) announce(this.#context, [peer])
    return sent
  }

  /**
   * Splits a list by the economy of each address and keeps one draft for each peer that can act on
   * its part. What no peer covers is listed, so that nobody believes that it was told.
   */
  async split(
    draft: Omit<RequestDraft, 'peer'>,
    entries: Iterable<string>,
    peers: readonly { readonly node: string; readonly economy: string }[],
    as: Acting,
  ): Promise<Result<SplitReport, DraftRefusal>> {
    const source = await openEconomies(this.#context.config.dataDir)
    if (!source.ok) return source
    const clean = await this.#clean(entries)
    if (!clean.ok) return clean
    const { economies, unknown } = splitByEconomy(clean.value.targets, source.value.find)
    const kept: SplitPart[] = []
    const uncovered: { economy: string | null; targets: readonly string[] }[] = []
    for (const { economy, targets } of economies) {
      const peer = peers.find((entry) => entry.economy === economy)
      if (!peer) uncovered.push({ economy, targets })
      else {
        const made = await this.keep({ ...draft, peer: peer.node }, targets, as)
        if (!made.ok) return made
        kept.push({ peer: peer.node, economy, draft: made.value.draft })
      }
    }
    if (unknown.length > 0) uncovered.push({ economy: null, targets: unknown })
    return ok({ source: source.value.name, kept, uncovered, targets: reportOf(clean.value) })
  }

  async #clean(entries: Iterable<string>): Promise<Result<CleanTargets, DraftRefusal>> {
    const rules = await this.#rules.load()
    return rules.ok ? ok(cleanTargets(entries, rules.value.warninglists)) : rules
  }

  #needsSecond(): boolean {
    return this.#context.config.release.delegates.length > 0
  }

  async #lastLook(
    tx: Transaction,
    { act, exercise }: BuiltRequest,
    peer: string,
  ): Promise<DraftRefusal | undefined> {
    const refused = await judgeAsked(this.#context, tx, act, peer)
    if (refused) return refused
    if (act.urgency !== 'u0' || exercise) return undefined
    const used = await tx.db
      .selectFrom('requests')
      .select((select) => select.fn.countAll<number>().as('n'))
      .where('side', '=', 'asker')
      .where('peer', '=', peer)
      .where('urgency', '=', 'u0')
      .where('exercise', '=', 0)
      .where('sent', '>', this.#context.now() - U0_DAYS_MS)
      .executeTakeFirstOrThrow()
    return Number(used.n) >= U0_CAP ? 'u0-cap' : undefined
  }

  async #build({
    draft,
    targets,
    author,
    authoriser,
  }: KeptDraft): Promise<Result<BuiltRequest, DraftRefusal>> {
    const { identities, own, now } = this.#context
    const identity = await identities.current(draft.peer)
    if (!identity) return refuse('unknown-peer', 'peer')
    const compact = await this.#compacts.inForceWith(draft.peer)
    const terms: RequestTerms | null = compact?.terms?.requests ?? null
    if (!compact?.digest || !terms) return refuse('no-compact', 'peer')
    if (targets.length > terms.targets) return refuse('too-many-targets', 'targets')
    return buildRequest(draft, {
      own: own.node,
      compact: compact.digest,
      terms,
      economy: identity.economy,
      targets: targets.length,
      keepUntil: new Date(now() + PRESERVE_MS).toISOString(),
      authorisers: this.#authorisers(author, authoriser),
    })
  }

  #authorisers(author: string, second: string | null): RequestContent['authorisers'] {
    const { delegates } = this.#context.config.release
    const named = (name: string) => {
      const roles = delegates.find((delegate) => delegate.name === name)?.roles
      return { name, role: roles?.[0] ?? 'operator' }
    }
    return second === null ? [named(author)] : [named(author), named(second)]
  }

  async #view(kept: KeptDraft): Promise<DraftView> {
    const { targets, ...rest } = kept
    const built = await this.#build(kept)
    const findings = built.ok ? checkRequest(built.value.act, built.value.content) : []
    const isComplete = built.ok && findings.every(({ level }) => level !== 'block')
    return {
      ...rest,
      findings,
      fault: built.ok ? null : { code: built.code, at: built.at ?? '' },
      targets: targets.length,
      ready: isComplete && (!this.#needsSecond() || kept.state === 'authorised'),
    }
  }
}
