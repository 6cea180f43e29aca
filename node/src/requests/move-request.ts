import { type Json, type JsonObject, ok, type Refusal, type Result, refuse } from '@concert/core'
import {
  type Calendars,
  decodeRequestAct,
  decodeRequestContent,
  MAX_EXTENSIONS,
  NO_MOVE_CONTENT,
  REQUEST,
  type RequestMove,
  type RequestState,
  viewRequest,
  whyNot,
} from '@concert/threads'
import { placeIn } from '../compacts/thread-post.ts'
import type { NodeContext } from '../context.ts'
import { lockPair } from '../federation/channel.ts'
import { postEnvelope } from '../federation/post.ts'
import { type Cleared, nothingSaid } from '../release/message-gate.ts'
import type { Transaction } from '../store/store.ts'
import { applyRequest } from './apply-request.ts'
import type { RequestCode } from './codes.ts'
import { storeSaying } from './post-request.ts'
import { peerOf } from './read-requests.ts'
import { readRoot } from './read-root.ts'
import { openRequestThread } from './request-thread.ts'

/** A move to make: the kind without its prefix, its act, and the texts that go with it. */
export interface MoveOrder {
  readonly move: RequestMove
  readonly act: JsonObject
  readonly content?: JsonObject
}

/** A move in the agreed form: what would be signed. */
export interface Word {
  readonly move: RequestMove
  readonly act: JsonObject
  readonly content: JsonObject | null
}

/** Why a move is not made. */
export type MoveRefusal = RequestCode | 'bad-act' | 'frozen-peer'

/** Reads a move that somebody wrote, or names the first field that is wrong. */
export function wordOf({ move, act, content }: MoveOrder): Result<Word, 'bad-act' | 'bad-content'> {
  const read = decodeRequestAct(move, act)
  if (!read.ok) return refuse('bad-act', `act.${read.at ?? ''}`)
  const said = contentOf({ ...(content && { content }) })
  if (!said.ok) return said
  const plain = read.value as unknown as JsonObject
  return ok({ move, act: plain, content: said.value as JsonObject | null })
}

/**
 * A move that a machine makes: it says nothing beside what machines read.
 *
 * @param proofs - signed documents that it quotes, no text of anybody
 */
export function bareWord(
  move: 'request.receive' | 'request.escalate' | 'request.tender',
  act: object,
  proofs: object | null = null,
): Cleared<Word> {
  const content = proofs as JsonObject | null
  return { ...nothingSaid(), move, act: act as JsonObject, content }
}

/**
 * Makes a move in a request, in the caller's transaction. The fold itself is asked first, so a
 * move that would have no effect is never sent.
 *
 * @param word - what the release desk has let go
 */
export async function postMove(
  tx: Transaction,
  context: NodeContext,
  calendars: Calendars,
  id: string,
  word: Cleared<Word>,
): Promise<Result<{ readonly peer: string; readonly digest: string }, MoveRefusal>> {
  const peer = await peerOf(tx, id)
  if (peer === undefined) return refuse('unknown-request', 'id')
  // First of all: a peer's word must not come between the look and the step.
  await lockPair(tx, peer)
  const root = await readRoot(context, tx, id)
  const thread = await openRequestThread(context, tx, id)
  if (!root || !thread) return refuse('unknown-request', 'id')
  const illegal = whyIllegal(thread.state, context, calendars, word)
  if (illegal) return illegal
  const said = await storeSaying(tx, context, {
    kind: word.move,
    act: word.act,
    content: word.content,
    compact: root.act.compact,
    tlp: root.tlp,
    exercise: root.exercise,
    thread: placeIn(thread, context.own.node),
  })
  await postEnvelope(tx, context, peer, [said.posted])
  await applyRequest(context, tx, said.statement)
  return ok({ peer, digest: said.statement.digest })
}

/** Why a move can't be made now; undefined when it can. */
export function whyIllegal(
  state: RequestState,
  context: Pick<NodeContext, 'own' | 'now'>,
  calendars: Calendars,
  { move, act }: Pick<Word, 'move' | 'act'>,
): Refusal<MoveRefusal> | undefined {
  const author = context.own.node
  const forbidden = whyNot(state, author, move)
  if (forbidden) return refuse(forbidden, 'move')
  const step = REQUEST.step(state, {
    digest: '',
    author,
    kind: move,
    act,
    ownSeq: 1,
    ownPrev: null,
    parents: [],
  })
  if (!step.ok) return refuse(step.code as RequestCode, step.at ?? 'act')
  const late = whyTooLate(state, context.now(), calendars, move, act)
  return late && refuse(late, 'act.until')
}

/** Extensions and holds say until when; one that the clock would not heed is not sent. */
function whyTooLate(
  state: RequestState,
  now: number,
  calendars: Calendars,
  move: RequestMove,
  { until }: JsonObject,
): RequestCode | undefined {
  if (move !== 'request.extend' && move !== 'request.hold') return undefined
  if (typeof until !== 'string' || Date.parse(until) <= now) return 'in-the-past'
  if (move === 'request.hold') return undefined
  const { answer, extensions } = viewRequest(state, now, calendars)
  if (answer.status === 'missed') return 'too-late'
  return extensions >= MAX_EXTENSIONS ? 'no-extension-left' : undefined
}

function contentOf({ content }: Pick<MoveOrder, 'content'>): Result<object | null, 'bad-content'> {
  if (content === undefined) return ok(null)
  const whole = { ...NO_MOVE_CONTENT, ...content }
  const read = decodeRequestContent('move', whole as unknown as Json)
  return read.ok ? ok(read.value) : refuse('bad-content', `content.${read.at ?? ''}`)
}
