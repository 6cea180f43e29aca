import { equalBytes } from '@concert/core'
import type { StixFault, StixFaults, StixObject } from '@concert/stix'

/** Most objects, and most faults, that come in one batch. */
export const BATCH_SIZE = 1000

/** A piece of a file, ready for one transaction. */
export interface IntelBatch {
  /** No version of an object twice, so that one statement can write them all. */
  readonly objects: readonly StixObject[]
  readonly faults: readonly StixFault[]
  /** Entries that only repeat an object of this batch. */
  readonly duplicates: number
}

/** One entry of a file: an object, or everything that is wrong with it. */
export interface IntelEntry {
  /** Where it stands: `line 12`, `objects[3]`. */
  readonly at: string
  readonly read: { readonly ok: true; readonly value: StixObject } | StixFaults
}

/** An entry for what is wrong with the file as a whole. */
export function wholeFile(faults: readonly StixFault[]): IntelEntry {
  return { at: '', read: { ok: false, faults } }
}

/** Gathers entries into one batch. */
export class BatchBuilder {
  private readonly objects = new Map<string, StixObject>()
  private readonly faults: StixFault[] = []
  private duplicates = 0

  add({ at, read }: IntelEntry): void {
    if (read.ok) this.addObject(at, read.value)
    else this.faults.push(...read.faults)
  }

  get full(): boolean {
    return this.objects.size >= BATCH_SIZE || this.faults.length >= BATCH_SIZE
  }

  get empty(): boolean {
    return this.objects.size + this.faults.length + this.duplicates === 0
  }

  build(): IntelBatch {
    const { faults, duplicates } = this
    return { objects: [...this.objects.values()], faults, duplicates }
  }

  /** The same version with other content is undefined in STIX (§3.6.2): keep the first, say so. */
  private addObject(at: string, object: StixObject): void {
    const { id, created, modified } = object.view
    const version = `${id} ${modified ?? created ?? ''}`
    const before = this.objects.get(version)
    if (before === undefined) this.objects.set(version, object)
    else if (equalBytes(before.bytes, object.bytes)) this.duplicates++
    else this.faults.push({ code: 'version-conflict', at })
  }
}
