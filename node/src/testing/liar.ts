import {
  type Checkpoint,
  formatAddCheckpoint,
  KEY_TYPES,
  makeNoteSigner,
  signCheckpoint,
} from '@concert/tlog'
import { openCompactThread } from '../compacts/compact-threads.ts'
import { placeIn } from '../compacts/thread-post.ts'
import { currentKey, noteKeyOf } from '../identity/own-node.ts'
import type { KeySet } from '../keys/key-set.ts'
import type { RunningNode } from '../node.ts'

/** Asks another node to witness a history that the liar's log does not have. @returns the HTTP status */
export async function tellOtherHistory(
  liar: RunningNode,
  keys: KeySet,
  to: RunningNode,
): Promise<number> {
  const { crypto, log } = liar.parts.context
  const held = await to.parts.context.store.read.db
    .selectFrom('witnessed_logs')
    .select('size')
    .where('origin', '=', log.origin)
    .executeTakeFirst()
  if (!held) return 0
  const key = currentKey(keys, 'log', Date.now())
  const noteKey = noteKeyOf(crypto, log.origin, KEY_TYPES.note, key)
  const checkpoint: Checkpoint = { origin: log.origin, size: held.size, root: crypto.random(32) }
  const note = await signCheckpoint(makeNoteSigner(crypto, noteKey, key.secret), checkpoint)
  const answer = await fetch(`${to.parts.context.config.url}/concert/v1/witness/add-checkpoint`, {
    method: 'POST',
    body: formatAddCheckpoint({ oldSize: held.size, proof: [], note }),
  })
  return answer.status
}

/** Where the liar's next statement in a compact's thread would stand: two can stand there. */
export async function placeInCompact({ parts }: RunningNode, compact: string) {
  const { context } = parts
  const thread = await openCompactThread(context, context.store.read, compact)
  return thread && placeIn(thread, context.own.node)
}
