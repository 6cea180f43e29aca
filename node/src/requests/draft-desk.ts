import { ok, type Result, refuse } from '@concert/core'
import { checkRequest, TEMPLATES } from '@concert/threads'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { type Acting, actorNamed } from '../release/delegates.ts'
import { LocalRulesFolder } from '../release/local-rules.ts'
import type { MessageDecision, MessageGate } from '../release/message-gate.ts'
import { authorisedUntil, expireAuthorisations } from './authorisation.ts'
import { DraftBuilder } from './build-draft.ts'
import type { CarriedObjects } from './carried-objects.ts'
import type { BuiltRequest, RequestDraft } from './draft.ts'
import {
  type DraftPreview,
  type DraftRefusal,
  type DraftView,
  decisionOf,
  reportOf,
  type SplitPart,
  type SplitReport,
  type TargetReport,
} from './draft-views.ts'
import {
  dropDraft,
  type KeptDraft,
  keepDraft,
  listDrafts,
  markFindings,
  readDraft,
} from './drafts.ts'
import { DraftRelease } from './release-draft.ts'
import { asAuthor } from './signatory.ts'
import { type CleanTargets, cleanTargets } from './targets/clean-targets.ts'
import { openEconomies, splitByEconomy } from './targets/economies.ts'

/** How long something is kept unless the request says so; renewed by another request. */
const PRESERVE_MS = 60 * 86_400_000

/** Writes, checks, authorises and sends requests. */
export class DraftDesk {
  readonly #context: NodeContext
  readonly #builder: DraftBuilder
  readonly #release: DraftRelease
  readonly #rules: LocalRulesFolder
  readonly #carried: CarriedObjects

  constructor(
    context: NodeContext,
    compacts: Compacts,
    gate: MessageGate,
    carried: CarriedObjects,
  ) {
    this.#context = context
    this.#carried = carried
    this.#builder = new DraftBuilder(context, compacts)
    this.#release = new DraftRelease(context, this.#builder, gate, carried)
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
    const written = this.#keptUntil(draft)
    const kept = await store.transact((tx) => {
      return keepDraft(tx, now(), asAuthor(actor.value), written, targets, id)
    })
    const view = await this.show(kept)
    if (!view.ok) return view
    const { findings } = view.value.release
    // For lists, which judge nothing anew.
    if (findings.length > 0) await store.transact((tx) => markFindings(tx, kept, findings))
    return ok({ draft: view.value, targets: clean ? reportOf(clean.value) : null })
  }

  /** What names no time is kept for 60 days from when it was written, whenever it is sent. */
  #keptUntil(draft: RequestDraft): RequestDraft {
    const isKeeping = TEMPLATES[draft.template].needs.includes('preservation')
    if (!isKeeping || draft.act?.preserve_until !== undefined) return draft
    const until = new Date(this.#context.now() + PRESERVE_MS).toISOString()
    return { ...draft, act: { ...draft.act, preserve_until: until } }
  }

  /** Every draft with what its checklist says, and what the release desk found when it was written. */
  async list(exercise: boolean): Promise<readonly DraftView[]> {
    await expireAuthorisations(this.#context)
    const kept = await listDrafts(this.#context.store.read, exercise)
    return await Promise.all(
      kept.map(async (entry) => {
        return await this.#view(entry, await this.#builder.build(entry), decisionOf(entry))
      }),
    )
  }

  /** One draft, as the rules that are in force now see it. */
  async show(id: number): Promise<Result<DraftView, 'unknown-draft' | 'release-rules'>> {
    await expireAuthorisations(this.#context)
    const kept = await readDraft(this.#context.store.read, id)
    if (!kept) return refuse('unknown-draft', 'id')
    const built = await this.#builder.build(kept)
    const judged = built.ok ? await this.#release.judge(kept, built.value) : ok(decisionOf(kept))
    return judged.ok ? ok(await this.#view(kept, built, judged.value)) : judged
  }

  /** One statement of a draft in the very bytes that would be signed; see {@link DraftRelease}. */
  async preview(
    id: number,
    as: Acting,
    part?: number,
  ): Promise<Result<DraftPreview, DraftRefusal>> {
    return await this.#release.preview(id, as, part)
  }

  /** A second person lets it go; see {@link DraftRelease}. */
  async authorise(id: number, as: Acting, name?: string): Promise<Result<DraftView, DraftRefusal>> {
    const done = await this.#release.authorise(id, as, name)
    return done.ok ? await this.show(id) : done
  }

  /** Sends a draft; see {@link DraftRelease}. */
  async send(
    ...order: Parameters<DraftRelease['send']>
  ): Promise<Result<{ readonly id: string }, DraftRefusal>> {
    return await this.#release.send(...order)
  }

  /** Takes a draft away. */
  async discard(id: number): Promise<Result<{ readonly id: number }, 'unknown-draft'>> {
    const { store } = this.#context
    if (!(await readDraft(store.read, id))) return refuse('unknown-draft', 'id')
    await store.transact((tx) => dropDraft(tx, id))
    return ok({ id })
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

  async #view(
    kept: KeptDraft,
    built: Result<BuiltRequest, DraftRefusal>,
    release: MessageDecision,
  ): Promise<DraftView> {
    const { targets, released: _, lookedAt: __, ...rest } = kept
    const findings = built.ok ? checkRequest(built.value.act, built.value.content) : []
    const isComplete = built.ok && findings.every(({ level }) => level !== 'block')
    const pointed = built.ok ? built.value.content.facts.stix : []
    const objects = await this.#carried.look(kept.draft.peer, pointed)
    const isReachable = objects.every(
      ({ standing }) => standing === 'theirs' || standing === 'ours',
    )
    const isAuthorised = kept.state === 'authorised'
    const needsSecond = this.#builder.needsSecond || release.outcome === 'review'
    return {
      ...rest,
      authorisedUntil: authorisedUntil(this.#context, kept),
      findings,
      fault: built.ok ? null : { code: built.code, at: built.at ?? '' },
      targets: targets.length,
      release,
      objects,
      ready:
        isReachable && isComplete && release.outcome !== 'block' && (!needsSecond || isAuthorised),
    }
  }
}
