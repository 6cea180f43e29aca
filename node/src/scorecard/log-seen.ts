import { hex } from '@concert/core'
import type { RefusalCode } from '@concert/envelope'
import { decodeLogSeen, LOG_SEEN_KIND } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { say, storeAndPost } from '../exchange/author.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import { lockPair, readChannel } from '../federation/channel.ts'
import { storedCheckpoint } from '../federation/peer-log.ts'
import { announce } from '../federation/post.ts'
import { listAlarms } from '../monitor/alarms.ts'

/** How often a node tells each peer what it saw of the peer's log. */
const EVERY_MS = 86_400_000

/** Why a `log.seen` has no effect, or undefined. Part of the control tier, about the two alone. */
export function judgeLogSeen(
  peer: string,
  { statement, items, content }: PreparedStatement,
): RefusalCode | undefined {
  if (statement.author.node !== peer) return 'not-author'
  const isBare = items.length === 0 && content === null && statement.thread === null
  const act = decodeLogSeen(statement.act)
  return act.ok && isBare ? undefined : 'bad-act'
}

/**
 * Tells each confirmed peer, once a day, what this node saw of its log: so that both count the same
 * in the scorecard, and a node whose history was changed hears it from the other side.
 */
export async function tellLogSeen(context: NodeContext): Promise<void> {
  const { store, now } = context
  const peers = await store.read.db
    .selectFrom('peers')
    .select('node')
    .where('confirmed', '<=', now() - EVERY_MS)
    .where('frozen', 'is', null)
    .execute()
  for (const { node } of peers) {
    const isTold = await store.transact(async (tx) => {
      await lockPair(tx, node)
      const last = await tx.db
        .selectFrom('statements')
        .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
        .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
        .select('statements.added')
        .where('statements.kind', '=', LOG_SEEN_KIND)
        .where('envelopes.direction', '=', 'out')
        .where('envelopes.peer', '=', node)
        .orderBy('statements.id', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (last && last.added > now() - EVERY_MS) return false
      const act = await seenOf(context, node)
      if (!act) return false
      const rest = { compact: null, tlp: 'amber', content: null, items: [], thread: null } as const
      const saying = { ...rest, kind: LOG_SEEN_KIND, act }
      await storeAndPost(tx, context, await say(context, saying), saying, [node])
      return true
    })
    if (isTold) announce(context, [node])
  }
}

/** What was seen of a peer's log; undefined before anything was. */
async function seenOf(context: NodeContext, peer: string) {
  const { store, identities } = context
  const identity = await identities.current(peer)
  if (!identity) return undefined
  const { origin } = identity.log
  const channel = await readChannel(store.read, peer, 'in')
  const checkpoint = storedCheckpoint(channel.checkpoint, origin)
  if (!checkpoint) return undefined
  const alarms = await listAlarms(store.read)
  const isSplit = alarms.some((alarm) => alarm.kind === 'split-view' && alarm.origin === origin)
  return { size: checkpoint.size, root: hex(checkpoint.root), consistent: !isSplit }
}
