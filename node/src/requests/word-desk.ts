import { ok, type Result, refuse } from '@concert/core'
import type { Calendars } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { announce } from '../federation/post.ts'
import { type Acting, type AuthorityRefusal, actorNamed, mayAct } from '../release/delegates.ts'
import { type AuditAction, type KeptFinding, recordDecisions } from '../release/desk-rows.ts'
import type { Cleared, GateRefusal, MessageGate } from '../release/message-gate.ts'
import type { Transaction } from '../store/store.ts'
import {
  dropHeld,
  type HeldWord,
  holdWord,
  listHeld,
  listHeldBefore,
  readHeld,
  showHeldAnew,
} from './held-words.ts'
import {
  type MoveOrder,
  type MoveRefusal,
  postMove,
  type Word,
  whyIllegal,
  wordOf,
} from './move-request.ts'
import { wordMessage } from './outgoing.ts'
import { peerOf } from './read-requests.ts'
import { type RootStatement, readRoot } from './read-root.ts'
import { openRequestThread } from './request-thread.ts'
import { type ShownWord, showBytes } from './word-bytes.ts'

/** Why a word is not said, not held, or not decided on. */
export type WordRefusal = MoveRefusal | AuthorityRefusal | GateRefusal | 'no-longer-allowed'

/** What became of a word: said, or held under a number until a second person has looked. */
export type Said = { readonly digest: string } | { readonly held: number }

const DAY_MS = 86_400_000

/** What people say in requests: through the release desk, with four eyes where its rules ask. */
export class WordDesk {
  readonly #context: NodeContext
  readonly #calendars: Calendars
  readonly #gate: MessageGate

  constructor(context: NodeContext, calendars: Calendars, gate: MessageGate) {
    this.#context = context
    this.#calendars = calendars
    this.#gate = gate
  }

