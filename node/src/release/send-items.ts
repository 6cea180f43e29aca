import type { Salted, Statement, Tlp } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { type Saying, say, storeOwn } from '../exchange/author.ts'
import { PLACE, postLater } from '../federation/post.ts'
import { insertItems } from '../intel/object-rows.ts'
import type { Transaction } from '../store/store.ts'

/** Items in one statement: one signature, one seal and one log entry for so many objects. */
export const ITEMS_PER_STATEMENT = 1000

/** A statement that shares items, signed and not yet stored. */
export interface SignedShare {
  readonly statement: Statement
  readonly saying: Saying
}

/** Signs a statement that carries these very bytes, in this order. */
export async function signShare(
  context: NodeContext,
  compact: string,
  tlp: Tlp,
  bodies: readonly Uint8Array[],
): Promise<SignedShare> {
  const salts = context.crypto.random(32 * bodies.length)
  const items: Salted[] = bodies.map((bytes, i) => {
    return { salt: salts.subarray(32 * i, 32 * i + 32), bytes }
  })
  const act = { items: items.length }
  const saying = { kind: 'intel.share', compact, tlp, act, content: null, items, thread: null }
  return { statement: await say(context, saying), saying }
}

/** Stores a signed share and queues it to a peer. @param objectIds - rows of the items, in order */
export async function postShare(
  tx: Transaction,
  context: NodeContext,
  peer: string,
  { statement, saying }: SignedShare,
  objectIds: readonly number[],
): Promise<number> {
  const posted = await storeOwn(tx, context, statement, saying)
  await insertItems(tx, posted.id, saying.items, objectIds)
  await postLater(tx, context, peer, PLACE.objects, [[posted]])
  return posted.id
}
