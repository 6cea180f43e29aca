import type { JsonObject } from '@concert/core'
import { type Tlp, tlpMarkingId } from '@concert/stix'

/** An indicator of a number, at a version. */
export function indicator(
  number: number,
  options: { readonly modified?: string; readonly tlp?: Tlp; readonly more?: JsonObject } = {},
): JsonObject {
  const created = V1
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: indicatorId(number),
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

/** `modified` of {@link indicator} when it is not said, and `created` of it and of {@link statement}. */
export const V1 = '2026-01-01T00:00:00.000Z'
/** A later version. */
export const V2 = '2026-01-02T00:00:00.500Z'
/** A later one, with as many digits as STIX lets it have. */
export const V3 = '2026-01-03T00:00:00.000000001Z'

/** Id of the {@link indicator} of a number. */
export function indicatorId(number: number): string {
  return `indicator--${uuidOf(number)}`
}

/** A marking of one's own: it has no `modified`. */
export function statement(number: number): JsonObject {
  const definition = { statement: 'Copyright 2026' }
  const id = `marking-definition--${uuidOf(number)}`
  const common = { type: 'marking-definition', spec_version: '2.1', id, created: V1 }
  const object_marking_refs = [tlpMarkingId('green')]
  return { ...common, definition_type: 'statement', definition, object_marking_refs }
}

/** An observable: without times, without `spec_version`, and with a `version` that is none of its own. */
export function software(number: number): JsonObject {
  const id = `software--${uuidOf(number)}`
  const object_marking_refs = [tlpMarkingId('green')]
  return { type: 'software', id, name: 'tool', version: '7.1', object_marking_refs }
}
