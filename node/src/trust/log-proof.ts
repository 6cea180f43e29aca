import { hex, ok, type Result, refuse, unhex } from '@concert/core'
import { formatProofFile, parseProofFile } from '@concert/tlog'
import type { NodeContext } from '../context.ts'
import { type RetentionOver, retentionOver } from '../intel/retention/retention-over.ts'
import { ownProof } from './export-evidence.ts'
import { positionsOf } from './log-rows.ts'

/** A leaf as `leafFor` makes it: a version byte and a keyed digest, in hex. */
const LEAF = /^01[0-9a-f]{64}$/

/** A leaf of our log and its place there. */
export interface LogProof {
  /** The leaf, in hex: what the proof is about. */
  readonly leaf: string
  /** The proof as a C2SP tlog-proof text; for an identity `extra` holds the leaf's opening. */
  readonly proof: string
}

/** What stands for the identity that this node shows now. */
const OWN_IDENTITY = 'identity'

/**
 * The proof that our log holds a leaf, under the newest cosigned checkpoint that does.
 *
 * @param id - the leaf in hex; {@link OWN_IDENTITY}; or the STIX id of an object: then of the last
 *   envelope that carried it to a peer, or of our receipt for the one that brought it
 */
export async function makeLogProof(
  context: NodeContext,
  id: string,
): Promise<Result<LogProof, 'not-found'> | RetentionOver> {
  const found = id === OWN_IDENTITY ? await leafOfIdentity(context) : undefined
  const leaf = found?.leaf ?? (LEAF.test(id) ? unhex(id) : await leafOfObject(context, id))
  if (!leaf) return (await retentionOver(context, id)) ?? refuse('not-found', 'id')
  const { store, log } = context
  const position = (await positionsOf(store.read, [leaf])).get(hex(leaf))
  if (position === undefined || position >= log.head().size) return refuse('not-found', 'leaf')
  const proof = await ownProof(context, leaf)
  return ok({ leaf: hex(leaf), proof: found?.opening ? withExtra(proof, found.opening) : proof })
}

function withExtra(proof: string, extra: Uint8Array): string {
  const parsed = parseProofFile(proof)
  if (!parsed.ok) throw new TypeError('proof')
  return formatProofFile({ ...parsed.value, extra })
}

async function leafOfIdentity({ store, own }: NodeContext) {
  return await store.read.db
    .selectFrom('identities')
    .select(['leaf', 'opening'])
    .where('node', '=', own.node)
    .where('version', '=', own.identity.version)
    .executeTakeFirst()
}

async function leafOfObject(context: NodeContext, id: string): Promise<Uint8Array | undefined> {
  const row = await context.store.read.db
    .selectFrom('objects')
    .innerJoin('items', 'items.object_id', 'objects.id')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'items.statement_id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select(['envelopes.direction', 'envelopes.leaf', 'envelopes.receipt_leaf'])
    .where('objects.stix_id', '=', id)
    .orderBy('envelopes.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row?.direction === 'out' ? row.leaf : row?.receipt_leaf) ?? undefined
}
