import { hex } from '@concert/core'
import { parseStatement } from '@concert/envelope'
import {
  type CompactState,
  foldCompact,
  type ThreadStatement,
  threadStatement,
} from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

type Needs = Pick<NodeContext, 'crypto'>

/** The statements of a thread that are in effect here, the root first when it is known. */
export async function readThread(
  context: Needs,
  reader: Pick<Reader, 'db'>,
  root: string,
): Promise<readonly ThreadStatement[]> {
  const rows = await reader.db
    .selectFrom('statements')
    .select('document')
    .where('thread', '=', bytesOf(root))
    .where('refused', 'is', null)
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

/** The folded state of a compact by its thread, or undefined when it is not known here. */
async function readCompact(
  context: Needs,
  reader: Pick<Reader, 'db'>,
  thread: string,
): Promise<CompactState | undefined> {
  const statements = await readThread(context, reader, thread)
  const root = statements.find((statement) => statement.digest === thread)
  return root && foldCompact(root, statements)
}

/** Every compact this node knows, oldest first. */
export async function listCompacts(
  context: Needs,
  reader: Pick<Reader, 'db'>,
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
    const state = await readCompact(context, reader, hex(row.digest))
    if (state) states.push(state)
  }
  return states
}

/** The compact one of whose versions has this digest: what statements name. */
export async function findCompact(
  context: Needs,
  reader: Pick<Reader, 'db'>,
  version: string,
): Promise<CompactState | undefined> {
  const row = await reader.db
    .selectFrom('statements')
    .select('thread')
    .where('digest', '=', bytesOf(version))
    .where('kind', '=', 'compact.propose')
    .executeTakeFirst()
  return row?.thread ? await readCompact(context, reader, hex(row.thread)) : undefined
}
