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

/** How an object of ours, or a statement, travelled: receipted rather than not. */
export async function findCarried(context: NodeContext, id: string): Promise<Carried | undefined> {
  return /^[0-9a-f]{64}$/.test(id)
    ? await findStatement(context, id)
    : await findShared(context, id)
}

async function findShared(context: NodeContext, stixId: string): Promise<Carried | undefined> {
  return await context.store.read.db
    .selectFrom('objects')
    .innerJoin('items', 'items.object_id', 'objects.id')
    .innerJoin('statements', 'statements.id', 'items.statement_id')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select([...COLUMNS, 'items.position'])
    .where('objects.stix_id', '=', stixId)
    .where('objects.source', '=', context.own.node)
    .where('envelopes.direction', '=', 'out')
    .orderBy('envelopes.receipt', (order) => order.desc())
    .limit(1)
    .executeTakeFirst()
}

async function findStatement(context: NodeContext, digest: string): Promise<Carried | undefined> {
  const found = await context.store.read.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select(COLUMNS)
    .where('statements.digest', '=', bytesOf(digest))
    .where('statements.refused', 'is', null)
    .orderBy('envelopes.receipt', (order) => order.desc())
    .limit(1)
    .executeTakeFirst()
  return found && { ...found, position: null }
}
