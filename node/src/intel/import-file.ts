import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { StixFault } from '@concert/stix'
import type { ImportRequest } from '../http/import-request.ts'
import type { Bilingual } from '../i18n/language.ts'
import { REFUSALS } from '../i18n/refusals.ts'
import type { NodeParts } from '../node-parts.ts'
import { readIntelFile } from './read-file.ts'

const FAULTS_SHOWN = 100
const OBJECTS_SHOWN = 50

/** What an import would bring. */
export interface ImportPreview {
  readonly read: number
  /** Objects by type. */
  readonly types: Readonly<Record<string, number>>
  readonly sample: readonly { readonly id: string; readonly type: string; readonly tlp: string }[]
  readonly faultCount: number
  readonly faults: readonly StixFault[]
}

/** What an import tells while it runs. */
export type ImportEvent =
  | { readonly event: 'progress'; readonly read: number; readonly added: number }
  | {
      readonly event: 'done'
      readonly read: number
      readonly added: number
      readonly faultCount: number
      readonly faults: readonly StixFault[]
    }
  | { readonly event: 'refused'; readonly code: 'file-unreadable'; readonly message: Bilingual }

/** How what is imported is to be marked. */
export type ImportMarks = Omit<ImportRequest, 'path'>

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
  for await (const batch of readIntelFile(source, listOptions(parts, marks, at))) {
    added += await parts.intelligence.importObjects(batch.objects, at)
    read += batch.objects.length + batch.duplicates
    faults.add(batch.faults)
    yield { event: 'progress', read, added }
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
  let read = 0
  for await (const batch of readIntelFile(source, listOptions(parts, marks, at))) {
    read += batch.objects.length + batch.duplicates
    faults.add(batch.faults)
    for (const { view } of batch.objects) {
      types[view.type] = (types[view.type] ?? 0) + 1
      if (sample.length < OBJECTS_SHOWN)
        sample.push({ id: view.id, type: view.type, tlp: view.tlp })
    }
  }
  return { read, types, sample, faultCount: faults.count, faults: faults.shown }
}

/** The first faults, and how many there are in all. */
class FaultList {
  readonly shown: StixFault[] = []
  count = 0

  add(faults: readonly StixFault[]): void {
    this.count += faults.length
    this.shown.push(...faults.slice(0, Math.max(0, FAULTS_SHOWN - this.shown.length)))
  }
}

function listOptions({ stixIdentity }: NodeParts, marks: ImportMarks, at: string) {
  return {
    tlp: marks.tlp,
    createdByRef: stixIdentity.view.id,
    created: at,
    validFrom: at,
    labels: marks.labels,
    confidence: marks.confidence,
    indicatorTypes: ['malicious-activity'],
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
