import { canonicalBytes, type JsonObject } from '@concert/core'
import type { Salted, Statement, Tlp } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { say } from '../exchange/author.ts'
import { insertStatement } from '../exchange/statements.ts'
import { type Posted, postEnvelope } from '../federation/post.ts'
import type { Cleared } from '../release/message-gate.ts'
import type { Transaction } from '../store/store.ts'
import { type OutgoingRequest, partsOf } from './outgoing.ts'

/** What a statement of a request says. */
export interface RequestSaying {
  readonly kind: string
  readonly act: object
  readonly content: object | null
  readonly compact: string | null
  readonly tlp: Tlp
  readonly exercise: boolean
  readonly thread: NonNullable<Statement['thread']>
}

/** Signs and stores one statement of ours; nothing is posted yet. */
export async function storeSaying(
  tx: Transaction,
  context: NodeContext,
  saying: RequestSaying,
): Promise<{ readonly statement: Statement; readonly posted: Posted }> {
  const content = saying.content && saltedOf(context, saying.content)
  const statement = await say(context, { ...saying, content, items: [] })
  const entry = { statement, content, itemCount: 0, refused: null }
  const id = await insertStatement(tx, context.now(), entry)
  return { statement, posted: { id, digest: statement.digest, items: 0 } }
}

function saltedOf(context: NodeContext, content: object): Salted {
  return { salt: context.crypto.random(32), bytes: canonicalBytes(content as JsonObject) }
}

/**
 * Signs a request with the list of its targets and puts it into envelopes, in the caller's
 * transaction: all of it is said, or nothing.
 *
 * @returns the root, and the row of its statement
 */
export async function postNewRequest(
  tx: Transaction,
  context: NodeContext,
  request: Cleared<OutgoingRequest>,
): Promise<{ readonly root: Statement; readonly row: number }> {
  const { act, exercise, tlp } = request.built
  const common = { compact: act.compact, tlp, exercise }
  const peer = act.parties.find((party) => party !== context.own.node) ?? ''
  const [first, ...parts] = partsOf(request)
  if (!first) throw new TypeError('request')
  const place = { id: null, own_seq: 0, own_prev: null, parents: [] }
  const root = await storeSaying(tx, context, { ...common, ...first, thread: place })
  let last = root.statement
  let waiting: Posted[] = [root.posted]
  for (const part of parts) {
    const next = await storeSaying(tx, context, {
      ...common,
      ...part,
      thread: {
        id: root.statement.digest,
        own_seq: (last.thread?.own_seq ?? 0) + 1,
        own_prev: last.digest,
        parents: [last.digest],
      },
    })
    // The first part travels with the request, each other in an envelope of its own.
    await postEnvelope(tx, context, peer, [...waiting, next.posted])
    waiting = []
    last = next.statement
  }
  if (waiting.length > 0) await postEnvelope(tx, context, peer, waiting)
  return { root: root.statement, row: root.posted.id }
}
