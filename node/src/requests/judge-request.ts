import type { RefusalCode, Statement } from '@concert/envelope'
import {
  calendarsOf,
  decodeRequestAct,
  isRequestKind,
  isRequestRoot,
  REQUEST,
  type RequestRoot,
  type Terms,
  type ThreadStatement,
  threadStatement,
  viewCompact,
} from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import { judgePlace } from '../exchange/judge-place.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import type { Reader } from '../store/store.ts'
import { readRoot } from './read-root.ts'
import { judgeTendered } from './tendered.ts'

type Reading = Pick<Reader, 'db'>

/**
 * Why a statement of a request is kept without effect, or undefined. A new request needs the
 * compact in force and its tier open; what belongs to one that was asked already is always heard,
 * or a suspension would swallow answers. Whether a move is legal the fold decides, on every node
 * alike.
 */
export async function judgeRequest(
  context: NodeContext,
  reader: Reading,
  { statement, content }: Pick<PreparedStatement, 'statement' | 'content'>,
): Promise<RefusalCode | undefined> {
  const entry = threadStatement(statement)
  if (!entry || !isRequestKind(statement.kind)) return 'bad-act'
  const act = decodeRequestAct(statement.kind, statement.act)
  if (!act.ok) return act.code
  const thread = statement.thread?.id ?? null
  if (thread === null) return await judgeRoot(context, reader, statement, entry)
  const root = await readRoot(context, reader, thread)
  if (!root) return 'parents-missing'
  if (!root.act.parties.includes(entry.author)) return 'not-author'
  if (statement.exercise !== root.exercise) return 'exercise-mixed'
  if (statement.compact !== root.act.compact) return 'compact-terms'
  const misplaced = await judgePlace(reader, thread, entry)
  if (misplaced !== undefined || statement.kind !== 'request.tender') return misplaced
  return await judgeTendered(context, reader, statement, content?.bytes ?? null)
}

async function judgeRoot(
  context: NodeContext,
  reader: Reading,
  statement: Statement,
  entry: ThreadStatement,
): Promise<RefusalCode | undefined> {
  const { ownSeq, ownPrev, parents } = entry
  if (ownSeq !== 0 || ownPrev !== null || parents.length > 0) return 'own-chain'
  if (!isRequestRoot(statement.kind) || REQUEST.open(entry) === undefined) return 'bad-act'
  const act = decodeRequestAct(statement.kind, statement.act)
  if (!act.ok) return act.code
  const [, owner] = act.value.parties
  if (!act.value.parties.includes(context.own.node)) return 'compact-terms'
  if (statement.compact !== act.value.compact) return 'compact-terms'
  return await judgeAsked(context, reader, act.value, owner ?? '')
}

/**
 * Whether the compact lets one party ask another so: its tier, type, urgency with the times
 * agreed, size, and the calendar of the side that owes. The asking node asks itself the same.
 */
export async function judgeAsked(
  context: NodeContext,
  reader: Reading,
  act: RequestRoot,
  owner: string,
): Promise<'no-compact' | 'tier-suspended' | 'compact-terms' | undefined> {
  const state = await findCompact(context, reader, act.compact)
  const view = state && viewCompact(state, context.now())
  if (!state || !view || view.digest !== act.compact) return 'no-compact'
  if (!act.parties.every((party) => state.parties.includes(party))) return 'no-compact'
  const tier = view.tiers.requests
  if (!tier.open) return tier.closed === 'suspended' ? 'tier-suspended' : 'no-compact'
  const identity = await context.identities.current(owner)
  if (!calendarsOf(identity?.economy ?? '').includes(act.calendar)) return 'compact-terms'
  return brokenClause(act, view.terms) === undefined ? undefined : 'compact-terms'
}

/** The path of the clause that a request breaks, such as `requests.urgency.u0.answer`. */
export function clauseOfAsking(
  { kind, act: said }: Pick<Statement, 'kind' | 'act'>,
  terms: Terms,
): string | undefined {
  if (!isRequestRoot(kind)) return undefined
  const act = decodeRequestAct(kind, said)
  return act.ok ? brokenClause(act.value, terms) : undefined
}

function brokenClause(act: RequestRoot, terms: Terms | null): string | undefined {
  const agreed = terms?.requests
  if (!agreed) return 'requests'
  if (!agreed.types.includes(act.type)) return 'requests.types'
  if (act.targets > agreed.targets) return 'requests.targets'
  const urgency = `requests.urgency.${act.urgency}`
  const row = agreed.urgency[act.urgency]
  if (!row) return urgency
  const { acknowledge, answer } = act.times
  if (!isSame(acknowledge, row.acknowledge)) return `${urgency}.acknowledge`
  return isSame(answer, row.answer) ? undefined : `${urgency}.answer`
}

function isSame(a: RequestRoot['times']['answer'], b: RequestRoot['times']['answer']): boolean {
  return a.unit === b.unit && a.count === b.count
}
