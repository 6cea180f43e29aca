import type { JsonObject } from '@concert/core'
import { type Tlp, tlpMarkingId } from '@concert/stix'

/** An indicator of a number, at a version. */
export function indicator(
  number: number,
  options: { readonly modified?: string; readonly tlp?: Tlp; readonly more?: JsonObject } = {},
): JsonObject {
  const created = '2026-01-01T00:00:00.000Z'
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${uuidOf(number)}`,
    created,
    modified: options.modified ?? created,
    pattern: `[domain-name:value = 'host${number}.example']`,
    pattern_type: 'stix',
    valid_from: created,
    indicator_types: ['malicious-activity'],
    object_marking_refs: [tlpMarkingId(options.tlp ?? 'green')],
    ...options.more,
  }
}

/** A UUIDv4 of a number. */
export function uuidOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
}

/** An envelope, or with a type a bundle, as bytes. */
export function envelopeOf(objects: readonly unknown[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ objects }))
}
