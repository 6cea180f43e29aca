import type { CompactTemplate, CompactVersion } from '../../api/compact-answers.ts'
import type { Tlp } from '../../api/intel-answers.ts'
import type { Named } from '../../i18n/both.ts'

/** A compact as somebody writes it. */
export interface Draft {
  readonly peers: readonly string[]
  readonly title: Named
  readonly text: readonly Named[]
  /** Days, `2026-11-28`. */
  readonly from: string
  readonly until: string
  readonly signBy: string
  readonly terms: Readonly<Record<string, unknown>>
  /** When the version that is changed begins and ends, RFC 3339: days left alone stay to the moment. */
  readonly period?: Period
}

interface Period {
  readonly from: string
  readonly until: string
}

const DAY = 86_400_000

/** `2026-11-28`, so many days from a time. */
function dayAfter(now: number, days: number): string {
  return new Date(now + days * DAY).toISOString().slice(0, 10)
}

/** A draft out of a template: a year, to be signed within a month. */
export function fromTemplate(
  template: CompactTemplate,
  peers: readonly string[],
  now: number,
): Draft {
  return {
    peers,
    title: template.title,
    text: template.text,
    from: dayAfter(now, 0),
    until: dayAfter(now, 365),
    signBy: dayAfter(now, 30),
    terms: template.terms,
  }
}

/** A draft that changes a version: nothing but what is changed differs, its period neither. */
export function fromVersion(
  version: CompactVersion,
  period: Period | undefined,
  peers: readonly string[],
  now: number,
): Draft {
  const { words, terms } = version
  // What is over is taken up again for as long as something new would be.
  const kept = period !== undefined && Date.parse(period.until) > now ? period : undefined
  return {
    peers,
    title: words?.title ?? { en: '', zh: '' },
    text: words?.text ?? [],
    from: kept?.from.slice(0, 10) ?? dayAfter(now, 0),
    until: kept?.until.slice(0, 10) ?? dayAfter(now, 365),
    signBy: dayAfter(now, 30),
    terms,
    ...(kept && { period: { from: kept.from, until: kept.until } }),
  }
}

/** What of the intelligence tier is set on the form; the other terms stay as they were. */
export interface IntelTerms {
  readonly tlp: Exclude<Tlp, 'red'>
  readonly retention_days: number
  readonly onward: boolean
  readonly holders_told?: boolean
  readonly attribution: boolean
}

/** The intelligence tier of a draft, when there is one. */
export function intelOf({ terms }: Draft): IntelTerms | undefined {
  const tier = terms.intelligence
  return typeof tier === 'object' && tier !== null ? (tier as IntelTerms) : undefined
}

/** The draft with other terms for intelligence. */
export function withIntel(draft: Draft, change: Partial<IntelTerms>): Draft {
  const intelligence = { ...(draft.terms.intelligence as object), ...change }
  return { ...draft, terms: { ...draft.terms, intelligence } }
}

/** The body of a proposal: days become the first or the last millisecond of theirs. */
export function bodyOf({ title, text, from, until, signBy, terms, period }: Draft) {
  const isKept = (name: 'from' | 'until', day: string) => period?.[name].slice(0, 10) === day
  return {
    title,
    text: [...text],
    from: isKept('from', from) ? (period?.from ?? '') : `${from}T00:00:00.000Z`,
    until: isKept('until', until) ? (period?.until ?? '') : `${until}T23:59:59.999Z`,
    signBy: `${signBy}T23:59:59.999Z`,
    terms,
  }
}

/** Whether every text is there in both languages. */
export function isWhole({ title, text }: Draft): boolean {
  return [title, ...text].every(({ en, zh }) => en.trim() !== '' && zh.trim() !== '')
}
