import {
  isIntelKind,
  parseReceipt,
  parseStatement,
  type RefusalCode,
  type Statement,
} from '@concert/envelope'
import {
  type CardInput,
  type CutAct,
  type Fold,
  isOperationKind,
  isPassed,
  isPingKind,
  isRequestKind,
  LOG_SEEN_KIND,
  OPERATION,
  openCalendars,
  PING,
  REQUEST,
  type ScoredFact,
  type ScoredPing,
  type ScoredRequest,
  Thread,
  type ThreadStatement,
  threadStatement,
} from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { readChannel } from '../federation/channel.ts'
import type { Reader } from '../store/store.ts'
import { type CutStatement, factsIn } from './cut-facts.ts'

type Cut = Omit<CutAct, 'card'>
type Head = CutAct['ours']

/** The newest cut with a peer that this node can prove: what both hold and have receipted. */
export async function newestHeads(
  context: NodeContext,
  peer: string,
): Promise<{ readonly ours: Head; readonly theirs: Head }> {
  const out = await readChannel(context.store.read, peer, 'out')
  const incoming = await readChannel(context.store.read, peer, 'in')
  return {
    ours: { epoch: out.epoch, seq: out.settled },
    theirs: { epoch: incoming.epoch, seq: incoming.seq },
  }
}

/** Whether this node holds everything that a peer's cut names, receipts for its own included. */
export async function holdsCut(context: NodeContext, peer: string, cut: Cut): Promise<boolean> {
  const { ours, theirs } = await newestHeads(context, peer)
  return isWithin(cut.theirs, ours) && isWithin(cut.ours, theirs)
}

function isWithin(head: Head, newest: Head): boolean {
  return head.epoch < newest.epoch || (head.epoch === newest.epoch && head.seq <= newest.seq)
}

/** Everything within a cut that a scorecard is computed from. */
export async function readCut(
  context: Pick<NodeContext, 'crypto' | 'own'>,
  reader: Pick<Reader, 'db'>,
  cut: Cut,
): Promise<CardInput> {
  const isOurs = cut.parties[0] === context.own.node
  const [out, incoming] = isOurs ? [cut.ours, cut.theirs] : [cut.theirs, cut.ours]
  const peer = cut.parties.find((party) => party !== context.own.node) ?? ''
  const [author = '', other = ''] = cut.parties
  const upTo = (direction: 'out' | 'in', head: Head) =>
    statementsUpTo(context, reader, { peer, direction, head })
  const ofOurs = await upTo('out', out)
  const ofTheirs = await upTo('in', incoming)
  // In one order on both nodes: facts that name the same item count for whoever comes first.
  const parts = isOurs ? [ofOurs, ofTheirs] : [ofTheirs, ofOurs]
  const said = parts.flatMap(({ held }) => held)
  const statements = said.map(({ statement }) => statement)
  return {
    cut,
    requests: requestsIn(statements),
    pings: pingsIn(statements),
    facts: [
      ...factsIn(said, cut.parties),
      ...operationFacts(statements, cut.parties),
      ...exceeded(author, parts[0]?.refused ?? []),
      ...exceeded(other, parts[1]?.refused ?? []),
    ],
    calendars: openCalendars(),
  }
}

/** What a statement is refused for when it goes beyond the compact: a breach of handling. */
const BEYOND_TERMS: ReadonlySet<string> = new Set<RefusalCode>([
  'tlp-exceeded',
  'clause-types',
  'clause-suites',
  'compact-terms',
  'exercise-mixed',
])

/** An envelope that its receiver refused, by a signed receipt that both hold. */
interface RefusedEnvelope {
  readonly statement: string
  readonly received: string
}

function exceeded(of: string, refused: readonly RefusedEnvelope[]): readonly ScoredFact[] {
  return refused.map(({ statement, received }) => {
    return { id: 'terms-exceeded', of, statement, value: 1, count: 1, at: received }
  })
}

/** Steps of operations that are over, of the two parties alone: both hold every word of them. */
function operationFacts(
  said: readonly Statement[],
  parties: readonly string[],
): readonly ScoredFact[] {
  return threadsIn(said, isOperationKind).flatMap(([root, all]) => {
    const thread = root.exercise ? undefined : openThread(OPERATION, root, all)
    if (thread?.state.phase !== 'closed') return []
    const { id: statement, plan, steps, parties: involved } = thread.state
    const isOfTwo = involved.length === 2 && involved.every((party) => parties.includes(party))
    if (!isOfTwo) return []
    return plan.steps.map(({ id, party }): ScoredFact => {
      const of = involved[party] ?? ''
      const value = isPassed(steps[id]) ? 1 : 0
      return { id: 'operation-step', of, statement, value, count: 1, at: plan.start }
    })
  })
}

