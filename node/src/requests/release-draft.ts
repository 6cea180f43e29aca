import { canonicalBytes, fromUtf8, ok, type Result, refuse } from '@concert/core'
import { type AuthoriserRole, checkRequest } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { lockPair } from '../federation/channel.ts'
import { announce } from '../federation/post.ts'
import { type Acting, type AuthorityRefusal, actorNamed, mayAct } from '../release/delegates.ts'
import { type AuditAction, recordDecisions } from '../release/desk-rows.ts'
import type { MessageDecision, MessageGate } from '../release/message-gate.ts'
import type { Transaction } from '../store/store.ts'
import { applyRequest } from './apply-request.ts'
import { expireIn } from './authorisation.ts'
import type { DraftBuilder } from './build-draft.ts'
import type { CarriedObjects } from './carried-objects.ts'
import type { BuiltRequest } from './draft.ts'
import { type DraftPreview, type DraftRefusal, decisionOf } from './draft-views.ts'
import { dropDraft, type KeptDraft, markAuthorised, readDraft } from './drafts.ts'
import { judgeAsked } from './judge-request.ts'
import { messageOf, nameOf, type OutgoingRequest, partsOf } from './outgoing.ts'
import { postNewRequest } from './post-request.ts'
import { asSecond } from './signatory.ts'

/** U0 requests to one peer in {@link U0_DAYS_MS}, drills apart: more are not emergencies. */
const U0_CAP = 10
const U0_DAYS_MS = 30 * 86_400_000

/** Shows drafts in the bytes that would be signed, lets a second person look, and sends them. */
export class DraftRelease {
  readonly #context: NodeContext
  readonly #builder: DraftBuilder
  readonly #gate: MessageGate
  readonly #carried: CarriedObjects

  constructor(
    context: NodeContext,
    builder: DraftBuilder,
    gate: MessageGate,
    carried: CarriedObjects,
  ) {
    this.#context = context
    this.#carried = carried
    this.#builder = builder
    this.#gate = gate
  }

  /** What the release desk says of a draft now. */
  async judge(
    { draft, targets }: Pick<KeptDraft, 'draft' | 'targets'>,
    built: BuiltRequest,
  ): Promise<Result<MessageDecision, 'release-rules'>> {
    return await this.#gate.judge(draft.peer, messageOf({ built, targets }))
  }

