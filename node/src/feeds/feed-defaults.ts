import { canonicalBytes, type JsonObject } from '@concert/core'
import {
  acceptStixObject,
  classOfType,
  makeIdentity,
  type StixObject,
  tlpMarkingId,
} from '@concert/stix'
import { sha1 } from '../intel/intelligence.ts'
import type { FeedFault } from './feed-codes.ts'
import type { FeedSettings } from './feed-settings.ts'

/** One object of a feed, read, or everything that is wrong with it. */
export type FeedObject =
  | { readonly ok: true; readonly value: StixObject }
  | { readonly ok: false; readonly faults: readonly FeedFault[] }

/**
 * Reads an object of somebody else's and adds what the feed's settings say where it says nothing: a
 * TLP label when it has no marking at all, a confidence when it has none. A label that is there is
 * never loosened, and a creator is never made up: whoever is named first could claim the object.
 *
 * @param bytes - a spelling of `value`
 * @param at - place for the faults
 */
export function withDefaults(
  bytes: Uint8Array,
  value: JsonObject,
  settings: Pick<FeedSettings, 'tlp' | 'confidence'>,
  at: string,
): FeedObject {
  const added = defaultsFor(value, settings)
  const whole = added === undefined ? value : { ...value, ...added }
  const read = acceptStixObject(added === undefined ? bytes : canonicalBytes(whole), whole)
  if (read.ok) return read
  const faults = read.faults.map(({ code, at: path }) => ({ code, at: `${at}.${path}` }))
  return { ok: false, faults }
}

function defaultsFor(
  value: JsonObject,
  { tlp, confidence }: Pick<FeedSettings, 'tlp' | 'confidence'>,
): JsonObject | undefined {
  const kind = typeof value.type === 'string' ? classOfType(value.type) : undefined
  // A marking definition marks others; language content is marked as what it translates.
  if (value.type === 'marking-definition') return undefined
  const isUnmarked =
    value.object_marking_refs === undefined && value.granular_markings === undefined
  const isRated = kind === 'sdo' || kind === 'sro'
  const added: Record<string, string[] | number> = {}
  if (isUnmarked) added.object_marking_refs = [tlpMarkingId(tlp)]
  if (isRated && confidence !== undefined && value.confidence === undefined) {
    added.confidence = confidence
  }
  return Object.keys(added).length === 0 ? undefined : added
}

/** The identity in whose name a feed's entries are made: the same for the same creator for ever. */
export function creatorIdentity(host: string, { creator, url, tlp }: FeedSettings): StixObject {
  const time = '2026-01-01T00:00:00.000Z'
  const made = makeIdentity(
    {
      created: time,
      modified: time,
      tlp,
      scope: `${host} feed`,
      name: creator ?? new URL(url).hostname,
      identityClass: 'organization',
    },
    sha1,
  )
  if (!made.ok) throw new TypeError('creator')
  return made.value
}
