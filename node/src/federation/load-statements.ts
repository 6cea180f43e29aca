import { hex } from '@concert/core'
import {
  type CarriedStatement,
  decodeIntelAct,
  parseStatement,
  type Salted,
} from '@concert/envelope'
import { filePart } from '../attachments/file-part.ts'
import type { NodeContext } from '../context.ts'
import { placedItems } from '../exchange/placed-items.ts'
import { mayStillLeave } from '../release/may-still-leave.ts'

/** What travels with an envelope, and who its authors are beside us. */
export interface Loaded {
  readonly statements: readonly CarriedStatement[]
  readonly authors: readonly string[]
}

interface Row {
  readonly id: number
  readonly digest: Uint8Array
  readonly author: string
  readonly kind: string
  readonly document: Uint8Array
  readonly content: Uint8Array | null
  readonly content_salt: Uint8Array | null
  readonly part: number | null
}

interface ItemRow {
  readonly position: number
  readonly salt: Uint8Array
  readonly bytes: Uint8Array
  readonly retracted_by: number | null
}

/**
 * What travels with an envelope: its statements with content and items, in exact bytes. Release is
 * checked again; of others' statements only those items go that ours before them names.
 */
export async function loadStatements(
  context: NodeContext,
  peer: string,
  envelopeId: number,
): Promise<Loaded> {
  const rows: readonly Row[] = await context.store.read.db
    .selectFrom('envelope_statements')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select(['statements.id', 'digest', 'author', 'kind', 'document', 'content', 'content_salt'])
    .select('part')
    .where('envelope_id', '=', envelopeId)
    .orderBy('envelope_statements.position')
    .execute()
  const named = namedItems(context, rows)
  const statements: CarriedStatement[] = []
  let barred: string | null = null
  for (const row of rows) {
    const passedOn = named.get(hex(row.digest))
    const loaded = await loadOne(context, peer, row, passedOn)
    if (row.kind === 'intel.forward') barred = loaded.withheld
    // Without ours that names them, others' statements would go as if we had not said so.
    statements.push(passedOn && barred !== null ? withheldAs(row, barred) : loaded)
  }
  const own = context.own.node
  const authors = rows.map(({ author }) => author).filter((node) => node !== own && node !== peer)
  return { statements, authors }
}

/** Items of others that our own statements in the envelope pass on, by digest. */
function namedItems(
  { crypto }: NodeContext,
  rows: readonly Row[],
): ReadonlyMap<string, ReadonlySet<number>> {
  const named = new Map<string, ReadonlySet<number>>()
  for (const { kind, document } of rows) {
    if (kind !== 'intel.forward') continue
    const parsed = parseStatement(crypto, document)
    const act = parsed.ok ? decodeIntelAct('intel.forward', parsed.value.act) : parsed
    if (!act.ok) throw new TypeError('forward')
    for (const { statement, items } of act.value.statements) named.set(statement, new Set(items))
  }
  return named
}

async function loadOne(
  context: NodeContext,
  peer: string,
  row: Row,
  named: ReadonlySet<number> | undefined,
): Promise<CarriedStatement> {
  const withheld = (await mayStillLeave(context, context.store.read, peer, row.id)) ?? null
  if (withheld !== null) return withheldAs(row, withheld)
  const { content: text, content_salt: salt } = row
  const content = text && salt && named === undefined ? { salt, bytes: text } : null
  if (row.part !== null) return await loadPart(context, row, row.part, content)
  const rows = await itemRows(context, row.id)
  const asked = rows.filter(({ position }) => named === undefined || named.has(position))
  const wanted = asked.filter(({ retracted_by }) => retracted_by === null)
  const whole = { bytes: row.document, content, withheld }
  if (row.kind !== 'intel.share') return { ...whole, items: rows }
  const total = totalOf(context, row)
  if (named === undefined && wanted.length === total) return { ...whole, items: wanted }
  if (wanted.length === 0) return withheldAs(row, asked.length > 0 ? 'retracted' : 'erased')
  const positions = wanted.map(({ position }) => position)
  const { read } = context.store
  const statement = { id: row.id, total }
  return { ...whole, items: await placedItems(read, context.crypto, statement, positions) }
}

/** How many items a shared statement has; some may have been deleted here since. */
function totalOf({ crypto }: NodeContext, { document }: Row): number {
  const parsed = parseStatement(crypto, document)
  const act = parsed.ok ? decodeIntelAct('intel.share', parsed.value.act) : parsed
  if (!act.ok) throw new TypeError('share')
  return act.value.items
}

function withheldAs({ document: bytes }: Row, withheld: string): CarriedStatement {
  return { bytes, content: null, items: [], withheld }
}

/** A statement with one part of the file that it offers. */
async function loadPart(
  context: NodeContext,
  row: Row,
  part: number,
  content: Salted | null,
): Promise<CarriedStatement> {
  const item = await filePart(context.store.read, row.id, part)
  if (!item) return withheldAs(row, 'erased')
  return { bytes: row.document, content, items: [item], withheld: null }
}

async function itemRows({ store }: NodeContext, statement: number): Promise<readonly ItemRow[]> {
  return await store.read.db
    .selectFrom('items')
    .innerJoin('objects', 'objects.id', 'items.object_id')
    .select(['items.position', 'items.salt', 'objects.body as bytes', 'objects.retracted_by'])
    .where('items.statement_id', '=', statement)
    .orderBy('items.position')
    .execute()
}