  /** Words of live requests or of drills that wait for a second person. */
  async held(exercise: boolean): Promise<readonly ShownWord[]> {
    await this.expire()
    const { read } = this.#context.store
    return await showBytes(this.#context, read, await listHeld(read, { exercise }))
  }

  /** Ends the waiting of words that nobody decided in time: they are not said; who wants to, says them anew. */
  async expire(): Promise<void> {
    const { store, config, now } = this.#context
    const before = now() - config.release.reviewDays * DAY_MS
    for (const word of await listHeldBefore(store.read, before)) {
      await store.transact(async (tx) => {
        if (await dropHeld(tx, word.id)) await this.#record(tx, word, '', 'expired', '')
      })
    }
  }

  /** What a machine plays from a script: refused where a person's would be held. */
  async clear(id: string, order: MoveOrder): Promise<Result<Cleared<Word>, WordRefusal>> {
    const { store } = this.#context
    const word = wordOf(order)
    if (!word.ok) return word
    const peer = await peerOf(store.read, id)
    const root = peer && (await readRoot(this.#context, store.read, id))
    if (!peer || !root) return refuse('unknown-request', 'id')
    return await this.#clear(peer, root, word.value, undefined)
  }

  /** Says a word, if the request's state and the release desk allow it; or holds it. */
  async say(id: string, order: MoveOrder, as: Acting): Promise<Result<Said, WordRefusal>> {
    const { store } = this.#context
    const word = wordOf(order)
    if (!word.ok) return word
    const peer = await peerOf(store.read, id)
    const root = peer && (await readRoot(this.#context, store.read, id))
    if (!peer || !root) return refuse('unknown-request', 'id')
    const cleared = await this.#clear(peer, root, word.value, undefined)
    if (cleared.ok) {
      const moved = await store.transact((tx) => {
        return postMove(tx, this.#context, this.#calendars, id, cleared.value)
      })
      if (moved.ok) announce(this.#context, [peer])
      return moved
    }
    if (cleared.code !== 'release-review') return cleared
    return await this.#hold(id, peer, root, word.value, as)
  }

  async #clear(
    peer: string,
    root: RootStatement,
    word: Word,
    shown: readonly KeptFinding[] | undefined,
  ) {
    return await this.#gate.clear(peer, word, wordMessage(root.act, root.tlp, word), shown)
  }

  async #hold(
    request: string,
    peer: string,
    root: RootStatement,
    word: Word,
    as: Acting,
  ): Promise<Result<Said, WordRefusal>> {
    const { store, config, now } = this.#context
    const actor = actorNamed(config.release, as)
    if (!actor.ok) return actor
    const thread = await openRequestThread(this.#context, store.read, request)
    const illegal = thread && whyIllegal(thread.state, this.#context, this.#calendars, word)
    // Nobody is asked to look at what could not be said anyway.
    if (illegal) return illegal
    const judged = await this.#gate.judge(peer, wordMessage(root.act, root.tlp, word))
    if (!judged.ok) return judged
    const { findings } = judged.value
    const author = actor.value.name
    const held = { request, peer, exercise: root.exercise, ...word, findings, author, added: now() }
    const number = await store.transact(async (tx) => {
      await this.#record(tx, { ...held, id: 0 }, author, 'queued', '')
      return await holdWord(tx, held)
    })
    return ok({ held: number })
  }

  /** A second person lets a word go, in the very form that was shown. */
  async approve(
    id: number,
    as: Acting,
    note: string,
  ): Promise<Result<{ readonly request: string; readonly digest: string }, WordRefusal>> {
    const { store } = this.#context
    const found = await this.#find(id, as, 'approve')
    if (!found.ok) return found
    const { word, actor } = found.value
    const root = await readRoot(this.#context, store.read, word.request)
    if (!root) return refuse('unknown-request', 'id')
    const cleared = await this.#clear(word.peer, root, plainWord(word), word.findings)
    if (!cleared.ok) {
      if (cleared.code === 'release-rules') return cleared
      await this.#lookAnew(word, root)
      return refuse('no-longer-allowed', cleared.at)
    }
    const done = await store.transact(async (tx) => {
      // Of two people who decide at once, one does.
      await tx.lock(`held word ${id}`)
      if (!(await readHeld(tx, id))) return refuse('unknown-word', 'id')
      const moved = await postMove(tx, this.#context, this.#calendars, word.request, cleared.value)
      if (!moved.ok) return moved
      await dropHeld(tx, id)
      await this.#record(tx, word, actor, 'approved', note)
      return moved
    })
    if (!done.ok) return done
    announce(this.#context, [word.peer])
    return ok({ request: word.request, digest: done.value.digest })
  }

  /** A word is not said. */
  async reject(
    id: number,
    as: Acting,
    note: string,
  ): Promise<Result<{ readonly request: string }, WordRefusal>> {
    const found = await this.#find(id, as, 'reject')
    if (!found.ok) return found
    const { word, actor } = found.value
    const isDone = await this.#context.store.transact(async (tx) => {
      if (!(await dropHeld(tx, id))) return false
      await this.#record(tx, word, actor, 'rejected', note)
      return true
    })
    return isDone ? ok({ request: word.request }) : refuse('unknown-word', 'id')
  }

  async #find(
    id: number,
    as: Acting,
    action: 'approve' | 'reject',
  ): Promise<Result<{ readonly word: HeldWord; readonly actor: string }, WordRefusal>> {
    const { store, config } = this.#context
    const actor = actorNamed(config.release, as)
    if (!actor.ok) return actor
    await this.expire()
    const word = await readHeld(store.read, id)
    if (!word) return refuse('unknown-word', 'id')
    // Whoever wrote it may take it back.
    const isOwn = action === 'reject' && word.author === actor.value.name
    const may = isOwn ? ok(null) : mayAct(actor.value, action, word)
    return may.ok ? ok({ word, actor: actor.value.name }) : may
  }

  async #lookAnew(word: HeldWord, root: RootStatement): Promise<void> {
    const judged = await this.#gate.judge(
      word.peer,
      wordMessage(root.act, root.tlp, plainWord(word)),
    )
    if (!judged.ok) return
    const { findings } = judged.value
    await this.#context.store.transact((tx) => showHeldAnew(tx, word.id, findings))
  }

  async #record(
    tx: Transaction,
    { request, peer, findings, move, act, content }: HeldWord,
    actor: string,
    action: AuditAction,
    note: string,
  ): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({ move, act, content }))
    const entry = { actor, action, peer, objectId: null, stixId: request, statementId: null }
    const findingsJson = JSON.stringify(findings)
    const more = { objects: 0, findings: findingsJson, bytes, note }
    await recordDecisions(tx, this.#context.now(), [{ ...entry, ...more }])
  }
}

function plainWord({ move, act, content }: HeldWord): Word {
  return { move, act, content }
}
