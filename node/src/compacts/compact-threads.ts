import { hex } from '@concert/core'
import { parseStatement } from '@concert/envelope'
import {
  type CompactState,
  type Thread,
  type ThreadStatement,
  threadStatement,
} from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

type Needs = Pick<NodeContext, 'compactThreads'>
type Reading = Pick<Reader, 'db'>

/**
 * The statements of a thread that were admitted here, in the order in which they came.
 *
 * @param after - row of the last that is known already
 */
export async function readThread(
  context: Pick<NodeContext, 'crypto'>,
  reader: Reading,
  root: string,
  after = 0,
): Promise<readonly ThreadStatement[]> {
  const rows = await reader.db
    .selectFrom('statements')
    .select('document')
    .where('thread', '=', bytesOf(root))
    .where('refused', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .execute()
  const statements: ThreadStatement[] = []
  for (const row of rows) {
    const parsed = parseStatement(context.crypto, row.document)
    const entry = parsed.ok ? threadStatement(parsed.value) : undefined
    if (entry) statements.push(entry)
  }
  return statements
}

/** A compact's thread, or undefined when it is not known here. */
export async function openCompactThread(
  context: Needs,
  reader: Reading,
  root: string,
): Promise<Thread<CompactState> | undefined> {
  return await context.compactThreads.open(reader, root)
}

/** Every compact this node knows, oldest first. */
export async function listCompacts(
  context: Needs,
  reader: Reading,
): Promise<readonly CompactState[]> {
  const rows = await reader.db
    .selectFrom('statements')
    .select('digest')
    .where('kind', '=', 'compact.propose')
    .where('own_seq', '=', 0)
    .where('refused', 'is', null)
    .orderBy('id')
    .execute()
  const states: CompactState[] = []
  for (const row of rows) {
    // A party's first word in another's thread may be a proposal too: that opens no thread.
    const thread = await openCompactThread(context, reader, hex(row.digest))
    if (thread) states.push(thread.state)
  }
  return states
}

/** The compact one of whose versions has this digest: what statements name. */
export async function findCompact(
  context: Needs,
  reader: Reading,
  version: string,
): Promise<CompactState | undefined> {
  const row = await reader.db
    .selectFrom('statements')
    .select('thread')
    .where('digest', '=', bytesOf(version))
    .where('kind', '=', 'compact.propose')
    .executeTakeFirst()
  if (!row?.thread) return undefined
  return (await openCompactThread(context, reader, hex(row.thread)))?.state
}
