import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { StixFault } from '@concert/stix'
import type { ImportRequest } from '../http/import-request.ts'
import type { Bilingual } from '../i18n/language.ts'
import { REFUSALS } from '../i18n/refusals.ts'
import type { NodeParts } from '../node-parts.ts'
import { readIntelFile } from './read-file.ts'

const FAULTS_SHOWN = 100

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

/**
 * Imports a file of this machine. Entries of lists become indicators of now, unless an earlier
 * import made the same: importing a list twice adds nothing.
 */
export async function* importFile(
  parts: NodeParts,
  request: ImportRequest,
): AsyncGenerator<ImportEvent> {
  const at = new Date(parts.context.now()).toISOString()
  if (!(await isFile(request.path))) {
    yield { event: 'refused', code: 'file-unreadable', message: REFUSALS['file-unreadable'] }
    return
  }
  await parts.intelligence.importObjects([parts.stixIdentity])
  const batches = readIntelFile(createReadStream(request.path), {
    tlp: request.tlp,
    createdByRef: parts.stixIdentity.view.id,
    created: at,
    validFrom: at,
    labels: request.labels,
    confidence: request.confidence,
    indicatorTypes: ['malicious-activity'],
  })
  let read = 0
  let added = 0
  const faults: StixFault[] = []
  let faultCount = 0
  for await (const batch of batches) {
    added += await parts.intelligence.importObjects(batch.objects, at)
    read += batch.objects.length + batch.duplicates
    faultCount += batch.faults.length
    faults.push(...batch.faults.slice(0, Math.max(0, FAULTS_SHOWN - faults.length)))
    yield { event: 'progress', read, added }
  }
  yield { event: 'done', read, added, faultCount, faults }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
