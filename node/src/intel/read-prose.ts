import {
  type Extraction,
  extractFromCsv,
  extractFromEmail,
  extractFromHtml,
  extractFromText,
  type ExtractedFinding as Finding,
  objectsOfFindings,
  uniqueFindings,
} from '@concert/stix'
import {
  type ImportBatch,
  type ImportFormat,
  type ImportReading,
  onlyFault,
} from './import-reading.ts'
import { sha1 } from './intelligence.ts'

const BATCH = 1000

/**
 * Takes the values out of something that people read.
 *
 * @param bytes - attacker-controlled
 */
export async function* proseBatches(
  bytes: Uint8Array,
  reading: ImportReading,
): AsyncGenerator<ImportBatch> {
  const found = await extract(bytes, reading.format)
  if (!found.ok) return yield onlyFault(found.code)
  const findings = uniqueFindings(found.value.findings)
  for (let from = 0; from < findings.length; from += BATCH) {
    yield proseBatch(findings.slice(from, from + BATCH), reading)
  }
  if (found.value.truncated) yield onlyFault('file-size')
}

type Extracted =
  | { readonly ok: true; readonly value: Extraction }
  | { readonly ok: false; readonly code: string }

async function extract(bytes: Uint8Array, format: ImportFormat): Promise<Extracted> {
  if (format === 'email') return await extractFromEmail(bytes)
  const text = new TextDecoder().decode(bytes)
  const read =
    format === 'csv' ? extractFromCsv : format === 'html' ? extractFromHtml : extractFromText
  return { ok: true, value: read(text) }
}

/** What was found as objects; what a warning keeps out is told with its place. */
function proseBatch(findings: readonly Finding[], reading: ImportReading): ImportBatch {
  const { isClean } = reading
  const taken = isClean ? findings.filter(({ warnings }) => warnings.length === 0) : findings
  const of = { ...reading, modified: reading.created }
  const { objects, faults } = objectsOfFindings(taken, of, sha1)
  const left = findings.flatMap(({ warnings, line, column }) => {
    const [first] = isClean ? warnings : []
    return first ? [{ code: first.code, at: `line ${line}, column ${column}` }] : []
  })
  return { objects, faults: [...left, ...faults], duplicates: 0, findings }
}
