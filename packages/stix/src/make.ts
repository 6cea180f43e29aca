import { canonicalBytes, type Json, type JsonObject, type Ok } from '@concert/core'
import type { StixFaults } from './faults.ts'
import { concertId, type Sha1 } from './ids.ts'
import { acceptStixObject, type StixObject } from './object.ts'
import type { Observable } from './observable.ts'
import { patternOf } from './pattern/produce.ts'
import { type Tlp, tlpMarkingId } from './tlp.ts'

/** What every object of ours says. Times are STIX timestamps (§2.16). */
export interface MakeCommon {
  readonly created: string
  /** Not before `created`; equal for a first version. */
  readonly modified: string
  readonly tlp: Tlp
  readonly labels?: readonly string[] | undefined
  /** 0 to 100. */
  readonly confidence?: number | undefined
}

/** An organisation, system or person (§4.5). */
export interface MakeIdentity extends MakeCommon {
  /** What sets this identity apart from others of the same name: the host of its node. */
  readonly scope: string
  readonly name: string
  /** `organization`, `individual`, `system`, `group`, `class` or a word of one's own. */
  readonly identityClass: string
  readonly contact?: string | undefined
}

/** An indicator of one observable (§4.7). */
export interface MakeIndicator extends Omit<MakePatternIndicator, 'pattern'> {
  readonly observable: Observable
}

/** An indicator of whatever a STIX pattern matches (§4.7, §9). */
export interface MakePatternIndicator extends MakeCommon {
  readonly createdByRef: string
  readonly pattern: string
  /** Of an indicator of one observable: its value when not given. */
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly indicatorTypes?: readonly string[] | undefined
  readonly validFrom: string
  readonly validUntil?: string | undefined
}

/** That something was seen (§5.2), with nothing about the victim but what the caller names. */
export interface MakeSighting extends MakeCommon {
  readonly createdByRef: string
  readonly sightingOfRef: string
  readonly whereSightedRefs?: readonly string[] | undefined
  readonly count?: number | undefined
  readonly firstSeen?: string | undefined
  readonly lastSeen?: string | undefined
}

/** An object of ours in canonical bytes, or what is wrong with what it was made of. */
export type Made = Ok<StixObject> | StixFaults

/** Makes an identity. Its id stands for scope, class and name: other changes are new versions. */
export function makeIdentity(of: MakeIdentity, sha1: Sha1): Made {
  const key = { scope: of.scope, name: of.name, identity_class: of.identityClass }
  return finish({
    ...commonOf(of, 'identity', concertId('identity', key, sha1)),
    name: of.name,
    identity_class: of.identityClass,
    contact_information: of.contact,
  })
}

/** Makes an indicator. Its id stands for creator and pattern: other changes are new versions. */
export function makeIndicator(of: MakeIndicator, sha1: Sha1): Made {
  const { observable, name = observable.value, ...rest } = of
  return makePatternIndicator({ ...rest, name, pattern: patternOf(observable) }, sha1)
}

/** Makes an indicator of a pattern; otherwise as {@link makeIndicator}. */
export function makePatternIndicator(of: MakePatternIndicator, sha1: Sha1): Made {
  const { pattern } = of
  const key = { created_by_ref: of.createdByRef, pattern, pattern_type: 'stix' }
  return finish({
    ...commonOf(of, 'indicator', concertId('indicator', key, sha1)),
    created_by_ref: of.createdByRef,
    name: of.name,
    description: of.description,
    indicator_types: nonEmpty(of.indicatorTypes),
    pattern,
    pattern_type: 'stix',
    valid_from: of.validFrom,
    valid_until: of.validUntil,
  })
}

/**
 * Makes a sighting. Its id stands for who saw what where since when: a higher count or a later
 * `lastSeen` is a new version.
 */
export function makeSighting(of: MakeSighting, sha1: Sha1): Made {
  const where = nonEmpty(of.whereSightedRefs?.toSorted())
  const key = defined({
    created_by_ref: of.createdByRef,
    sighting_of_ref: of.sightingOfRef,
    where_sighted_refs: where,
    first_seen: of.firstSeen,
  })
  return finish({
    ...commonOf(of, 'sighting', concertId('sighting', key, sha1)),
    created_by_ref: of.createdByRef,
    sighting_of_ref: of.sightingOfRef,
    where_sighted_refs: where,
    count: of.count,
    first_seen: of.firstSeen,
    last_seen: of.lastSeen,
  })
}

/** Properties where `undefined` means that the object has none such. */
type Draft = Readonly<Record<string, Json | undefined>>

function commonOf(of: MakeCommon, type: string, id: string): Draft {
  return {
    type,
    spec_version: '2.1',
    id,
    created: of.created,
    modified: of.modified,
    labels: nonEmpty(of.labels),
    confidence: of.confidence,
    object_marking_refs: [tlpMarkingId(of.tlp)],
  }
}

function finish(draft: Draft): Made {
  const value = defined(draft)
  return acceptStixObject(canonicalBytes(value), value)
}

function defined(draft: Draft): JsonObject {
  const value: Record<string, Json> = {}
  for (const [name, property] of Object.entries(draft)) {
    if (property !== undefined) value[name] = property
  }
  return value
}

function nonEmpty(list: readonly string[] | undefined): readonly string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list
}
