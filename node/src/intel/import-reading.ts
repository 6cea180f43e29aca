import type { ExtractedFinding as Finding, StixObject } from '@concert/stix'
import type { ListOptions } from './list-entry.ts'

/**
 * What a file is: STIX or a list, whichever its first byte shows (`auto`); events as MISP exports
 * them; or something that people read, out of which values are taken.
 */
export const IMPORT_FORMATS = ['auto', 'misp', 'text', 'csv', 'html', 'email'] as const

/** One of {@link IMPORT_FORMATS}. */
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** What is wrong with one entry. `at` is a place, never content. */
export interface ImportFault {
  readonly code: string
  readonly at: string
}

/** A piece of a file, ready for one transaction. */
export interface ImportBatch {
  readonly objects: readonly StixObject[]
  readonly faults: readonly ImportFault[]
  /** Entries that only repeat an object of this batch. */
  readonly duplicates: number
  /** Of a file that people read: where each value stands, and why to look at it first. */
  readonly findings?: readonly Finding[]
}

/** How a file is to be read. */
export interface ImportReading extends ListOptions {
  readonly format: ImportFormat
  /** Of a file that people read: whether values that carry a warning are left out. */
  readonly isClean: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

/** A batch that only says what is wrong. */
export function onlyFault(code: string, at = ''): ImportBatch {
  return { objects: [], faults: [{ code, at }], duplicates: 0 }
}
