import { hex } from '@concert/core'
import { isIntelKind, type Tlp } from '@concert/envelope'
import { tlpAllowed, viewCompact } from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import { whyNotAsked } from '../requests/may-be-asked.ts'
import type { Reader } from '../store/store.ts'

/** Why a statement that was released does not leave after all: what a resend says as `withheld`. */
export type WithheldReason =
  | 'no-compact'
  | 'tier-suspended'
  | 'clause-types'
  | 'tlp-exceeded'
  | 'retracted'
  | 'erased'

/** What an attachment needs the compact to allow: STIX has no other word for the bytes of a file. */
export const FILE_TYPE = 'artifact'

/** Kinds of intelligence that belong to the control tier, which is never suspended. */
export const CONTROL_KINDS = ['intel.retract', 'intel.holds'] as const

/**
 * Release is checked again at each transmission (protocol, Delivery): what was released under a
 * compact that has ended since, in a tier that is suspended now, under narrower terms, or of which
 * everything was retracted since, or deleted for its time was over, is withheld; so is a request
 * while its tier is suspended. The control tier always leaves.
 *
 * @param statementId - of a statement in the store; one of others leaves with ours that passes it on
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
    .select(['id', 'digest', 'kind', 'compact', 'thread', 'author'])
    .where('id', '=', statementId)
    .executeTakeFirst()
  if (!statement || statement.author !== context.own.node) return undefined
  const { kind } = statement
  const isControl = CONTROL_KINDS.some((control) => control === kind)
  const isJudged = kind === 'attachment.offer' || (isIntelKind(kind) && !isControl)
  if (!isJudged) return await whyNotAsked(context, reader, peer, statement)
  const carried = await carriedObjects(reader, statement)
  return (await whyCompactBars(context, reader, peer, statement, carried)) ?? whyGone(carried)
}

function whyGone(carried: readonly Carried[]): 'retracted' | 'erased' | undefined {
  if (carried.length === 0 || carried.some(({ fate }) => fate === 'here')) return undefined
  return carried.some(({ fate }) => fate === 'retracted') ? 'retracted' : 'erased'
}

/** Why what an envelope carries may not leave now; undefined when all of it may. */
export async function whyBarred(
  reader: Pick<Reader, 'db'>,
  context: NodeContext,
  peer: string,
  envelope: number,
): Promise<WithheldReason | undefined> {
  const carried = await reader.db
    .selectFrom('envelope_statements')
    .select('statement_id')
    .where('envelope_id', '=', envelope)
    .orderBy('position')
    .execute()
  for (const { statement_id: id } of carried) {
    const why = await mayStillLeave(context, reader, peer, id)
    if (why !== undefined) return why
  }
  return undefined
}

interface Carried {
  readonly type: string
  readonly tlp: string
  readonly fate: 'here' | 'retracted' | 'erased'
}

interface Judged {
  readonly id: number
  readonly kind: string
  readonly compact: Uint8Array | null
}

/** Kinds, labels and fates of what a statement carries; each once. */
async function carriedObjects(
  { db }: Pick<Reader, 'db'>,
  { id, kind }: Judged,
): Promise<readonly Carried[]> {
  if (kind === 'attachment.offer') return [{ type: FILE_TYPE, tlp: 'clear', fate: 'here' }]
  const objects =
    kind === 'intel.forward'
      ? db
          .selectFrom('forwards')
          .innerJoin('statements', 'statements.digest', 'forwards.target')
          .innerJoin('items', (join) =>
            join
              .onRef('items.statement_id', '=', 'statements.id')
              .onRef('items.position', '=', 'forwards.position'),
          )
          .leftJoin('objects', 'objects.id', 'items.object_id')
          .where('forwards.statement_id', '=', id)
      : db
          .selectFrom('items')
          .leftJoin('objects', 'objects.id', 'items.object_id')
          .where('items.statement_id', '=', id)
  const rows = await objects
    .select(['objects.type', 'objects.tlp'])
    .select((select) =>
      select.case().when('objects.retracted_by', 'is', null).then(0).else(1).end().as('gone'),
    )
    .distinct()
    .execute()
  return rows.map(({ type, tlp, gone }): Carried => {
    // What was deleted is nothing that terms could forbid.
    if (type === null || tlp === null) return { type: '', tlp: '', fate: 'erased' }
    return { type, tlp, fate: Number(gone) === 1 ? 'retracted' : 'here' }
  })
}

async function whyCompactBars(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  peer: string,
  statement: Judged,
  carried: readonly Carried[],
): Promise<WithheldReason | undefined> {
  const state = statement.compact
    ? await findCompact(context, reader, hex(statement.compact))
    : undefined
  if (!state?.parties.includes(peer)) return 'no-compact'
  const { tiers, terms } = viewCompact(state, context.now())
  if (tiers.intelligence.closed === 'suspended') return 'tier-suspended'
  if (!tiers.intelligence.open || !terms?.intelligence) return 'no-compact'
  const { types, tlp } = terms.intelligence
  const judged = carried.filter(({ fate }) => fate !== 'erased')
  // A later version of the compact may allow less than the one that it left under.
  if (judged.some(({ type }) => !types.includes(type))) return 'clause-types'
  // The column was taken from the object itself, checked, when it came in.
  return judged.every((object) => tlpAllowed(object.tlp as Tlp, tlp)) ? undefined : 'tlp-exceeded'
}
