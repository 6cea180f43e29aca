import type { StixObject } from '@concert/stix'
import type { Transaction } from '../store/store.ts'

/** Objects to store as our own, in one step. */
export interface OwnObjects {
  /** Our node id. */
  readonly node: string
  readonly objects: readonly StixObject[]
  /**
   * `created` of objects that were made here out of list entries: of these an earlier one of the same
   * entry counts as the same version.
   */
  readonly madeAt?: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Stores objects; versions that are here already change nothing. At least one object. */
export async function insertOwnObjects(
  tx: Transaction,
  { node, objects, madeAt, now }: OwnObjects,
): Promise<{ readonly first: number; readonly added: number }> {
  const first = await tx.allocateIds('objects', objects.length)
  const rows = objects.map(({ bytes, view }, i) => {
    const modified = view.modified ?? view.created ?? ''
    const version = madeAt !== undefined && view.created === madeAt ? 'list' : modified
    const key = `${view.id}|${version}`
    const { id, type, tlp } = view
    return [first + i, id, type, modified, tlp, node, key, bytes, null, now] as const
  })
  const columns = [
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
  const added = await tx.insertMany('objects', columns, rows, { onConflict: 'ignore' })
  return { first, added }
}
