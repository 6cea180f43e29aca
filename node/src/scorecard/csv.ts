import { MEASURES, type Scorecard } from '@concert/threads'
import type { Language } from '../i18n/language.ts'

const HEADER = ['measure', 'label', 'of', 'urgency', 'unit', 'value', 'n'] as const

/** A scorecard as RFC 4180; a suppressed number is an empty cell. */
export function scorecardCsv({ rows }: Scorecard, lang: Language): string {
  const labels = new Map(MEASURES.map(({ id, label }) => [id, label[lang]]))
  const lines = rows.map(({ measure, of, urgency, unit, value, n }) => {
    return [measure, labels.get(measure) ?? '', of, urgency, unit, value ?? '', n ?? '']
  })
  return [HEADER, ...lines].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(value: string | number): string {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
