import type { JsonObject } from '@concert/core'
import { judgeVersion, type VersionFault } from './judge-version.ts'
import { compareVersions, sameContent, versionKey } from './same-version.ts'

/** A rule of versioning that two versions of one object break between them. */
export interface VersionBreach extends VersionFault {
  readonly id: string
  /** The version that breaks it. */
  readonly object: JsonObject
}

/** What is left of many versions of many objects. */
export interface LatestVersions {
  /** One version of each object, in the order in which their ids first came. */
  readonly latest: readonly JsonObject[]
  /** Conflicts, new versions by others than the creator, versions after a revocation. */
  readonly breaches: readonly VersionBreach[]
}

/**
 * Takes versions in any order and tells the latest of each object (§3.6). A revoked version stays
 * the latest whatever comes with a later time, for revocation is permanent. Of two versions with
 * the same time and other content the first that came is kept, and the second named.
 *
 * @example
 * const versions = new VersionSet()
 * for await (const object of stream) versions.add(object)
 * versions.result().latest
 */
export class VersionSet {
  readonly #versions = new Map<string, Map<string, JsonObject>>()
  readonly #conflicts: VersionBreach[] = []

  /** Takes one object, which must have an id. */
  add(object: JsonObject): void {
    const id = String(object.id)
    const time = versionKey(object)
    const versions = this.#versions.get(id)
    const there = versions?.get(time)
    if (versions === undefined) this.#versions.set(id, new Map([[time, object]]))
    else if (there === undefined) versions.set(time, object)
    else if (!sameContent(there, object)) {
      for (const fault of judgeVersion(there, object))
        this.#conflicts.push({ ...fault, id, object })
    }
  }

  /** What the versions taken so far amount to. */
  result(): LatestVersions {
    const latest: JsonObject[] = []
    const breaches = [...this.#conflicts]
    for (const [id, versions] of this.#versions) {
      const chain = [...versions.values()].sort(compareVersions)
      const revoked = chain.find((each) => each.revoked === true)
      latest.push(revoked ?? (chain.at(-1) as JsonObject))
      breaches.push(...breachesIn(id, chain))
    }
    return { latest, breaches }
  }
}

/** The latest version of each object; see {@link VersionSet}. */
export function latestVersions(objects: Iterable<JsonObject>): LatestVersions {
  const versions = new VersionSet()
  for (const object of objects) versions.add(object)
  return versions.result()
}

/** Every version is held against the one before it, and against the revocation if there was one. */
function breachesIn(id: string, chain: readonly JsonObject[]): VersionBreach[] {
  const breaches: VersionBreach[] = []
  let before = chain[0] as JsonObject
  for (const object of chain.slice(1)) {
    for (const fault of judgeVersion(before, object)) breaches.push({ ...fault, id, object })
    if (before.revoked !== true) before = object
  }
  return breaches
}
