import type { Salted } from '@concert/envelope'
import type { Transaction } from '../store/store.ts'

/** What the store keeps of an object beside its exact bytes. */
interface ObjectFacts {
  readonly id: string
  readonly type: string
  readonly tlp: string
  readonly created?: string | undefined
  readonly modified?: string | undefined
}

/** Objects to store, all from one source. */
export interface NewObjects {
  /** The node that they come from. */
  readonly source: string
  readonly objects: readonly { readonly bytes: Uint8Array; readonly view: ObjectFacts }[]
  /** With its id what may be here only once; objects without it may come again. */
  readonly versionKey?: (view: ObjectFacts) => string
  /** Milliseconds since 1970. */
  readonly now: number
}

const COLUMNS = [
  'id',
  'stix_id',
  'type',
  'modified',
  'tlp',
  'source',
  'version_key',
  'body',
  'retracted_by',
  'added',
] as const

/** The time of an object's version; empty for one that states none. */
export function versionTime({ created, modified }: ObjectFacts): string {
  return modified ?? created ?? ''
}

/**
 * Stores objects, at least one; those whose version key is here already change nothing.
 *
 * @returns the row of the first, the others following it, and how many were added
 */
export async function insertObjects(
  tx: Transaction,
  { source, objects, versionKey, now }: NewObjects,
): Promise<{ readonly first: number; readonly added: number }> {
  const first = await tx.allocateIds('objects', objects.length)
  const rows = objects.map(({ bytes, view }, i) => {
    const { id, type, tlp } = view
    const key = versionKey?.(view) ?? null
    return [first + i, id, type, versionTime(view), tlp, source, key, bytes, null, now] as const
  })
  const options = versionKey && ({ onConflict: 'ignore' } as const)
  return { first, added: await tx.insertMany('objects', COLUMNS, rows, options) }
}

/**
 * Links the rows of objects to the statement that carries them as items, in the same order; an item
 * that came without its siblings says which it is.
 */
export async function insertItems(
  tx: Transaction,
  statement: number,
  items: readonly { readonly salt: Salted['salt']; readonly position?: number }[],
  rows: readonly number[],
): Promise<void> {
  if (rows.length !== items.length) throw new TypeError('items')
  await tx.insertMany(
    'items',
    ['statement_id', 'position', 'object_id', 'salt'],
    items.map(
      ({ salt, position }, i) => [statement, position ?? i, rows[i] as number, salt] as const,
    ),
  )
}

/** So many rows from the first on. */
export function rowsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}
