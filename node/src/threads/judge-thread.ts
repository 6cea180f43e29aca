import type { Result } from '@concert/core'
import { parseStatement, type RefusalCode, type Statement } from '@concert/envelope'
import { type Fold, type ThreadStatement, threadStatement } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { judgePlace } from '../exchange/judge-place.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

/** What admission has to know of a kind of thread. */
export interface ThreadFamily {
  readonly fold: Fold<unknown>
  /** Reads an act of the family, or `bad-act`. */
  decode(kind: string, act: ThreadStatement['act']): Result<unknown, RefusalCode>
  /** Why a thread may not be opened with this node, or undefined. */
  mayOpen(
    context: NodeContext,
    reader: Pick<Reader, 'db'>,
    root: Statement,
  ): Promise<RefusalCode | undefined>
}

/**
 * Why a statement of a thread is kept without effect, or undefined. Below the root it reads
 * statements alone, so that every node admits the same (protocol, Threads).
 */
export async function judgeThread(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  statement: Statement,
  family: ThreadFamily,
): Promise<RefusalCode | undefined> {
  const entry = threadStatement(statement)
  if (!entry) return 'bad-act'
  const act = family.decode(statement.kind, statement.act)
  if (!act.ok) return act.code
  const root = statement.thread?.id ?? null
  if (root === null) return await judgeRoot(context, reader, statement, entry, family)
  const opened = await readOpening(context, reader, root, family)
  if (!opened) return 'parents-missing'
  if (!opened.participants.includes(entry.author)) return 'not-author'
  // A drill stays one to its last word: what is live can't slip into it, nor it into what is live.
  if (opened.exercise !== statement.exercise) return 'exercise-mixed'
  return await judgePlace(reader, root, entry)
}

async function readOpening(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  root: string,
  { fold }: ThreadFamily,
) {
  const row = await reader.db
    .selectFrom('statements')
    .select(['document', 'exercise'])
    .where('digest', '=', bytesOf(root))
    .where('refused', 'is', null)
    .executeTakeFirst()
  const parsed = row && parseStatement(context.crypto, row.document)
  const first = parsed?.ok ? threadStatement(parsed.value) : undefined
  const opening = first && fold.open(first)
  return opening && { participants: opening.participants, exercise: row?.exercise === 1 }
}

async function judgeRoot(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  statement: Statement,
  entry: ThreadStatement,
  family: ThreadFamily,
): Promise<RefusalCode | undefined> {
  const opening = family.fold.open(entry)
  if (!opening) return 'bad-act'
  const { participants } = opening
  if (new Set(participants).size !== participants.length) return 'bad-act'
  if (!participants.includes(entry.author)) return 'not-author'
  if (!participants.includes(context.own.node)) return 'compact-terms'
  const isFirst = entry.ownSeq === 0 && entry.ownPrev === null && entry.parents.length === 0
  return isFirst ? await family.mayOpen(context, reader, statement) : 'own-chain'
}

/** Whether a thread is a drill: its root says so for all of it. */
export async function isExercise(reader: Pick<Reader, 'db'>, root: string): Promise<boolean> {
  const row = await reader.db
    .selectFrom('statements')
    .select('exercise')
    .where('digest', '=', bytesOf(root))
    .executeTakeFirst()
  return row?.exercise === 1
}
