import { parseStatement, type Tlp } from '@concert/envelope'
import { decodeRequestAct, isRequestRoot, type RequestRoot } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

/** What the root of a request says beyond what its fold keeps. */
export interface RootStatement {
  readonly act: RequestRoot
  /** Its author's own time. */
  readonly time: string
  readonly exercise: boolean
  readonly compact: string | null
  readonly tlp: Tlp
  readonly content: Uint8Array | null
}

/** The root of a request, or undefined when no request in effect here begins so. */
export async function readRoot(
  context: Pick<NodeContext, 'crypto'>,
  reader: Pick<Reader, 'db'>,
  digest: string,
): Promise<RootStatement | undefined> {
  const row = await reader.db
    .selectFrom('statements')
    .select(['document', 'content'])
    .where('digest', '=', bytesOf(digest))
    .where('refused', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const parsed = parseStatement(context.crypto, row.document)
  if (!parsed.ok || !isRequestRoot(parsed.value.kind)) return undefined
  const { kind, act, time, exercise, compact, tlp } = parsed.value
  const read = decodeRequestAct(kind, act)
  return read.ok
    ? { act: read.value, time, exercise, compact, tlp, content: row.content }
    : undefined
}
