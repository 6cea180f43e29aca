import {
  canonicalBytes,
  decode,
  hex,
  type Json,
  type JsonObject,
  ok,
  type Result,
  refuse,
} from '@concert/core'
import {
  decodeOperationAct,
  OPERATION,
  type OperationAct,
  type OperationPlan,
  type OperationState,
  type OperationView,
  planFaults,
  type StepStatus,
  viewOperation,
} from '@concert/threads'
import { THREAD_TLP, type ThreadSaying } from '../compacts/thread-post.ts'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import { notify, untold } from '../notifications/notice.ts'
import type { MessageGate } from '../release/message-gate.ts'
import { openInThread, openThread, sayInThread } from '../threads/say-in-thread.ts'
import { exportPlaybook } from './cacao/export-playbook.ts'
import { PLAN_WORDS, type PlanWords, parsePlanWords } from './content.ts'
import { applyOperation, judgePair } from './take-operation.ts'

/** A plan as somebody writes it; parties are the other ones, this node is party 0. */
export interface PlanDraft extends OperationPlan {
  readonly words: PlanWords
}

/** An operation as people see it. */
export interface OperationSummary {
  readonly id: string
  readonly exercise: boolean
  readonly state: OperationState
  readonly view: OperationView
  /** Null when they were erased. */
  readonly words: PlanWords | null
  readonly ours: boolean
}

type Outcome = Result<OperationSummary, string>

/** Proposes, decides, launches and follows concerted operations. */
export class OperationDesk {
  readonly #context: NodeContext

  readonly #gate: MessageGate

  /** @param gate - of the release desk: what a plan says in words passes it */
  constructor(context: NodeContext, gate: MessageGate) {
    this.#context = context
    this.#gate = gate
  }

  /** Operations, the newest first: drills, or what is real. */
  async list(exercise: boolean): Promise<readonly OperationSummary[]> {
    const rows = await this.#context.store.read.db
      .selectFrom('operations')
      .select('id')
      .where('exercise', '=', exercise ? 1 : 0)
      .orderBy('made', 'desc')
      .limit(200)
      .execute()
    const found = await Promise.all(rows.map(async ({ id }) => await this.show(hex(id))))
    return found.flatMap((entry) => (entry.ok ? [entry.value] : []))
  }

  async show(id: string): Promise<Outcome> {
    const { store, now, own } = this.#context
    const thread = await openThread(this.#context, store.read, id, OPERATION)
    if (!thread) return refuse('thread-unknown', 'id')
    const { state } = thread
    const plan = thread.order.findLast(
      ({ kind, digest, act }) =>
        thread.broken(digest) === undefined &&
        (kind === 'operation.propose' || (kind === 'operation.amend' && act.round === state.round)),
    )
    const row = await store.read.db
      .selectFrom('statements')
      .select(['content', 'exercise'])
      .where('digest', '=', bytesOf(plan?.digest ?? id))
      .executeTakeFirst()
    return ok({
      id,
      exercise: row?.exercise === 1,
      state,
      view: viewOperation(state, now()),
      words: parsePlanWords(row?.content ?? null),
      ours: state.parties[0] === own.node,
    })
  }

  /** Proposes a plan to peers, each of which must have a compact with this node. */
  async propose(peers: readonly string[], draft: PlanDraft, exercise: boolean): Promise<Outcome> {
    const { own, store } = this.#context
    for (const [i, peer] of peers.entries()) {
      const fault = await judgePair(this.#context, store.read, peer)
      if (fault !== undefined) return refuse('party-unknown', `peers[${i}]`)
    }
    const parties = [own.node, ...peers]
    const { start, steps, words } = draft
    const act = { parties, start, steps }
    const fault = draftFault('operation.propose', act, parties.length, words)
    if (fault) return fault
    const held = await this.#whyHeld('operation.propose', peers, act, words)
    if (held) return held
    const saying = { kind: 'operation.propose', act, content: this.#content(words), exercise }
    const said = await openInThread(this.#context, OPERATION, saying, async (tx, { statement }) => {
      await applyOperation(tx, this.#context, statement)
      return true
    })
    return said.ok ? await this.show(said.value.statement.digest) : refuse('plan-form', said.at)
  }

  /** Proposes another plan: everybody is asked anew. */
  async amend(id: string, { start, steps, words }: PlanDraft): Promise<Outcome> {
    const { own, store } = this.#context
    const thread = await openThread(this.#context, store.read, id, OPERATION)
    if (!thread) return refuse('thread-unknown', 'id')
    const peers = thread.state.parties.filter((party) => party !== own.node)
    const held = await this.#whyHeld('operation.amend', peers, { start, steps }, words)
    if (held) return held
    const content = this.#content(words)
    return await this.#say(id, ({ round, parties }) => {
      const act = { round: round + 1, start, steps }
      const fault = draftFault('operation.amend', act, parties.length, words)
      return fault ?? ok({ kind: 'operation.amend', act, content })
    })
  }

  /** Says go or no-go to the plan of a round: the one that was read. */
  async decide(id: string, act: OperationAct<'operation.decide'>): Promise<Outcome> {
    return await this.#say(id, () => ok({ kind: 'operation.decide', act, content: null }))
  }

  async launch(id: string): Promise<Outcome> {
    return await this.#say(id, ({ round }) =>
      ok({ kind: 'operation.launch', act: { round }, content: null }),
    )
  }

  /** Tells how far a step of ours has come. */
  async step(id: string, step: string, status: StepStatus): Promise<Outcome> {
    const at = new Date(this.#context.now()).toISOString()
    const act = { step, status, at }
    return await this.#say(id, () => ok({ kind: 'operation.step', act, content: null }))
  }

  async abort(id: string, act: OperationAct<'operation.abort'>): Promise<Outcome> {
    return await this.#say(id, () => ok({ kind: 'operation.abort', act, content: null }))
  }

  async close(id: string, act: OperationAct<'operation.close'>): Promise<Outcome> {
    return await this.#say(id, () => ok({ kind: 'operation.close', act, content: null }))
  }

  /** The plan as a CACAO 2.0 playbook. */
  async playbook(id: string): Promise<Result<object, string>> {
    const shown = await this.show(id)
    if (!shown.ok) return shown
    const { state, words } = shown.value
    if (!words) return refuse('plan-form', 'words')
    const { own, config, store, now } = this.#context
    const rows = await store.read.db.selectFrom('peers').select(['node', 'host']).execute()
    const hosts = new Map(rows.map(({ node, host }) => [node, host]))
    hosts.set(own.node, config.host)
    const parties = state.parties.map((party) => hosts.get(party) ?? party.slice(0, 16))
    const time = new Date(now()).toISOString()
    return ok(exportPlaybook({ id, plan: state.plan, words, parties, time }))
  }

  /** Tells people here what waits for them, each once. */
  async sweep(): Promise<void> {
    const rows = await this.#context.store.read.db
      .selectFrom('operations')
      .select('id')
      .where('is_open', '=', 1)
      .execute()
    for (const { id } of rows) await this.#tell(hex(id))
  }

  async #tell(id: string): Promise<void> {
    const shown = await this.show(id)
    if (!shown.ok) return
    const { exercise, state } = shown.value
    const { store } = this.#context
    const all = this.#noticesOf(shown.value).map(([kind, what]) => {
      const mark = `${kind} ${id} ${what}`
      return { mark, kind, subject: id, urgency: null, exercise, line: 'duty' } as const
    })
    const notices = await untold(store.read, all)
    const isOver = state.phase === 'aborted' || state.phase === 'closed'
    if (notices.length === 0 && !isOver) return
    await store.transact(async (tx) => {
      for (const notice of notices) await notify(tx, this.#context, notice)
      if (!isOver) return
      await tx.db
        .updateTable('operations')
        .set({ is_open: 0 })
        .where('id', '=', bytesOf(id))
        .execute()
    })
  }

