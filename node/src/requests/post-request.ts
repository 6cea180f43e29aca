import { canonicalBytes, type JsonObject } from '@concert/core'
import type { Salted, Statement, Tlp } from '@concert/envelope'
import type { TargetsContent } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { say } from '../exchange/author.ts'
import { insertStatement } from '../exchange/statements.ts'
import { type Posted, postEnvelope } from '../federation/post.ts'
import type { Transaction } from '../store/store.ts'
import type { BuiltRequest } from './draft.ts'

/** Targets in one statement: its content must stay well below what one record may hold. */
const TARGETS_AT_ONCE = 10_000
const TARGET_BYTES_AT_ONCE = 1 << 20

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
 * @param targets - normalised
 * @returns the root
 */
export async function postNewRequest(
  tx: Transaction,
  context: NodeContext,
  built: BuiltRequest,
  targets: readonly string[],
  seen: string | null,
): Promise<Statement> {
  const { act, exercise, tlp, kind, content } = built
  const common = { compact: act.compact, tlp, exercise }
  const peer = act.parties.find((party) => party !== context.own.node) ?? ''
  const place = { id: null, own_seq: 0, own_prev: null, parents: [] }
  const root = await storeSaying(tx, context, { ...common, kind, act, content, thread: place })
  let last = root.statement
  let waiting: Posted[] = [root.posted]
  let from = 0
  for (const chunk of chunksOf(targets)) {
    const next = await storeSaying(tx, context, {
      ...common,
      kind: 'request.targets',
      act: { from, count: chunk.length, seen },
      content: { targets: chunk } satisfies TargetsContent,
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
    from += chunk.length
  }
  if (waiting.length > 0) await postEnvelope(tx, context, peer, waiting)
  return root.statement
}

/** Parts of a list, each within what one statement may hold. */
function* chunksOf(targets: readonly string[]): Generator<readonly string[]> {
  let chunk: string[] = []
  let bytes = 0
  for (const target of targets) {
    if (chunk.length === TARGETS_AT_ONCE || bytes + target.length > TARGET_BYTES_AT_ONCE) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(target)
    bytes += target.length
  }
  if (chunk.length > 0) yield chunk
}
