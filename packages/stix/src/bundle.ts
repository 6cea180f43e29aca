import { type JsonObject, type Ok, ok, type SlicedJson, sliceJsonList } from '@concert/core'
import type { StixFault, StixFaults } from './faults.ts'
import { typeOfId } from './ids.ts'
import { readStixObject, type StixObject } from './object.ts'

/** Bounds of one bundle. */
export interface BundleBounds {
  /** Most bytes of the whole text; 512 MiB when not given. */
  readonly maxBytes?: number
}

/** One object of a bundle, good or faulty, with paths from the top of the bundle. */
export type BundleEntry = Ok<StixObject> | StixFaults

/** A bundle whose objects are read one by one, so that a large one needs little memory. */
export interface StixBundle {
  readonly id: string
  readonly count: number
  /** Reads the objects in their order; every fault is listed, and the next object goes on. */
  entries(): Generator<BundleEntry, void, undefined>
}

/** Everything in a bundle at once. */
export interface BundleReading {
  readonly id: string
  readonly objects: readonly StixObject[]
  readonly faults: readonly StixFault[]
}

/**
 * Opens a STIX 2.1 bundle (§8): `type`, `id` and at most one list of objects.
 *
 * @param bytes - attacker-controlled; the objects stay views of them
 */
export function openBundle(
  bytes: Uint8Array,
  bounds: BundleBounds = {},
): Ok<StixBundle> | StixFaults {
  const sliced = sliceJsonList(bytes, 'objects', bounds)
  if (!sliced.ok) return { ok: false, faults: [{ code: sliced.code, at: `byte ${sliced.offset}` }] }
  return bundleOf(sliced.value)
}

/** Opens a bundle that is already cut into its objects. */
export function bundleOf(sliced: SlicedJson): Ok<StixBundle> | StixFaults {
  const faults = shellFaults(sliced.shell)
  if (faults.length > 0) return { ok: false, faults }
  return ok({
    id: String(sliced.shell.id),
    count: sliced.count,
    *entries() {
      for (let index = 0; index < sliced.count; index++) yield entryOf(sliced, index)
    },
  })
}

/** Reads a whole bundle: the good objects, and every fault of the others. */
export function readBundle(
  bytes: Uint8Array,
  bounds: BundleBounds = {},
): Ok<BundleReading> | StixFaults {
  const bundle = openBundle(bytes, bounds)
  if (!bundle.ok) return bundle
  const objects: StixObject[] = []
  const faults: StixFault[] = []
  for (const entry of bundle.value.entries()) {
    if (entry.ok) objects.push(entry.value)
    else faults.push(...entry.faults)
  }
  return ok({ id: bundle.value.id, objects, faults })
}

function shellFaults(shell: JsonObject): readonly StixFault[] {
  const faults: StixFault[] = []
  if (shell.type !== 'bundle') faults.push({ code: 'bundle-type', at: 'type' })
  if (typeof shell.id !== 'string' || typeOfId(shell.id) !== 'bundle') {
    faults.push({ code: 'bundle-type', at: 'id' })
  }
  if (shell.objects !== undefined && !Array.isArray(shell.objects)) {
    faults.push({ code: 'kind', at: 'objects' })
  }
  return faults
}

function entryOf(sliced: SlicedJson, index: number): BundleEntry {
  const read = readStixObject(sliced.element(index))
  if (read.ok) return read
  return { ok: false, faults: read.faults.map((fault) => placed(fault, index, sliced)) }
}

/** Bytes are counted from the top of the text, so that an editor finds them. */
function placed({ code, at }: StixFault, index: number, sliced: SlicedJson): StixFault {
  const path = `objects[${index}]`
  const byte = /^byte ([0-9]+)$/.exec(at)?.[1]
  if (byte !== undefined)
    return { code, at: `${path}, byte ${sliced.offset(index) + Number(byte)}` }
  return { code, at: at === '' ? path : `${path}.${at}` }
}
