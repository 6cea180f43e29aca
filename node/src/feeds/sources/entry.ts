import {
  escapePatternString,
  makePatternIndicator,
  parseObservable,
  patternOf,
} from '@concert/stix'
import { sha1 } from '../../intel/intelligence.ts'
import type { FeedObject } from '../feed-defaults.ts'
import type { SourceInput } from '../feed-source.ts'

/** One entry of a list or table. Everything but the value may be missing. */
export interface Entry {
  /** A domain, URL, address, network or file hash, defanged or not. */
  readonly value: string
  readonly description?: string | undefined
  readonly label?: string | undefined
  readonly confidence?: number | undefined
  /** RFC 3339. */
  readonly since?: string | undefined
}

const DAY_MS = 86_400_000
const HASHES: Readonly<Record<number, string>> = {
  32: 'MD5',
  40: 'SHA-1',
  64: 'SHA-256',
  128: 'SHA-512',
}

/** The indicator of an entry. @param at - place for the faults, such as `line 12` */
export function entryObject(entry: Entry, at: string, input: SourceInput): FeedObject {
  const { settings, creator, at: created } = input
  const pattern = patternOfText(entry.value)
  if (!pattern.ok) return { ok: false, faults: [{ code: pattern.code, at }] }
  const { confidence = settings.confidence, description, label, since } = entry
  const made = makePatternIndicator(
    {
      createdByRef: creator,
      pattern: pattern.value,
      name: pattern.name,
      description,
      created,
      modified: created,
      validFrom: since ?? created,
      validUntil: validUntil(settings.validDays, Date.parse(created), since),
      tlp: settings.tlp,
      confidence,
      labels: label === undefined ? settings.labels : [...new Set([...settings.labels, label])],
      indicatorTypes: ['malicious-activity'],
    },
    sha1,
  )
  if (made.ok) return made
  return { ok: false, faults: made.faults.map(({ code }) => ({ code, at })) }
}

/** When an entry stops being valid that is listed now. */
export function validUntil(
  days: number | undefined,
  now: number,
  since?: string,
): string | undefined {
  if (days === undefined) return undefined
  const until = now + days * DAY_MS
  // Valid time must not end before it begins, whatever a table says of its future.
  const from = since === undefined ? 0 : Date.parse(since) + 1
  return new Date(Math.max(until, from)).toISOString()
}

type Pattern =
  | { readonly ok: true; readonly value: string; readonly name: string }
  | { readonly ok: false; readonly code: string }

function patternOfText(text: string): Pattern {
  const value = text.trim()
  const hash = /^[0-9a-f]+$/i.test(value) ? HASHES[value.length] : undefined
  if (hash !== undefined) {
    const name = value.toLowerCase()
    return { ok: true, name, value: `[file:hashes.'${hash}' = '${escapePatternString(name)}']` }
  }
  const read = parseObservable(value)
  if (!read.ok) return read
  return { ok: true, name: read.value.value, value: patternOf(read.value) }
}