/** Statements in effect on both sides, by the envelopes of one direction up to a head. */
async function statementsUpTo(
  context: Pick<NodeContext, 'crypto'>,
  reader: Pick<Reader, 'db'>,
  { peer, direction, head }: { peer: string; direction: 'out' | 'in'; head: Head },
): Promise<{
  readonly held: readonly CutStatement[]
  readonly refused: readonly RefusedEnvelope[]
}> {
  const rows = await reader.db
    .selectFrom('envelopes')
    .innerJoin('envelope_statements', 'envelope_statements.envelope_id', 'envelopes.id')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select(['statements.document', 'statements.refused'])
    .select(['envelopes.state', 'envelopes.receipt'])
    .where('envelopes.direction', '=', direction)
    .where('envelopes.peer', '=', peer)
    .where((where) =>
      where.or([
        where('envelopes.epoch', '<', head.epoch),
        where.and([
          where('envelopes.epoch', '=', head.epoch),
          where('envelopes.seq', '<=', head.seq),
        ]),
      ]),
    )
    .orderBy('envelopes.epoch')
    .orderBy('envelopes.seq')
    .orderBy('envelope_statements.position')
    .execute()
  const held: CutStatement[] = []
  const refused: RefusedEnvelope[] = []
  for (const { document, refused: why, state, receipt } of rows) {
    const parsed = parseStatement(context.crypto, document)
    if (!parsed.ok) continue
    const statement = parsed.value
    // What the peer refused has effect on our side alone, so it counts on neither.
    const isHere = state === 'accepted' || isHeld(context, receipt, statement.digest)
    if (why === null && isHere) {
      if (!isScored(statement.kind)) continue
      held.push({ statement, received: () => receivedBy(context, receipt) })
    } else {
      const read = receipt && parseReceipt(context.crypto, receipt)
      if (!read?.ok || !read.value.code || !BEYOND_TERMS.has(read.value.code)) continue
      refused.push({ statement: statement.digest, received: read.value.received })
    }
  }
  return { held, refused }
}

function receivedBy(
  context: Pick<NodeContext, 'crypto'>,
  receipt: Uint8Array | null,
): string | null {
  const read = receipt && parseReceipt(context.crypto, receipt)
  return read?.ok ? read.value.received : null
}

function isScored(kind: string): boolean {
  const isThread = isRequestKind(kind) || isPingKind(kind) || isOperationKind(kind)
  return isThread || isIntelKind(kind) || kind === LOG_SEEN_KIND
}

function isHeld(
  context: Pick<NodeContext, 'crypto'>,
  receipt: Uint8Array | null,
  digest: string,
): boolean {
  const parsed = receipt && parseReceipt(context.crypto, receipt)
  return Boolean(parsed?.ok && parsed.value.held.some(({ statement }) => statement === digest))
}

function requestsIn(said: readonly Statement[]): readonly ScoredRequest[] {
  return threadsIn(said, isRequestKind).flatMap(([root, all]) => {
    const thread = openThread(REQUEST, root, all)
    return thread ? [{ state: thread.state, exercise: root.exercise }] : []
  })
}

/** Pings of drills are answered too, and count nowhere. */
function pingsIn(said: readonly Statement[]): readonly ScoredPing[] {
  return threadsIn(said, isPingKind).flatMap(([root, all]) => {
    const thread = root.exercise ? undefined : openThread(PING, root, all)
    return thread ? [thread.state] : []
  })
}

function openThread<State>(
  fold: Fold<State>,
  { digest }: Statement,
  all: readonly ThreadStatement[],
): Thread<State> | undefined {
  const first = all.find((entry) => entry.digest === digest)
  return first && Thread.open(fold, first, all)
}

/** Roots of a kind with the statements of their threads. */
function threadsIn(
  said: readonly Statement[],
  isOfKind: (kind: string) => boolean,
): readonly (readonly [root: Statement, all: readonly ThreadStatement[]])[] {
  const threads = new Map<string, ThreadStatement[]>()
  const roots: Statement[] = []
  for (const statement of said) {
    const entry = isOfKind(statement.kind) ? threadStatement(statement) : undefined
    if (!entry) continue
    const id = statement.thread?.id ?? statement.digest
    const known = threads.get(id)
    if (known) known.push(entry)
    else threads.set(id, [entry])
    if (statement.thread?.id === null) roots.push(statement)
  }
  return roots.map((root) => [root, threads.get(root.digest) ?? []] as const)
}
