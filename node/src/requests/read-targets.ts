import { decodeRequestAct, readRequestContent, type TargetRun } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'
import type { RequestThread } from './request-thread.ts'

/** One target with how it stands. */
export interface TargetLine extends Omit<TargetRun, 'from' | 'count'> {
  readonly index: number
  /** Null when it was erased, or has not been listed yet. */
  readonly value: string | null
}

/** A page of a request's targets. */
export interface TargetPage {
  readonly targets: readonly TargetLine[]
  /** Index to go on from; null at the end. */
  readonly next: number | null
}

/**
 * Targets from an index on, in the order of the list.
 *
 * @param status - only those that stand so
 */
export async function readTargets(
  context: Pick<NodeContext, 'crypto'>,
  reader: Pick<Reader, 'db'>,
  thread: RequestThread,
  { from, limit, status }: { from: number; limit: number; status: string | undefined },
): Promise<TargetPage> {
  const lines: Omit<TargetLine, 'value'>[] = []
  let next: number | null = null
  for (const { from: first, count, ...said } of thread.state.targets) {
    if (first + count <= from || (status !== undefined && said.status !== status)) continue
    const start = Math.max(first, from)
    const room = limit - lines.length
    const take = Math.min(first + count - start, room)
    for (let index = start; index < start + take; index++) lines.push({ ...said, index })
    if (take < first + count - start || lines.length === limit) {
      next = start + take
      break
    }
  }
  if (next !== null && next >= thread.state.root.targets) next = null
  const values = await targetValues(
    context,
    reader,
    thread,
    new Set(lines.map(({ index }) => index)),
  )
  return {
    targets: lines.map((line) => ({ ...line, value: values.get(line.index) ?? null })),
    next,
  }
}

/** Values of targets by their index; only the parts of the list that hold them are read. */
async function targetValues(
  _context: Pick<NodeContext, 'crypto'>,
  reader: Pick<Reader, 'db'>,
  thread: RequestThread,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const values = new Map<number, string>()
  for (const { digest, kind, act } of thread.order) {
    const read = kind === 'request.targets' ? decodeRequestAct(kind, act) : undefined
    if (!read?.ok || thread.broken(digest) !== undefined) continue
    const { from, count } = read.value
    const here = Array.from({ length: count }, (_, i) => from + i).filter((i) => wanted.has(i))
    if (here.length === 0) continue
    const row = await reader.db
      .selectFrom('statements')
      .select('content')
      .where('digest', '=', bytesOf(digest))
      .executeTakeFirst()
    const content = readRequestContent('targets', row?.content ?? null)
    for (const index of here) {
      const value = content?.targets[index - from]
      if (value !== undefined) values.set(index, value)
    }
  }
  return values
}
