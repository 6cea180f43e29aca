import { type Json, type JsonObject, ok, type Result, refuse } from '@concert/core'
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

/** Why a move is not made. */
export type MoveRefusal = RequestCode | 'bad-act' | 'frozen-peer'

/**
 * Makes a move in a request, in the caller's transaction. The fold itself is asked first, so a
 * move that would have no effect is never sent.
 */
export async function postMove(
  tx: Transaction,
  context: NodeContext,
  calendars: Calendars,
  id: string,
  order: MoveOrder,
): Promise<Result<{ readonly peer: string; readonly digest: string }, MoveRefusal>> {
  const peer = await peerOf(tx, id)
  if (peer === undefined) return refuse('unknown-request', 'id')
  // First of all: a peer's word must not come between the look and the step.
  await lockPair(tx, peer)
  const root = await readRoot(context, tx, id)
  const thread = await openRequestThread(context, tx, id)
  if (!root || !thread) return refuse('unknown-request', 'id')
  const legal = judgeMove(thread.state, context, calendars, order)
  if (!legal.ok) return legal
  const content = contentOf(order)
  if (!content.ok) return content
  const said = await storeSaying(tx, context, {
    kind: order.move,
    act: legal.value,
    content: content.value,
    compact: root.act.compact,
    tlp: root.tlp,
    exercise: root.exercise,
    thread: placeIn(thread, context.own.node),
  })
  await postEnvelope(tx, context, peer, [said.posted])
  await applyRequest(context, tx, said.statement)
  return ok({ peer, digest: said.statement.digest })
}

/** Why a move can't be made now, or its act as it will be read. */
function judgeMove(
  state: RequestState,
  context: Pick<NodeContext, 'own' | 'now'>,
  calendars: Calendars,
  { move, act }: MoveOrder,
): Result<JsonObject, MoveRefusal> {
  const author = context.own.node
  const read = decodeRequestAct(move, act)
  if (!read.ok) return refuse('bad-act', `act.${read.at ?? ''}`)
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
  return late ? refuse(late, 'act.until') : ok(read.value as unknown as JsonObject)
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

function contentOf({ move, content }: MoveOrder): Result<object | null, 'bad-content'> {
  if (content === undefined || move === 'request.receive') return ok(null)
  const whole = { ...NO_MOVE_CONTENT, ...content }
  const read = decodeRequestContent('move', whole as unknown as Json)
  return read.ok ? ok(read.value) : refuse('bad-content', `content.${read.at ?? ''}`)
}
