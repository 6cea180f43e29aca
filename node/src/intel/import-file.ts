import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ExtractedFinding as Finding } from '@concert/stix'
import type { ImportRequest } from '../http/import-request.ts'
import type { Bilingual } from '../i18n/language.ts'
import { REFUSALS } from '../i18n/refusals.ts'
import type { NodeParts } from '../node-parts.ts'
import { importSentence, readImport } from './import-formats.ts'
import type { ImportBatch, ImportFault, ImportFormat } from './import-reading.ts'
import { nameOf } from './search/named.ts'

const FAULTS_SHOWN = 100
const OBJECTS_SHOWN = 50
const FINDINGS_SHOWN = 200

/** One fault of one entry, with its sentence. */
export type ToldFault = ImportFault & { readonly message: Bilingual | null }

/** A value found in a text. Attacker-controlled. */
export type FoundValue = Pick<Finding, 'kind' | 'value' | 'line' | 'column'> & {
  readonly part: string | null
  readonly warnings: readonly { readonly code: string; readonly message: Bilingual | null }[]
}

/** What an import would bring. */
export interface ImportPreview {
  readonly read: number
  /** Objects by type. */
  readonly types: Readonly<Record<string, number>>
  readonly sample: readonly {
    readonly id: string
    readonly type: string
    readonly tlp: string
    /** Attacker-controlled. */
    readonly name: string
  }[]
  readonly faultCount: number
  readonly faults: readonly ToldFault[]
  /** Of a text: what was found in it, in the order of the text. */
  readonly findingCount: number
  readonly findings: readonly FoundValue[]
}

/** What an import tells while it runs. */
export type ImportEvent =
  | { readonly event: 'progress'; readonly read: number; readonly added: number }
  | {
      readonly event: 'done'
      readonly read: number
      readonly added: number
      readonly faultCount: number
      readonly faults: readonly ToldFault[]
    }
  | { readonly event: 'refused'; readonly code: 'file-unreadable'; readonly message: Bilingual }

/** How what is imported is to be marked. */
export type ImportMarks = Omit<ImportRequest, 'path'> & {
  /** `auto` when not given. */
  readonly format?: ImportFormat
  /** Whether values found in a text that carry a warning are left out; so they are when not given. */
  readonly isClean?: boolean
}

/** Imports a file of this machine: see {@link importBytes}. */
export async function* importFile(
  parts: NodeParts,
  { path, ...marks }: ImportRequest,
): AsyncGenerator<ImportEvent> {
  if (!(await isFile(path))) {
    yield { event: 'refused', code: 'file-unreadable', message: REFUSALS['file-unreadable'] }
    return
  }
  yield* importBytes(parts, createReadStream(path), marks)
}

/**
 * Imports what comes. Entries of lists become indicators of now, unless an earlier import made the
 * same: importing a list twice adds nothing.
 *
 * @param source - attacker-controlled bytes
 */
export async function* importBytes(
  parts: NodeParts,
  source: AsyncIterable<Uint8Array>,
  marks: ImportMarks,
): AsyncGenerator<ImportEvent> {
  const at = new Date(parts.context.now()).toISOString()
  await parts.intelligence.importObjects([parts.stixIdentity])
  let read = 0
  let added = 0
  const faults = new FaultList()
  let storing = Promise.resolve(0)
  try {
    for await (const batch of batchesOf(parts, source, marks, at)) {
      added += await storing
      // The next is read while this one is stored; what goes wrong is told when it is waited for.
      storing = parts.intelligence.importObjects(batch.objects, at)
      storing.catch(() => undefined)
      read += batch.objects.length + batch.duplicates
      faults.add(batch.faults)
      yield { event: 'progress', read, added }
    }
  } finally {
    added += await storing
  }
  yield { event: 'done', read, added, faultCount: faults.count, faults: faults.shown }
}

/** Reads what comes and stores nothing: what an import would bring, and what is wrong with it. */
export async function previewBytes(
  parts: NodeParts,
  source: AsyncIterable<Uint8Array>,
  marks: ImportMarks,
): Promise<ImportPreview> {
  const at = new Date(parts.context.now()).toISOString()
  const types: Record<string, number> = {}
  const sample: ImportPreview['sample'][number][] = []
  const faults = new FaultList()
  const findings: FoundValue[] = []
  let read = 0
  let findingCount = 0
  for await (const batch of batchesOf(parts, source, marks, at)) {
    read += batch.objects.length + batch.duplicates
    faults.add(batch.faults)
    for (const { view, value } of batch.objects) {
      types[view.type] = (types[view.type] ?? 0) + 1
      if (sample.length < OBJECTS_SHOWN)
        sample.push({ id: view.id, type: view.type, tlp: view.tlp, name: nameOf(value) })
    }
    const found = batch.findings ?? []
    findingCount += found.length
    findings.push(...found.slice(0, FINDINGS_SHOWN - findings.length).map(foundValue))
  }
  return {
    read,
    types,
    sample,
    faultCount: faults.count,
    faults: faults.shown,
    findingCount,
    findings,
  }
}

/** The first faults, and how many there are in all. */
class FaultList {
  readonly shown: ToldFault[] = []
  count = 0

  add(faults: readonly ImportFault[]): void {
    this.count += faults.length
    for (const { code, at } of faults.slice(0, Math.max(0, FAULTS_SHOWN - this.shown.length))) {
      this.shown.push({ code, at, message: importSentence(code) ?? null })
    }
  }
}

function foundValue({ kind, value, line, column, part, warnings }: Finding): FoundValue {
  return {
    kind,
    value,
    line,
    column,
    part: part ?? null,
    warnings: warnings.map(({ code }) => ({ code, message: importSentence(code) ?? null })),
  }
}

function batchesOf(
  { stixIdentity, context }: NodeParts,
  source: AsyncIterable<Uint8Array>,
  marks: ImportMarks,
  at: string,
): AsyncIterable<ImportBatch> {
  return readImport(source, {
    format: marks.format ?? 'auto',
    isClean: marks.isClean ?? true,
    now: context.now(),
    tlp: marks.tlp,
    createdByRef: stixIdentity.view.id,
    created: at,
    validFrom: at,
    labels: marks.labels,
    confidence: marks.confidence,
    indicatorTypes: ['malicious-activity'],
  })
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
