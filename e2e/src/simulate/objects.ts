import { createHash } from 'node:crypto'
import { canonicalBytes, type Json } from '@concert/core'
import {
  makeIndicator,
  readStixObject,
  type StixObject,
  type Tlp,
  tlpMarkingId,
} from '@concert/stix'

/** What sort of object: may leave as it is, only redacted, or not at all. */
export type Sort = 'plain' | 'secret' | 'barred'

const CREATED = '2026-11-01T00:00:00.000Z'
/** Stands as the creator of what two sides know by the same id. */
const COMMON = 'identity--1b3c5d7e-1a2b-4c3d-8e9f-a1b2c3d4e5f6'

/** What an object is made of. */
export interface Making {
  /** Name of the domain that it is about: nothing else names it, so it can be found again. */
  readonly domain: string
  readonly createdBy: string
  readonly tlp: Exclude<Tlp, 'clear'>
  readonly sort: Sort
  /** Text that nobody else may ever see. */
  readonly canary: string
  /** 1 for the first version. */
  readonly version: number
}

/** An indicator of ours. */
export function makeObject(making: Making): StixObject {
  const { domain, createdBy, tlp, sort, canary, version } = making
  const made = makeIndicator(
    {
      created: CREATED,
      modified: new Date(Date.parse(CREATED) + (version - 1) * 60_000).toISOString(),
      validFrom: CREATED,
      tlp,
      createdByRef: createdBy,
      observable: { type: 'domain-name', value: domain },
      ...(sort === 'secret' && { description: `Reported by ${canary}@victim.example.` }),
    },
    (data) => createHash('sha1').update(data).digest(),
  )
  if (!made.ok) throw new TypeError('indicator')
  return sort === 'barred' ? withType(made.value.value, domain, canary, tlp) : made.value
}

/** Malware, which no compact here names. */
function withType(
  of: Readonly<Record<string, Json | undefined>>,
  domain: string,
  canary: string,
  tlp: Tlp,
): StixObject {
  const { created, modified, created_by_ref, id } = of
  const read = readStixObject(
    canonicalBytes({
      type: 'malware',
      spec_version: '2.1',
      id: String(id).replace('indicator', 'malware'),
      created: String(created),
      modified: String(modified),
      created_by_ref: String(created_by_ref),
      is_family: false,
      name: domain,
      description: canary,
      object_marking_refs: [tlpMarkingId(tlp)],
    }),
  )
  if (!read.ok) throw new TypeError(JSON.stringify(read.faults))
  return read.value
}

/** The creator of an object that a side makes: its own name, or the one that several use. */
export function creatorOf(own: string, isCommon: boolean): string {
  return isCommon ? COMMON : own
}
