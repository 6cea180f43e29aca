import { base64, utf8 } from '@concert/core'
import type { NodeContext } from '../context.ts'
import { checkAlarms } from '../monitor/alarm-file.ts'
import { listAlarms } from '../monitor/alarms.ts'
import type { Breach, BreachKind } from './breach.ts'
import { provesConflict, provesFork, provesSaying } from './prove.ts'

/** Most breaches that are shown at once. */
const PAGE = 1000

/** Everything that others can be shown to have done, the oldest first, with the evidence checked. */
export async function listBreaches(context: NodeContext): Promise<readonly Breach[]> {
  const found = [
    ...(await recorded(context)),
    ...(await forks(context)),
    ...(await histories(context)),
    ...(await silences(context)),
  ]
  return found.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
}

async function recorded(context: NodeContext): Promise<readonly Breach[]> {
  const rows = await context.store.read.db
    .selectFrom('breaches')
    .select(['peer', 'kind', 'code', 'first', 'second', 'added'])
    .orderBy('id')
    .limit(PAGE)
    .execute()
  const found: Breach[] = []
  for (const { peer, kind, code, first, second, added } of rows) {
    const proves = kind === 'conflict' ? provesConflict : provesSaying
    found.push({
      kind: kind as BreachKind,
      peer,
      code,
      time: time(added),
      evidence: second ? [base64(first), base64(second)] : [base64(first)],
      proven: await proves(context, peer, first, second),
    })
  }
  return found
}

/** Both branches of a fork are in the store, for every node must hold both. */
async function forks(context: NodeContext): Promise<readonly Breach[]> {
  const { db } = context.store.read
  const places = await db
    .selectFrom('statements')
    .select(['author', 'thread', 'own_seq'])
    .where('thread', 'is not', null)
    .where('refused', 'is', null)
    .groupBy(['author', 'thread', 'own_seq'])
    .having((having) => having(having.fn.countAll<number>(), '>', 1))
    .limit(PAGE)
    .execute()
  const found: Breach[] = []
  for (const { author, thread, own_seq } of places) {
    const [first, second] = await db
      .selectFrom('statements')
      .select(['document', 'added'])
      .where('thread', '=', thread)
      .where('author', '=', author)
      .where('own_seq', '=', own_seq)
      .where('refused', 'is', null)
      .orderBy('id')
      .limit(2)
      .execute()
    if (!first || !second) continue
    const evidence = [base64(first.document), base64(second.document)]
    const proven = await provesFork(context, author, first.document, second.document)
    const common = { kind: 'fork', peer: author, code: null } as const
    found.push({ ...common, time: time(second.added), evidence, proven })
  }
  return found
}

async function histories(context: NodeContext): Promise<readonly Breach[]> {
  const nodes = await logsOfPeers(context)
  const alarms = (await listAlarms(context.store.read)).filter(({ kind }) => kind === 'split-view')
  const checked = await checkAlarms(context.crypto, alarms)
  return checked.map(({ origin, proof: { first, second }, added, proven }) => {
    const notes = second === null ? [first] : [first, second]
    const evidence = notes.map((note) => base64(utf8(note)))
    const peer = nodes.get(origin) ?? origin
    return { kind: 'two-histories', peer, code: null, time: added, evidence, proven }
  })
}

async function logsOfPeers({
  store,
  identities,
}: NodeContext): Promise<ReadonlyMap<string, string>> {
  const nodes = new Map<string, string>()
  for (const { node } of await store.read.db.selectFrom('peers').select('node').execute()) {
    const identity = await identities.current(node)
    // A vkey begins with the name of its key, which for a log is its origin (C2SP signed-note).
    if (identity) nodes.set(identity.log.vkey.split('+')[0] ?? '', node)
  }
  return nodes
}

/**
 * What a mailbox says, under signature, that it held for a peer, and the peer has not receipted since,
 * by whichever road.
 */
async function silences({ store }: NodeContext): Promise<readonly Breach[]> {
  const rows = await store.read.db
    .selectFrom('lodgements')
    .select(['peer', 'document', 'tender', 'added'])
    .where('state', '=', 'open')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('envelopes')
          .select('envelopes.id')
          .whereRef('envelopes.peer', '=', 'lodgements.peer')
          .whereRef('envelopes.epoch', '=', 'lodgements.epoch')
          .whereRef('envelopes.seq', '>=', 'lodgements.first_seq')
          .whereRef('envelopes.seq', '<=', 'lodgements.last_seq')
          .where('envelopes.direction', '=', 'out')
          .where('envelopes.state', '=', 'queued'),
      ),
    )
    .orderBy('added')
    .limit(PAGE)
    .execute()
  return rows.map(({ peer, document, tender, added }) => {
    const evidence = [base64(document), base64(tender)]
    return { kind: 'silence', peer, code: null, time: time(added), evidence, proven: false }
  })
}

function time(at: number): string {
  return new Date(at).toISOString()
}
