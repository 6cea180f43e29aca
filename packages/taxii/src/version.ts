import type { JsonObject } from '@concert/core'
import { isStixTimestamp } from '@concert/stix'

/**
 * The version of objects that have no time at all, as many observables (TAXII 2.1 §3.4.1: "a value
 * that is consistent to the server"): there is only ever one.
 */
export const UNVERSIONED = '1970-01-01T00:00:00.000Z'

/**
 * The version of an object: `modified`, else `created`, else {@link UNVERSIONED}. Never its property
 * `version`: `software` has one that means something else.
 */
export function versionOf(object: JsonObject): string {
  for (const time of [object.modified, object.created]) {
    if (typeof time === 'string' && isStixTimestamp(time)) return time
  }
  return UNVERSIONED
}

/**
 * A text that sorts by its bytes as the times do, whatever number of digits they have: equal times
 * get the same text.
 *
 * @example versionOrder('2016-01-01T01:01:01.500Z') // '2016-01-01T01:01:01.5'
 */
export function versionOrder(version: string): string {
  const plain = version.endsWith('Z') ? version.slice(0, -1) : version
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain
}
