import {
  decodeIntelAct,
  isIntelKind,
  parseReceipt,
  parseStatement,
  type Statement,
} from '@concert/envelope'
import {
  type CardInput,
  type CutAct,
  type Fold,
  isPingKind,
  isRequestKind,
  openCalendars,
  PING,
  REQUEST,
  type ScoredIntel,
  type ScoredPing,
  type ScoredRequest,
  Thread,
  type ThreadStatement,
  threadStatement,
} from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { readChannel } from '../federation/channel.ts'
import type { Reader } from '../store/store.ts'

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
  const said = [
    ...(await statementsUpTo(context, reader, peer, 'out', out)),
    ...(await statementsUpTo(context, reader, peer, 'in', incoming)),
  ]
  return {
    cut,
    requests: requestsIn(said),
    pings: pingsIn(said),
    intel: intelIn(said, cut.parties),
    calendars: openCalendars(),
  }
}

/** Statements in effect on both sides, by the envelopes of one direction up to a head. */
async function statementsUpTo(
  context: Pick<NodeContext, 'crypto'>,
  reader: Pick<Reader, 'db'>,
  peer: string,
  direction: 'out' | 'in',
  head: Head,
): Promise<readonly Statement[]> {
  const rows = await reader.db
    .selectFrom('envelopes')
    .innerJoin('envelope_statements', 'envelope_statements.envelope_id', 'envelopes.id')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select(['statements.document', 'envelopes.state', 'envelopes.receipt'])
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
    .where('statements.refused', 'is', null)
    .orderBy('envelopes.epoch')
    .orderBy('envelopes.seq')
    .orderBy('envelope_statements.position')
    .execute()
  const found: Statement[] = []
  for (const { document, state, receipt } of rows) {
    const parsed = parseStatement(context.crypto, document)
    if (!parsed.ok || !isScored(parsed.value.kind)) continue
    // What the peer refused has effect on our side alone, so it counts on neither.
    if (state !== 'accepted' && !isHeld(context, receipt, parsed.value.digest)) continue
    found.push(parsed.value)
  }
  return found
}

function isScored(kind: string): boolean {
  return isRequestKind(kind) || isPingKind(kind) || isIntelKind(kind)
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

function intelIn(said: readonly Statement[], parties: readonly string[]): readonly ScoredIntel[] {
  const out: ScoredIntel[] = []
  const seen = new Set<string>()
  const tell = (kind: ScoredIntel['kind'], author: string, statement: string, items: string[]) => {
    const fresh = items.filter((item) => !seen.has(`${kind} ${item}`))
    for (const item of fresh) seen.add(`${kind} ${item}`)
    if (fresh.length === 0 || !parties.includes(author)) return
    out.push({ kind, author, statement, count: fresh.length })
  }
  for (const { kind, act, author, digest, exercise } of said) {
    if (exercise || !isIntelKind(kind)) continue
    const read = decodeIntelAct(kind, act)
    if (!read.ok) continue
    const value = read.value
    if ('items' in value) {
      out.push({ kind: 'shared', author: author.node, statement: digest, count: value.items })
    } else if ('sighted' in value) {
      for (const { target } of value.sighted)
        tell('confirmed', target.author, digest, [nameOf(target)])
    } else if ('reason' in value && value.reason === 'false-positive') {
      tell('false-positive', author.node, digest, value.targets.map(nameOf))
    }
  }
  return out
}

function nameOf({
  statement,
  item,
}: {
  readonly statement: string
  readonly item: number
}): string {
  return `${statement} ${item}`
}
