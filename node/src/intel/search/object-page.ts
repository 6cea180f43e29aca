import { hex } from '@concert/core'
import { decodeIntelAct, parseStatement, type Statement } from '@concert/envelope'
import { referencesOf } from '@concert/stix'
import type { NodeContext } from '../../context.ts'
import { type KeptUntil, keptUntil } from '../retention/kept-until.ts'
import { type Named, namesOf } from './named.ts'
import { COLUMNS, rowOf, type SearchFilter, type SearchRow, shown } from './rows.ts'

/** Who said something: a statement, as its signed bytes have it. */
export interface SaidBy {
  /** Digest of the statement, hex. */
  readonly statement: string
  readonly kind: string
  readonly node: string
  readonly party: string
  readonly role: string
  /** As signed, ISO 8601 UTC. */
  readonly time: string
  /** Digest of the compact, hex. */
  readonly compact: string | null
  readonly exercise: boolean
}

/** One step of a statement between two nodes. */
export interface Carried {
  readonly direction: 'in' | 'out'
  readonly peer: string
  readonly epoch: number
  readonly seq: number
  readonly state: string
  /** Whether the sender's log holds it. */
  readonly logged: boolean
  readonly receipted: boolean
  /** Milliseconds since 1970 UTC. */
  readonly added: number
}

/** One version of an object from one author. */
export interface VersionView extends SearchRow {
  /** Whether these bytes are a copy that the release desk made. */
  readonly isCopy: boolean
  readonly said: readonly (SaidBy & { readonly carried: readonly Carried[] })[]
  readonly retraction: (SaidBy & { readonly reason: string }) | null
  /** Until when it is kept here, by the compact under which it came; null of what is ours. */
  readonly kept: KeptUntil | null
}

/** Sightings of one version by one node. */
export interface SightedView extends SaidBy {
  readonly reporter: string
  readonly count: number
}

/** Everything about one object. */
export interface ObjectPageView {
  readonly stixId: string
  readonly type: string
  /** Newest first. */
  readonly versions: readonly VersionView[]
  readonly sightings: readonly SightedView[]
  /** What the newest version refers to, by STIX id. */
  readonly names: Named
  /** Whether there are more versions than are shown. */
  readonly isPart: boolean
}

/** Versions shown, and sightings. */
const MOST = 50
const MOST_SIGHTINGS = 200

/** What the node knows about an object, with who said it and how it came and went. */
export async function objectPage(
  context: NodeContext,
  stixId: string,
  filter: SearchFilter,
): Promise<ObjectPageView | undefined> {
  const found = await context.store.read.db
    .selectFrom('objects')
    .select(COLUMNS)
    .where('stix_id', '=', stixId)
    .where(shown(filter))
    .orderBy('id', 'desc')
    .limit(MOST + 1)
    .execute()
  const [first] = found
  if (!first) return undefined
  const shownRows = found.slice(0, MOST)
  const copies = await copiesOf(
    context,
    shownRows.map(({ id }) => id),
  )
  const said = await saidAbout(context, [...shownRows.map(({ id }) => id), ...copies.keys()])
  const retractions = await retractionsOf(
    context,
    shownRows.flatMap(({ retracted_by }) => retracted_by ?? []),
  )
  const kept = await keptUntil(
    context,
    shownRows.map(({ id }) => id),
  )
  const versions = shownRows.map((row): VersionView => {
    const mine = said.filter(({ object }) => (copies.get(object) ?? object) === row.id)
    return {
      ...rowOf(row),
      isCopy: mine.some(({ object }) => copies.has(object)),
      said: mine.map(({ object: _, id: __, ...rest }) => rest),
      retraction: row.retracted_by === null ? null : (retractions.get(row.retracted_by) ?? null),
      kept: kept.get(row.id) ?? null,
    }
  })
  return {
    stixId,
    type: first.type,
    versions,
    sightings: await sightingsOf(context, [...shownRows.map(({ id }) => id), ...copies.keys()]),
    names: await namesOf(context.store.read, referencesOf(rowOf(first).object), filter),
    isPart: found.length > MOST,
  }
}

/** Redacted copies of rows, and what each is a copy of. */
async function copiesOf(
  context: NodeContext,
  rows: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const copies = await context.store.read.db
    .selectFrom('release_copies')
    .select(['object_id', 'copy_id'])
    .where('object_id', 'in', rows)
    .limit(MOST * 20)
    .execute()
  return new Map(copies.map(({ object_id, copy_id }) => [copy_id, object_id]))
}

