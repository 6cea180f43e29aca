import { hex } from '@concert/core'
import { isIntelKind, type Tlp } from '@concert/envelope'
import { tlpAllowed, viewCompact } from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import type { Reader } from '../store/store.ts'

/** Why a statement that was released does not leave after all: what a resend says as `withheld`. */
export type WithheldReason =
  | 'no-compact'
  | 'tier-suspended'
  | 'compact-terms'
  | 'tlp-exceeded'
  | 'retracted'

/**
 * Release is checked again at each transmission (protocol, Delivery): what was released under a
 * compact that has ended since, in a tier that is suspended now, under narrower terms, or with an
 * object that was retracted since, is withheld. The control tier always leaves.
 *
 * @param statementId - of a statement of ours in the store
 * @returns why its content and items are withheld, or undefined when they may leave
 */
export async function mayStillLeave(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  statementId: number,
): Promise<WithheldReason | undefined> {
  const statement = await reader.db
    .selectFrom('statements')
    .select(['kind', 'compact'])
    .where('id', '=', statementId)
    .executeTakeFirst()
  if (!statement || !isIntelKind(statement.kind) || statement.kind === 'intel.retract') {
    return undefined
  }
  return (
    (await whyCompactBars(context, reader, peer, statement, statementId)) ??
    ((await isRetracted(reader, statementId)) ? 'retracted' : undefined)
  )
}

async function whyCompactBars(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  statement: { readonly compact: Uint8Array | null },
  statementId: number,
): Promise<WithheldReason | undefined> {
  const state = statement.compact
    ? await findCompact(context, reader, hex(statement.compact))
    : undefined
  if (!state?.parties.includes(peer)) return 'no-compact'
  const { tiers, terms } = viewCompact(state, context.now())
  if (tiers.intelligence.closed === 'suspended') return 'tier-suspended'
  if (!tiers.intelligence.open || !terms?.intelligence) return 'no-compact'
  const { types, tlp } = terms.intelligence
  const objects = await reader.db
    .selectFrom('items')
    .innerJoin('objects', 'objects.id', 'items.object_id')
    .select(['objects.type', 'objects.tlp'])
    .distinct()
    .where('items.statement_id', '=', statementId)
    .execute()
  // A later version of the compact may allow less than the one that it left under.
  if (objects.some((object) => !types.includes(object.type))) return 'compact-terms'
  // The column was taken from the object itself, checked, when it came in.
  return objects.every((object) => tlpAllowed(object.tlp as Tlp, tlp)) ? undefined : 'tlp-exceeded'
}

async function isRetracted(reader: Pick<Reader, 'db'>, statementId: number): Promise<boolean> {
  const found = await reader.db
    .selectFrom('items')
    .innerJoin('objects', 'objects.id', 'items.object_id')
    .select('objects.id')
    .where('items.statement_id', '=', statementId)
    .where('objects.retracted_by', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
