import { canonicalBytes, ok, type Refusal, type Result, refuse } from '@concert/core'
import {
  type Both,
  COMPACT_TEMPLATES,
  type CompactChange,
  type CompactState,
  type CompactText,
  type CompactVersion,
  decodeCompactAct,
  describeTerms,
  diffCompacts,
  NO_TERMS,
  type Proposal,
  type SuspendAct,
  signatureOf,
  type TermLine,
  type Terms,
  type Thread,
  type Tier,
  wasAgreed,
} from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { announce } from '../federation/post.ts'
import type { Bilingual } from '../i18n/language.ts'
import type { Reader } from '../store/store.ts'
import { canKeep, isInTime, maySign } from './can-keep.ts'
import { type CompactSummary, summariseCompact } from './compact-summary.ts'
import { findCompact, listCompacts, openCompactThread } from './compact-threads.ts'
import { readWords } from './compact-words.ts'
import { hasEnded, refuseEnded } from './ended.ts'
import { signaturesToHold } from './hold-signatures.ts'
import { refuseNotice, refuseResume } from './refusals.ts'
import { placeIn, postInThread, ROOT_PLACE, type ThreadSaying } from './thread-post.ts'

/** What a version says: title and text in both languages, validity, machine-readable terms. */
export interface VersionDraft {
  readonly title: Both
  /** Paragraph pairs, equally authentic. */
  readonly text: readonly Both[]
  readonly from: string
  readonly until: string
  readonly signBy: string
  /** Tiers and the rest; what is left out is as in {@link NO_TERMS}. */
  readonly terms: Partial<Terms>
}

/** A compact to propose to peers. */
export interface ProposalDraft extends VersionDraft {
  readonly peers: readonly string[]
}

/** A version as people read it before they sign it. */
export interface VersionView {
  /** Null when the words were erased. */
  readonly words: CompactText | null
  readonly terms: Terms
  readonly lines: readonly TermLine[]
}

/** Why something about a compact was not done. */
export type CompactRefusal =
  | 'unknown-compact'
  | 'already-past'
  | 'already-signed'
  | 'bad-act'
  | 'words-unreadable'
  | 'clause-suites'
  | 'not-in-force'
  | 'notice-too-short'
  | 'already-suspended'
  | 'tier-not-agreed'
  | 'not-suspended'
  | 'compact-ended'
  | 'unknown-peer'
  | 'unconfirmed-peer'

type Outcome = { readonly ok: true; readonly value: CompactSummary } | Refused

/** A refusal; some say more than their code does: by whom a compact was ended, and when. */
type Refused = Refusal<CompactRefusal> & { readonly message?: Bilingual }

const HOUR_MS = 3_600_000

/** Proposes, signs, amends, suspends, ends and lists compacts. */
export class Compacts {
  readonly #context: NodeContext
  /** One round of {@link holdSignatures} at a time: two would say the same twice. */
  #holding: Promise<void> = Promise.resolve()

  constructor(context: NodeContext) {
    this.#context = context
  }