type Said = VersionView['said'][number] & { readonly id: number; readonly object: number }

async function saidAbout(context: NodeContext, rows: readonly number[]): Promise<readonly Said[]> {
  const found = await context.store.read.db
    .selectFrom('items')
    .innerJoin('statements', 'statements.id', 'items.statement_id')
    .select(['items.object_id', 'statements.id', 'statements.document', 'statements.digest'])
    .where('items.object_id', 'in', rows)
    .orderBy('statements.id')
    .limit(MOST * 20)
    .execute()
  const carried = await carriedWith(context, [...new Set(found.map(({ id }) => id))])
  return found.flatMap(({ object_id, id, document, digest }) => {
    const said = saidBy(context, document, digest)
    return said ? [{ ...said, id, object: object_id, carried: carried.get(id) ?? [] }] : []
  })
}

async function carriedWith(
  context: NodeContext,
  statements: readonly number[],
): Promise<ReadonlyMap<number, readonly Carried[]>> {
  if (statements.length === 0) return new Map()
  const found = await context.store.read.db
    .selectFrom('envelope_statements')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select(['statement_id', 'direction', 'peer', 'epoch', 'seq', 'state', 'added'])
    .select((select) =>
      select.case().when('receipt', 'is', null).then(0).else(1).end().as('receipted'),
    )
    .where('statement_id', 'in', statements)
    .orderBy('envelopes.id')
    .execute()
  const steps = found.map(({ receipted, direction, ...row }) => {
    return {
      ...row,
      direction: direction === 'out' ? ('out' as const) : ('in' as const),
      // Nothing leaves before our log holds it; nothing is taken that the sender's log does not hold.
      logged: row.state !== 'waiting' && row.state !== 'queued',
      receipted: Number(receipted) === 1,
    }
  })
  return new Map(
    [...Map.groupBy(steps, ({ statement_id }) => statement_id)].map(([id, list]) => [
      id,
      list.map(({ statement_id: _, ...step }) => step),
    ]),
  )
}

async function retractionsOf(
  context: NodeContext,
  statements: readonly number[],
): Promise<ReadonlyMap<number, NonNullable<VersionView['retraction']>>> {
  const retractions = new Map<number, NonNullable<VersionView['retraction']>>()
  if (statements.length === 0) return retractions
  const found = await context.store.read.db
    .selectFrom('statements')
    .select(['id', 'document', 'digest'])
    .where('id', 'in', [...new Set(statements)])
    .execute()
  for (const { id, document, digest } of found) {
    const parsed = parseStatement(context.crypto, document)
    const act = parsed.ok ? decodeIntelAct('intel.retract', parsed.value.act) : parsed
    const said = saidBy(context, document, digest)
    if (said) retractions.set(id, { ...said, reason: act.ok ? act.value.reason : 'narrowed' })
  }
  return retractions
}

async function sightingsOf(
  context: NodeContext,
  rows: readonly number[],
): Promise<readonly SightedView[]> {
  const found = await context.store.read.db
    .selectFrom('statements as shared')
    .innerJoin('items', 'items.statement_id', 'shared.id')
    .innerJoin('sightings', (join) =>
      join
        .onRef('sightings.target', '=', 'shared.digest')
        .onRef('sightings.position', '=', 'items.position'),
    )
    .innerJoin('statements', 'statements.id', 'sightings.statement_id')
    .select(['sightings.reporter', 'sightings.count', 'statements.document', 'statements.digest'])
    .where('items.object_id', 'in', rows)
    .orderBy('sightings.statement_id', 'desc')
    .limit(MOST_SIGHTINGS)
    .execute()
  return found.flatMap(({ reporter, count, document, digest }) => {
    const said = saidBy(context, document, digest)
    return said ? [{ ...said, reporter, count }] : []
  })
}

function saidBy(
  context: NodeContext,
  document: Uint8Array,
  digest: Uint8Array,
): SaidBy | undefined {
  const parsed = parseStatement(context.crypto, document)
  return parsed.ok ? { ...aboutStatement(parsed.value), statement: hex(digest) } : undefined
}

function aboutStatement(statement: Statement): Omit<SaidBy, 'statement'> {
  const { kind, author, time, compact, exercise } = statement
  return { kind, ...author, time, compact, exercise }
}
