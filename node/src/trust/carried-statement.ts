import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'

/** A statement with the envelope that carried it and the receipt for that. */
export interface Carried {
  readonly direction: string
  readonly envelopeId: number
  readonly statementId: number
  /** Which of the statement's items it is about; null when it is about the statement. */
  readonly position: number | null
  readonly statement: Uint8Array
  readonly content: Uint8Array | null
  readonly contentSalt: Uint8Array | null
  /** Node that signed the statement: not always the one that sent it. */
  readonly author: string
  readonly compact: Uint8Array | null
  readonly peer: string
  readonly epoch: number
  readonly seq: number
  readonly envelope: Uint8Array
  readonly opening: Uint8Array | null
  readonly leaf: Uint8Array | null
  readonly receipt: Uint8Array | null
  readonly receiptOpening: Uint8Array | null
  readonly receiptLeaf: Uint8Array | null
  readonly peerProof: Uint8Array | null
  readonly peerNote: Uint8Array | null
}

const COLUMNS = [
  'envelopes.direction',
  'envelopes.id as envelopeId',
  'envelopes.epoch',
  'envelopes.seq',
  'statements.id as statementId',
  'statements.document as statement',
  'statements.author',
  'statements.compact',
  'statements.content',
  'statements.content_salt as contentSalt',
  'envelopes.peer',
  'envelopes.document as envelope',
  'envelopes.opening',
  'envelopes.leaf',
  'envelopes.receipt',
  'envelopes.receipt_opening as receiptOpening',
  'envelopes.receipt_leaf as receiptLeaf',
  'envelopes.peer_proof as peerProof',
  'envelopes.peer_opening as peerNote',
] as const

/**
 * How an object, or a statement, travelled: receipted rather than not. Of an object that is ours and
 * others' it is ours.
 *
 * @param peer - to whom it went or from whom it came; without it anybody
 */
export async function findCarried(
  context: NodeContext,
  id: string,
  peer?: string,
): Promise<Carried | undefined> {
  if (/^[0-9a-f]{64}$/.test(id)) return await findStatement(context, id, peer)
  return (await findShared(context, id, peer)) ?? (await findReceived(context, id, peer))
}

async function findShared(
  context: NodeContext,
  stixId: string,
  peer: string | undefined,
): Promise<Carried | undefined> {
  return await itemsNamed(context, stixId, peer)
    .where('objects.source', '=', context.own.node)
    .where('envelopes.direction', '=', 'out')
    .executeTakeFirst()
}

/** An object of others: as it came here, or, of a peer that is named, as we passed it on to it. */
async function findReceived(
  context: NodeContext,
  stixId: string,
  peer: string | undefined,
): Promise<Carried | undefined> {
  const items = itemsNamed(context, stixId, peer)
    .where('objects.source', '<>', context.own.node)
    .where('statements.refused', 'is', null)
    // Of a statement that was passed on in part, only what was named came along.
    .where((where) =>
      where.or([
        where('envelopes.peer', '=', where.ref('objects.source')),
        where.exists(
          where
            .selectFrom('forwards')
            .select('forwards.position')
            .whereRef('forwards.direction', '=', 'envelopes.direction')
            .whereRef('forwards.peer', '=', 'envelopes.peer')
            .whereRef('forwards.target', '=', 'statements.digest')
            .whereRef('forwards.position', '=', 'items.position'),
        ),
      ]),
    )
  if (peer !== undefined) return await items.executeTakeFirst()
  return await items.where('envelopes.direction', '=', 'in').executeTakeFirst()
}

function itemsNamed(context: NodeContext, stixId: string, peer: string | undefined) {
  const items = context.store.read.db
    .selectFrom('objects')
    .innerJoin('items', 'items.object_id', 'objects.id')
    .innerJoin('statements', 'statements.id', 'items.statement_id')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select([...COLUMNS, 'items.position'])
    .where('objects.stix_id', '=', stixId)
    .where('envelopes.state', 'not in', ['waiting', 'withheld'])
    .orderBy('envelopes.receipt', (order) => order.desc())
    .limit(1)
  return peer === undefined ? items : items.where('envelopes.peer', '=', peer)
}

async function findStatement(
  context: NodeContext,
  digest: string,
  peer: string | undefined,
): Promise<Carried | undefined> {
  const query = context.store.read.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select(COLUMNS)
    .where('statements.digest', '=', bytesOf(digest))
    .where('statements.refused', 'is', null)
    .orderBy('envelopes.receipt', (order) => order.desc())
    .limit(1)
  const named = peer === undefined ? query : query.where('envelopes.peer', '=', peer)
  const found = await named.executeTakeFirst()
  return found && { ...found, position: null }
}
