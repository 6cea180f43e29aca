import type { JsonObject } from '@concert/core'
import type { FaultSentence } from '../fault-sentence.ts'
import { compareStixTimestamps } from '../time.ts'
import { compareVersions, sameContent, versionTime } from './same-version.ts'

/** Why an object is no new version of another (§3.6). */
export type VersionFaultCode =
  | 'version-id'
  | 'version-unversioned'
  | 'version-creator'
  | 'version-created'
  | 'version-not-later'
  | 'version-conflict'
  | 'version-after-revoked'

/** The sentence of each code. */
export const VERSION_FAULTS: Readonly<Record<VersionFaultCode, FaultSentence>> = {
  'version-id': {
    en: 'This is another object: versions share id and type.',
    zh: '这是另一个对象：同一对象的各版本应具有相同的标识符和类型。',
  },
  'version-unversioned': {
    en: 'Objects of this type have no versions; a change is a new object.',
    zh: '该类型的对象不分版本；如需更改，应新建对象。',
  },
  'version-creator': {
    en: 'Only the creator of an object makes new versions of it.',
    zh: '只有对象的创建者才能发布其新版本。',
  },
  'version-created': {
    en: 'All versions of an object tell the same time of creation.',
    zh: '同一对象各版本的创建时间必须一致。',
  },
  'version-not-later': {
    en: 'A new version is modified later than the one before.',
    zh: '新版本的修改时间必须晚于上一版本。',
  },
  'version-conflict': {
    en: 'Same object, same time of modification, other content.',
    zh: '对象和修改时间相同，但内容不同。',
  },
  'version-after-revoked': {
    en: 'Nothing follows after an object was revoked.',
    zh: '对象撤销后不得再有后续版本。',
  },
}

/** One rule of versioning that is broken, and at which property of the newer object. */
export interface VersionFault {
  readonly code: VersionFaultCode
  readonly at: string
}

/** Marking definitions would change what others have marked (§7.2.1); observables (§3.6). */
const UNVERSIONED = 'marking-definition'

/**
 * Holds `next` against the version that is there (§3.6, §3.6.1): same id and type, same creator,
 * same time of creation, a later time of modification, and nothing after a revocation.
 *
 * A creator that was not named before can't be named later: anybody could claim the object so.
 *
 * @returns every fault; empty when `next` follows `previous`, or is the same version in the same
 *   words
 *
 * @example
 * judgeVersion(stored, received).map(({ code }) => VERSION_FAULTS[code].en)
 */
export function judgeVersion(previous: JsonObject, next: JsonObject): readonly VersionFault[] {
  if (previous.id !== next.id || previous.type !== next.type) return [fault('version-id', 'id')]
  if (sameContent(previous, next)) return []
  if (next.type === UNVERSIONED || next.modified === undefined) {
    return [fault('version-unversioned', 'id')]
  }
  const faults: VersionFault[] = []
  if (previous.created_by_ref !== next.created_by_ref) {
    faults.push(fault('version-creator', 'created_by_ref'))
  }
  if (!sameTime(previous, next)) faults.push(fault('version-created', 'created'))
  const order = compareVersions(previous, next)
  if (order === 0) faults.push(fault('version-conflict', 'modified'))
  else if (order > 0) faults.push(fault('version-not-later', 'modified'))
  else if (previous.revoked === true) faults.push(fault('version-after-revoked', 'modified'))
  return faults
}

function fault(code: VersionFaultCode, at: string): VersionFault {
  return { code, at }
}

function sameTime(a: JsonObject, b: JsonObject): boolean {
  const left = versionTime({ created: a.created ?? null })
  const right = versionTime({ created: b.created ?? null })
  if (left === undefined || right === undefined) return left === right
  return compareStixTimestamps(left, right) === 0
}
