import { type Json, type JsonObject, type Ok, ok, parseStrictJson } from '@concert/core'
import { checkStixObject } from './check.ts'
import type { StixFaults } from './faults.ts'
import { referencesOf } from './refs.ts'
import { effectiveTlp, type Tlp } from './tlp.ts'

/** Largest object read, in bytes. */
export const MAX_OBJECT_BYTES: number = 1024 * 1024

/** What Concert itself needs to know of an object; everything else stays in its bytes. */
export interface StixView {
  readonly id: string
  readonly type: string
  /** Always `2.1`: observables may leave it out (§3.2), other versions are not read. */
  readonly specVersion: '2.1'
  /** As written, with all its digits. Observables have neither time. */
  readonly created: string | undefined
  readonly modified: string | undefined
  readonly createdByRef: string | undefined
  readonly revoked: boolean
  /** The level that binds between nodes; `red` when the object does not say. */
  readonly tlp: Tlp
  /** Every id referred to, creator and markings included, each once and sorted. */
  readonly refs: readonly string[]
}

/** An object that passed every check, in the bytes it came in. */
export interface StixObject {
  readonly bytes: Uint8Array
  readonly value: JsonObject
  readonly view: StixView
}

/**
 * Reads one STIX 2.1 object.
 *
 * @param bytes - attacker-controlled; kept as they are, not copied
 * @returns the object, or every fault with its path
 */
export function readStixObject(bytes: Uint8Array): Ok<StixObject> | StixFaults {
  if (bytes.length > MAX_OBJECT_BYTES) return faulty('object-size')
  const read = parseStrictJson(bytes)
  if (!read.ok) return { ok: false, faults: [{ code: read.code, at: `byte ${read.offset}` }] }
  return isJsonObject(read.value) ? acceptStixObject(bytes, read.value) : faulty('object-expected')
}

/** Checks an object that is already JSON; `bytes` must be a spelling of `value`. */
export function acceptStixObject(
  bytes: Uint8Array,
  value: JsonObject,
): Ok<StixObject> | StixFaults {
  if (bytes.length > MAX_OBJECT_BYTES) return faulty('object-size')
  const faults = checkStixObject(value)
  return faults.length > 0 ? { ok: false, faults } : ok({ bytes, value, view: viewOf(value) })
}

function faulty(code: 'object-size' | 'object-expected'): StixFaults {
  return { ok: false, faults: [{ code, at: '' }] }
}

function viewOf(value: JsonObject): StixView {
  return {
    id: String(value.id),
    type: String(value.type),
    specVersion: '2.1',
    created: textOf(value.created),
    modified: textOf(value.modified),
    createdByRef: textOf(value.created_by_ref),
    revoked: value.revoked === true,
    tlp: effectiveTlp(value),
    refs: referencesOf(value),
  }
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isJsonObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
