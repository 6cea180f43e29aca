import { concat } from '@concert/core'
import {
  EMAIL_FAULTS,
  type Extraction,
  type ExtractOptions,
  extractFromCsv,
  extractFromEmail,
  extractFromHtml,
  extractFromPdfText,
  extractFromText,
} from '@concert/stix'
import type { Bilingual } from '../../../i18n/language.ts'
import type { InputFile } from './input-files.ts'
import { sayBoth } from './texts.ts'

/** What a source is, as `--format` says it. */
export const SOURCE_FORMATS = ['text', 'email', 'csv', 'html', 'pdf-text'] as const
export type SourceFormat = (typeof SOURCE_FORMATS)[number]

const MAX_BYTES = 32 << 20
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d]

/** What was found, or why the source can't be looked into. */
export type SourceReading =
  | { readonly ok: true; readonly value: Extraction }
  | { readonly ok: false; readonly code: string; readonly sentence: Bilingual }

/** Looks into a source of at most 32 MiB. Text that is no UTF-8 is read as far as it can be. */
export async function readSource(
  input: InputFile,
  format: SourceFormat | undefined,
  options: ExtractOptions,
): Promise<SourceReading> {
  const bytes = await collect(input.open())
  if (bytes === undefined) return refusal('file-size', 'extract-large', input)
  if (PDF.every((byte, at) => bytes[at] === byte)) return refusal('pdf', 'extract-pdf', input)
  const is = format ?? formatOf(input.name, bytes)
  if (is === 'email') {
    const read = await extractFromEmail(bytes, options)
    return read.ok ? read : { ...read, sentence: EMAIL_FAULTS[read.code] }
  }
  const text = new TextDecoder().decode(bytes)
  return { ok: true, value: EXTRACTORS[is](text, options) }
}

const EXTRACTORS = {
  text: extractFromText,
  csv: extractFromCsv,
  html: extractFromHtml,
  'pdf-text': extractFromPdfText,
}

function refusal(code: string, key: 'extract-large' | 'extract-pdf', input: InputFile) {
  return { ok: false, code, sentence: sayBoth(key, { name: input.label }) } as const
}

/** By the name's ending; a form feed parts the pages of a PDF's text. */
function formatOf(name: string, bytes: Uint8Array): SourceFormat {
  const ending = /\.([a-z]+)$/.exec(name.toLowerCase())?.[1]
  if (ending === 'eml') return 'email'
  if (ending === 'csv') return 'csv'
  if (ending === 'html' || ending === 'htm') return 'html'
  return bytes.includes(0x0c) ? 'pdf-text' : 'text'
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MAX_BYTES) return undefined
    parts.push(chunk)
  }
  return concat(...parts)
}