  /**
   * One statement of a draft in the very bytes that would be signed.
   *
   * @param as - who would authorise it: their role is in it; undefined for it as it stands
   * @param part - which statement, 0 the request itself, the others its targets
   */
  async preview(id: number, as: Acting, part = 0): Promise<Result<DraftPreview, DraftRefusal>> {
    const kept = await readDraft(this.#context.store.read, id)
    if (!kept) return refuse('unknown-draft', 'id')
    const second = this.#secondIn(kept, as)
    if (!second.ok) return second
    const built = await this.#builder.build({ ...kept, authoriserRole: second.value })
    if (!built.ok) return built
    const judged = await this.judge(kept, built.value)
    if (!judged.ok) return judged
    const request = { built: built.value, targets: kept.targets }
    const parts = [...partsOf(request)]
    const shown = parts[part]
    if (!shown) return refuse('unknown-draft', 'part')
    const { tlp, exercise } = built.value
    return ok({
      name: nameOf(request),
      tlp,
      exercise,
      parts: parts.length,
      part,
      kind: shown.kind,
      act: fromUtf8(canonicalBytes(shown.act)) ?? '',
      content: fromUtf8(canonicalBytes(shown.content)) ?? '',
      release: judged.value,
    })
  }

  #secondIn(kept: KeptDraft, as: Acting): Result<AuthoriserRole | null, AuthorityRefusal> {
    if (kept.authoriser !== null || as === undefined) return ok(kept.authoriserRole)
    const actor = actorNamed(this.#context.config.release, as)
    if (!actor.ok) return actor
    return ok(actor.value.name === kept.author ? null : asSecond(actor.value).role)
  }

  /**
   * A second person lets it go: nobody authorises what they wrote themselves.
   *
   * @param name - of what they looked at; refused when it is another by now
   */
  async authorise(id: number, as: Acting, name?: string): Promise<Result<null, DraftRefusal>> {
    const { store, now, config } = this.#context
    const actor = actorNamed(config.release, as)
    if (!actor.ok) return actor
    const kept = await readDraft(store.read, id)
    if (!kept) return refuse('unknown-draft', 'id')
    const authoriser = asSecond(actor.value)
    if (kept.author === authoriser.name) return refuse('four-eyes', 'as')
    const built = await this.#builder.build({ ...kept, authoriserRole: authoriser.role })
    const judged = built.ok ? await this.judge(kept, built.value) : ok(decisionOf(kept))
    if (!judged.ok) return judged
    const { findings, outcome } = judged.value
    if (outcome === 'block') return refuse('release-blocked', findings[0]?.at ?? 'draft')
    const may = mayAuthorise(actor.value, kept.author, findings)
    if (!may.ok) return may
    const lookedAt = built.ok ? nameOf({ built: built.value, targets: kept.targets }) : null
    if (name !== undefined && name !== lookedAt) return refuse('draft-changed', 'name')
    const isDone = await store.transact(async (tx) => {
      await tx.lock(`draft ${id}`)
      const still = await readDraft(tx, id)
      if (still?.updated !== kept.updated) return false
      await markAuthorised(tx, now(), id, { authoriser, lookedAt, findings })
      if (findings.length > 0)
        await this.#record(tx, kept, authoriser.name, 'approved', findings, null)
      return true
    })
    return isDone ? ok(null) : refuse('draft-changed', 'id')
  }

  /**
   * Sends a draft: the message, its envelopes and the end of the draft are one.
   *
   * @param name - of what was looked at; refused when it is another by now
   * @param along - what is noted of it in the same transaction
   */
  async send(
    id: number,
    name?: string,
    along?: (tx: Transaction, request: string) => Promise<void>,
  ): Promise<Result<{ readonly id: string }, DraftRefusal>> {
    const kept = await readDraft(this.#context.store.read, id)
    if (!kept) return refuse('unknown-draft', 'id')
    if (this.#builder.needsSecond && kept.state !== 'authorised') {
      return refuse('not-authorised', 'id')
    }
    if (await this.#hasExpired(kept)) return refuse('authorisation-expired', 'id')
    const built = await this.#builder.build(kept)
    if (!built.ok) return built
    const { act, content } = built.value
    const stop = checkRequest(act, content).find(({ level }) => level === 'block')
    if (stop) return refuse('checklist', stop.item ?? stop.code)
    const cleared = await this.#clear(kept, { built: built.value, targets: kept.targets }, name)
    if (!cleared.ok) return cleared
    const { peer } = kept.draft
    // What it points to goes first: whoever reads it has what it speaks of.
    const { stix } = content.facts
    const gone = await this.#carried.carry(peer, built.value.tlp, stix, kept.author)
    if (!gone.ok) return gone
    const sent = await this.#context.store.transact(async (tx) => {
      await lockPair(tx, peer)
      // Somebody else may have sent or changed it meanwhile: nothing is sent twice.
      const still = await readDraft(tx, id)
      if (still?.updated !== kept.updated) return refuse('unknown-draft', 'id')
      if (await expireIn(tx, this.#context, still)) return refuse('authorisation-expired', 'id')
      const fault = await this.#lastLook(tx, built.value, peer)
      if (fault) return refuse(fault, 'draft')
      await dropDraft(tx, id)
      const { root, row } = await postNewRequest(tx, this.#context, cleared.value)
      const who = kept.authoriser ?? kept.author
      await this.#record(tx, kept, who, 'released', kept.released, { root: root.digest, row })
      await applyRequest(this.#context, tx, root)
      await along?.(tx, root.digest)
      return ok({ id: root.digest })
    })
    if (sent.ok) announce(this.#context, [peer])
    return sent
  }

  /** Before objects go along with it; the transaction that sends it looks again. */
  async #hasExpired({ id }: KeptDraft): Promise<boolean> {
    return await this.#context.store.transact(async (tx) => {
      await tx.lock(`draft ${id}`)
      const still = await readDraft(tx, id)
      return still !== undefined && (await expireIn(tx, this.#context, still))
    })
  }

  /** Asks the release desk, and whether it is still what a person looked at. */
  async #clear(kept: KeptDraft, request: OutgoingRequest, name: string | undefined) {
    const isAuthorised = kept.state === 'authorised'
    const looked = [name, isAuthorised ? kept.lookedAt : null].filter((each) => each != null)
    if (looked.length > 0) {
      const present = nameOf(request)
      if (looked.some((each) => each !== present)) return refuse('draft-changed', 'id')
    }
    const shown = isAuthorised ? kept.released : undefined
    const message = messageOf(request)
    const cleared = await this.#gate.clear(kept.draft.peer, request, message, shown)
    if (!cleared.ok && cleared.code === 'release-blocked') await this.#noteBlocked(kept, request)
    return cleared
  }

  /** What a rule stopped stands in the audit, with the law; the peer never hears of it. */
  async #noteBlocked(kept: KeptDraft, request: OutgoingRequest): Promise<void> {
    const judged = await this.judge(kept, request.built)
    if (!judged.ok) return
    const { findings } = judged.value
    await this.#context.store.transact((tx) => {
      return this.#record(tx, kept, kept.authoriser ?? kept.author, 'blocked', findings, null)
    })
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

  async #record(
    tx: Transaction,
    { id, draft }: KeptDraft,
    actor: string,
    action: AuditAction,
    findings: MessageDecision['findings'],
    sent: { readonly root: string; readonly row: number } | null,
  ): Promise<void> {
    const entry = { actor, action, peer: draft.peer, objectId: null, bytes: null }
    const about = { stixId: sent?.root ?? null, statementId: sent?.row ?? null }
    // Objects count against the day's volume; a message is none.
    const more = { objects: 0, findings: JSON.stringify(findings), note: `draft ${id}` }
    await recordDecisions(tx, this.#context.now(), [{ ...entry, ...about, ...more }])
  }
}

/** Who may be the second: for what the desk found, whom its rules name; else any officer. */
function mayAuthorise(
  actor: Parameters<typeof mayAct>[0],
  author: string,
  findings: MessageDecision['findings'],
): Result<null, AuthorityRefusal> {
  if (findings.length > 0) return mayAct(actor, 'approve', { author, findings })
  const officers = ['release-officer', 'legal-officer', 'duty-officer'] as const
  return officers.some((role) => actor.roles.has(role)) ? ok(null) : refuse('role-missing', 'as')
}
