import type { StixObject } from '@concert/stix'
import type { Transaction } from '../store/store.ts'
import { insertObjects, type NewObjects, versionTime } from './object-rows.ts'

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
  const versionKey: NewObjects['versionKey'] = (view) => {
    const isMade = madeAt !== undefined && view.created === madeAt
    // An observable has no versions of its own: marked otherwise it is another one.
    return isMade ? 'list' : versionTime(view) || view.tlp
  }
  return await insertObjects(tx, { source: node, objects, versionKey, now })
}
