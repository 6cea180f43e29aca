import type { RefusalCode, Statement } from '@concert/envelope'
import { decodeScorecardAct, isScorecardKind, threadStatement } from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { judgePlace } from '../exchange/judge-place.ts'
import type { Reader } from '../store/store.ts'
import { readCutAct } from './scorecard-rows.ts'

/** Why a statement of a scorecard is kept without effect, or undefined. Part of the control tier. */
export async function judgeScorecard(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  statement: Statement,
): Promise<RefusalCode | undefined> {
  const entry = threadStatement(statement)
  if (!entry || !isScorecardKind(statement.kind)) return 'bad-act'
  const act = decodeScorecardAct(statement.kind, statement.act)
  if (!act.ok) return act.code
  const thread = statement.thread?.id ?? null
  if (thread === null) {
    if (!('parties' in act.value) || entry.parents.length > 0 || entry.ownSeq !== 0) {
      return 'bad-act'
    }
    const [first, second] = act.value.parties
    if (first !== entry.author) return 'not-author'
    return second === context.own.node ? undefined : 'bad-act'
  }
  const cut = await readCutAct(context, reader, thread)
  if (!cut) return 'parents-missing'
  if (cut.parties[1] !== entry.author || statement.kind !== 'scorecard.agree') return 'not-author'
  return await judgePlace(reader, thread, entry)
}
