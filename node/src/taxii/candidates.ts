import { hex } from '@concert/core'
import { viewCompact } from '@concert/threads'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import type { Reader } from '../store/store.ts'
import type { Entrant } from './entries.ts'
import { jsonOf } from './stored-json.ts'
import { type Candidate, isInView, type ViewDefinition } from './view-definition.ts'

/** Columns of a {@link Candidate}. */
export const CANDIDATE_COLUMNS = [
  'objects.id',
  'objects.stix_id as stixId',
  'objects.type',
  'objects.tlp',
  'objects.source',
  'objects.body',
] as const

/**
 * Of candidates, those that are in the view, with what the compacts say of passing them on: what is
 * ours may go as far as its TLP allows; what a peer gave goes outside only if a compact allows onward
 * sharing.
 */
export async function entrantsAmong(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  view: ViewDefinition,
  candidates: readonly Candidate[],
): Promise<readonly Entrant[]> {
  const parsed = candidates.map((candidate) => ({ candidate, value: jsonOf(candidate.body) }))
  const inside = parsed.filter(({ candidate, value }) => isInView(view, candidate, value))
  const own = context.own.node
  const asked = inside.filter(({ candidate }) => view.compacts || candidate.source !== own)
  const shared = await compactsOf(
    context,
    reader,
    asked.map(({ candidate }) => candidate.id),
  )
  return inside.flatMap(({ candidate, value }) => {
    const compacts = shared.get(candidate.id) ?? []
    const wanted = view.compacts
    if (wanted && !compacts.some(({ id }) => wanted.includes(id))) return []
    const outside = candidate.source === own || compacts.some(({ onward }) => onward)
    return [{ candidate, value, outside }]
  })
}

interface SharedUnder {
  readonly id: string
  readonly onward: boolean
}

async function compactsOf(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  objects: readonly number[],
): Promise<ReadonlyMap<number, readonly SharedUnder[]>> {
  if (objects.length === 0) return new Map()
  const rows = await reader.db
    .selectFrom('items')
    .innerJoin('statements', 'statements.id', 'items.statement_id')
    .select(['items.object_id', 'statements.compact'])
    .where('items.object_id', 'in', objects)
    .where('statements.kind', '=', 'intel.share')
    .where('statements.refused', 'is', null)
    .execute()
  const known = new Map<string, SharedUnder | undefined>()
  const found = new Map<number, SharedUnder[]>()
  for (const { object_id, compact } of rows) {
    if (compact === null) continue
    const digest = hex(compact)
    if (!known.has(digest)) known.set(digest, await termsOf(context, reader, digest))
    const under = known.get(digest)
    if (under) found.set(object_id, [...(found.get(object_id) ?? []), under])
  }
  return found
}

async function termsOf(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  digest: string,
): Promise<SharedUnder | undefined> {
  const state = await findCompact(context, reader, digest)
  if (state === undefined) return undefined
  const { terms } = viewCompact(state, context.now())
  return { id: state.id, onward: terms?.intelligence?.onward === true }
}
