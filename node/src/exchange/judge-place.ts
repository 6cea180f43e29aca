import { hex } from '@concert/core'
import type { RefusalCode } from '@concert/envelope'
import { ancestorsOf, type ThreadStatement } from '@concert/threads'
import type { Reader } from '../store/store.ts'
import { bytesOf } from './statements.ts'

/**
 * Why a statement can't stand where it says in a thread, or undefined: its parents and its
 * author's own statement before it must be here. Forks are admitted: every node must hold both
 * branches to agree on what they leave standing.
 */
export async function judgePlace(
  reader: Pick<Reader, 'db'>,
  thread: string,
  statement: ThreadStatement,
): Promise<RefusalCode | undefined> {
  const { ownSeq, ownPrev, author, parents } = statement
  if (parents.length === 0) return 'own-chain'
  const known = await heldOf(reader, thread, ancestorsOf(statement))
  if (!parents.every((parent) => known.has(parent))) return 'parents-missing'
  if (ownPrev === null) return ownSeq === 0 ? undefined : 'own-chain'
  const before = known.get(ownPrev)
  if (!before) return 'parents-missing'
  return before.author === author && before.ownSeq === ownSeq - 1 ? undefined : 'own-chain'
}

async function heldOf(reader: Pick<Reader, 'db'>, thread: string, digests: readonly string[]) {
  const rows = await reader.db
    .selectFrom('statements')
    .select(['digest', 'author', 'own_seq'])
    .where('digest', 'in', digests.map(bytesOf))
    .where('thread', '=', bytesOf(thread))
    .where('refused', 'is', null)
    .execute()
  return new Map(
    rows.map(({ digest, author, own_seq: ownSeq }) => [hex(digest), { author, ownSeq }]),
  )
}