  /** Proposes a compact to peers and signs it for this side. */
  async propose(draft: ProposalDraft): Promise<Outcome> {
    for (const peer of draft.peers) {
      const state = await peerState(this.#context.store.read, peer)
      if (state === 'confirmed') continue
      return refuse(state === undefined ? 'unknown-peer' : 'unconfirmed-peer', peer)
    }
    const act = this.#proposeAct([this.#context.own.node, ...draft.peers], 1, draft)
    if (!act.ok) return act
    const saying = { kind: 'compact.propose', act: act.value, content: this.#words(draft) }
    const statement = await postInThread(this.#context, saying, ROOT_PLACE, draft.peers)
    if (!statement) throw new TypeError('root')
    announce(this.#context, draft.peers)
    return await this.sign(statement.digest)
  }

  /** Proposes another version of a compact and signs it for this side. */
  async amend(id: string, draft: VersionDraft): Promise<Outcome> {
    const thread = await openCompactThread(this.#context, this.#context.store.read, id)
    if (!thread) return refuse('unknown-compact', 'compact')
    const { state } = thread
    if (state.ending) return await refuseEnded(this.#context, state.ending, 'settled')
    const round = (state.proposals.at(-1)?.round ?? 0) + 1
    const act = this.#proposeAct(state.parties, round, draft)
    if (!act.ok) return act
    const content = this.#words(draft)
    const digest = await this.#say(thread, { kind: 'compact.propose', act: act.value, content })
    return await this.sign(digest)
  }

  /** Signs the version of a compact with this digest. */
  async sign(version: string): Promise<Outcome> {
    const { own, store } = this.#context
    const state = await findCompact(this.#context, store.read, version)
    const proposal = state?.proposals.find((entry) => entry.digest === version)
    const thread = state && (await openCompactThread(this.#context, store.read, state.id))
    if (!thread || !proposal) return refuse('unknown-compact', 'digest')
    if (signatureOf(proposal, own.node)) return refuse('already-signed', 'digest')
    const { ending } = state
    if (ending) return await refuseEnded(this.#context, ending, 'settled')
    const may = await maySign(this.#context, store.read, proposal)
    if (!may.ok) return may
    const { base, round, sign_by } = proposal
    const act = { compact: state.id, base, next: version, round, sign_by }
    const digest = await this.#say(thread, { kind: 'compact.sign', act, content: null })
    await this.holdSignatures()
    return await this.#after(state.id, digest)
  }

  /** Closes a tier, from a time or at once, as far as the notice agreed allows. */
  async suspend(
    id: string,
    tier: Tier,
    reason: SuspendAct['reason'],
    from: string | undefined,
  ): Promise<Outcome> {
    const thread = await openCompactThread(this.#context, this.#context.store.read, id)
    if (!thread) return refuse('unknown-compact', 'compact')
    const { state } = thread
    if (!state.inForce) return refuse('not-in-force', 'compact')
    if (!wasAgreed(state, tier)) return refuse('tier-not-agreed', 'tier')
    if (hasEnded(state, this.#context.now())) return await refuseEnded(this.#context, state.ending)
    const { ending } = state
    const hours = state.inForce.terms.notice.suspend_hours
    const earliest = this.#context.now() + hours * HOUR_MS
    const start = from ?? new Date(earliest).toISOString()
    if (Date.parse(start) < earliest) return refuseNotice({ hours }, earliest, 'from')
    if (ending && start >= ending.at) return await refuseEnded(this.#context, ending, 'too-late')
    const own = this.#context.own.node
    if (state.suspensions.some((entry) => entry.by === own && entry.tier === tier)) {
      return refuse('already-suspended', 'tier')
    }
    const act = { compact: id, tier, from: start, reason }
    const digest = await this.#say(thread, { kind: 'compact.suspend', act, content: null })
    return await this.#after(id, digest)
  }

  /** Lifts this side's suspension of a tier. */
  async resume(id: string, tier: Tier): Promise<Outcome> {
    const thread = await openCompactThread(this.#context, this.#context.store.read, id)
    if (!thread) return refuse('unknown-compact', 'compact')
    const { state } = thread
    if (hasEnded(state, this.#context.now())) return await refuseEnded(this.#context, state.ending)
    const own = this.#context.own.node
    const standing = state.suspensions.filter((entry) => entry.tier === tier)
    const ours = standing.find((entry) => entry.by === own)
    if (!ours) return await refuseResume(this.#context, standing)
    const act = { compact: id, suspension: ours.digest }
    await this.#say(thread, { kind: 'compact.resume', act, content: null })
    return await this.#after(id)
  }

  /**
   * Ends a compact for everybody, at a time or as soon as the notice agreed allows. Of one that has
   * been ended for a later time, this side may say an earlier.
   */
  async end(id: string, reason: SuspendAct['reason'], at: string | undefined): Promise<Outcome> {
    const thread = await openCompactThread(this.#context, this.#context.store.read, id)
    if (!thread) return refuse('unknown-compact', 'compact')
    const { ending } = thread.state
    const days = thread.state.inForce?.terms.notice.end_days ?? 0
    const earliest = this.#context.now() + days * 24 * HOUR_MS
    if (at !== undefined && Date.parse(at) < earliest) return refuseNotice({ days }, earliest, 'at')
    const act = { compact: id, at: at ?? new Date(earliest).toISOString(), reason }
    if (ending && act.at >= ending.at) return await refuseEnded(this.#context, ending, 'sooner')
    const digest = await this.#say(thread, { kind: 'compact.end', act, content: null })
    return await this.#after(id, digest)
  }

  /**
   * Says which signatures this node holds, wherever all have signed: the last part of a
   * certificate. Called after everything that may have brought one.
   */
  async holdSignatures(): Promise<void> {
    const round = this.#holding.then(() => this.#holdAll())
    this.#holding = round.catch(() => undefined)
    await round
  }

  async #holdAll(): Promise<void> {
    const { store } = this.#context
    for (const state of await listCompacts(this.#context, store.read)) {
      for (const { proposal, held } of await signaturesToHold(this.#context, store.read, state)) {
        const thread = await openCompactThread(this.#context, store.read, state.id)
        if (!thread) continue
        const { digest: next, round } = proposal
        const act = { compact: state.id, next, round, held }
        await this.#say(thread, { kind: 'compact.hold', act, content: null })
      }
    }
  }

  /** Every compact this node knows, with its present. */
  async list(
    reader: Pick<Reader, 'db'> = this.#context.store.read,
  ): Promise<readonly CompactSummary[]> {
    const states = await listCompacts(this.#context, reader)
    return states.map((state) => summariseCompact(state, this.#context.now()))
  }

  /**
   * What differs between two versions of a compact.
   *
   * @param after - digest of a version
   * @param before - digest of another; without it, the version that `after` is to replace, else
   *   the one proposed before it
   */
  async diff(
    after: string,
    before: string | undefined,
  ): Promise<
    Result<{ readonly changes: readonly CompactChange[] }, CompactRefusal | 'first-version'>
  > {
    const state = await findCompact(this.#context, this.#context.store.read, after)
    const next = state?.proposals.find((entry) => entry.digest === after)
    if (!state || !next) return refuse('unknown-compact', 'after')
    const earlier = state.proposals.findLast(({ round }) => round < next.round)
    const base = before ?? next.base ?? earlier?.digest
    if (base === undefined) return refuse('first-version', 'after')
    const first = state.proposals.find((entry) => entry.digest === base)
    if (!first) return refuse('unknown-compact', 'before')
    const changes = diffCompacts(await this.#version(first), await this.#version(next))
    return ok({ changes })
  }

  /** What a version says, whole: title and paragraphs in both languages, and every term in words. */
  async version(digest: string): Promise<Result<VersionView, CompactRefusal>> {
    const state = await findCompact(this.#context, this.#context.store.read, digest)
    const proposal = state?.proposals.find((entry) => entry.digest === digest)
    if (!proposal) return refuse('unknown-compact', 'digest')
    const { words, act } = await this.#version(proposal)
    return ok({ words, terms: act.terms, lines: describeTerms(act.terms) })
  }

  /** Compacts to start from. */
  templates(): typeof COMPACT_TEMPLATES {
    return COMPACT_TEMPLATES
  }

  /**
   * The compact in force with a peer, or undefined; of several the newest. For a tier: the newest
   * that opens it, else the newest that agrees to it, so that one says why it is closed.
   */
  async inForceWith(peer: string, tier?: Tier): Promise<CompactSummary | undefined> {
    const inForce = (await this.list()).filter(
      (compact) => compact.status === 'in-force' && compact.parties.includes(peer),
    )
    if (tier === undefined) return inForce.at(-1)
    return (
      inForce.findLast(({ tiers }) => tiers[tier].open) ??
      inForce.findLast(({ tiers }) => tiers[tier].closed === 'suspended') ??
      inForce.at(-1)
    )
  }

  /** The newest version ever in force with a peer: retractions hold beyond a compact's end. */
  async lastWith(peer: string, reader?: Pick<Reader, 'db'>): Promise<string | null> {
    const found = (await this.list(reader)).findLast(
      (compact) => compact.digest !== null && compact.parties.includes(peer),
    )
    return found?.digest ?? null
  }

  async #version(proposal: Proposal): Promise<CompactVersion> {
    const words = await readWords(this.#context.store.read, proposal.digest)
    const { from, until, sign_by, terms } = proposal
    return { act: { from, until, sign_by, terms }, words }
  }

  #proposeAct(
    parties: readonly string[],
    round: number,
    draft: VersionDraft,
  ): Result<object, CompactRefusal> {
    const { from, until, signBy } = draft
    const terms = { ...NO_TERMS, ...draft.terms }
    const act = { parties, round, from, until, sign_by: signBy, terms }
    // As the other side will read it: a slip is refused here, not there.
    const read = decodeCompactAct('compact.propose', JSON.parse(JSON.stringify(act)))
    if (!read.ok) return refuse('bad-act', read.at)
    const kept = canKeep(this.#context, terms)
    if (!kept.ok) return kept
    if (from >= until) return refuse('bad-act', 'until')
    const inTime = isInTime({ until, sign_by: signBy }, this.#context.now())
    return inTime.ok ? ok(act) : inTime
  }

  #words({ title, text }: CompactText) {
    const salt = this.#context.crypto.random(32)
    return { salt, bytes: canonicalBytes({ title, text }) }
  }

  async #say(thread: Thread<CompactState>, saying: ThreadSaying): Promise<string> {
    const { own, store } = this.#context
    const peers = thread.participants.filter((party) => party !== own.node)
    const root = thread.root.digest
    // Two who speak at once take turns, such as a person and the round that holds signatures.
    for (let now: typeof thread | undefined = thread; now; ) {
      const place = placeIn(now, own.node)
      const statement = await postInThread(this.#context, saying, place, peers)
      if (statement) {
        announce(this.#context, peers)
        return statement.digest
      }
      now = await openCompactThread(this.#context, store.read, root)
    }
    throw new TypeError('thread')
  }

  /** @param said - digest of what was said; what another party's end has overtaken has no effect */
  async #after(id: string, said?: string): Promise<Outcome> {
    const thread = await openCompactThread(this.#context, this.#context.store.read, id)
    if (!thread) return refuse('unknown-compact', 'compact')
    const { ending } = thread.state
    if (said !== undefined && ending && thread.broken(said) === 'ended') {
      return await refuseEnded(this.#context, ending, 'settled')
    }
    return ok(summariseCompact(thread.state, this.#context.now()))
  }
}

async function peerState(reader: Pick<Reader, 'db'>, node: string): Promise<string | undefined> {
  const row = await reader.db
    .selectFrom('peers')
    .select('state')
    .where('node', '=', node)
    .executeTakeFirst()
  return row?.state
}