  #noticesOf({ state, view, ours }: OperationSummary) {
    const own = this.#context.own.node
    const asked = view.silent.includes(own) && state.phase === 'proposed'
    const steps = view.ready.filter(({ party }) => state.parties[party] === own)
    const mine = state.aborted?.by === own
    return [
      ...(asked ? [['operation-asked', `${state.round}`] as const] : []),
      ...(ours && state.phase === 'agreed' ? [['operation-ready', `${state.round}`] as const] : []),
      ...(!ours && state.phase === 'launched' ? [['operation-launched', ''] as const] : []),
      ...steps.map((step) => ['operation-step', step.id] as const),
      ...(state.aborted && !mine ? [['operation-aborted', ''] as const] : []),
    ]
  }

  /**
   * Why the release desk does not let the words of a plan leave for any of its parties; undefined
   * when it does. A plan goes to many and waits for nobody here: where a sentence would wait for a
   * second person, it is written otherwise.
   */
  async #whyHeld(
    kind: 'operation.propose' | 'operation.amend',
    peers: readonly string[],
    act: object,
    words: PlanWords,
  ) {
    const message = {
      kind,
      tlp: THREAD_TLP,
      labels: [],
      act: act as JsonObject,
      content: words as unknown as JsonObject,
      targets: [],
      noAttribution: false,
    }
    for (const peer of peers) {
      const cleared = await this.#gate.clear(peer, words, message, undefined)
      if (!cleared.ok) return cleared
    }
    return undefined
  }

  #content(words: PlanWords) {
    return { salt: this.#context.crypto.random(32), bytes: canonicalBytes(words as never) }
  }

  async #say(
    id: string,
    decide: (state: OperationState) => Result<ThreadSaying, string>,
  ): Promise<Outcome> {
    const said = await sayInThread<OperationState, string>(this.#context, {
      root: id,
      fold: OPERATION,
      decide: (thread) => decide(thread.state),
    })
    return said.ok ? await this.show(id) : said
  }
}

/** Why a draft is no plan; undefined when it can be said. */
function draftFault(
  kind: 'operation.propose' | 'operation.amend',
  act: object,
  parties: number,
  words: PlanWords,
) {
  const read = decodeOperationAct(kind, JSON.parse(JSON.stringify(act)))
  if (!read.ok) return refuse('plan-form', read.at)
  const [fault] = planFaults(read.value, parties)
  if (fault) return refuse(fault.code, fault.at)
  const worded = decode(PLAN_WORDS, words as unknown as Json)
  return worded.ok ? undefined : refuse('plan-form', `words.${worded.at}`)
}
