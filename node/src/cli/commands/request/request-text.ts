import {
  EVIDENCE_LABELS,
  PHASE_LABELS,
  QUESTION_LABELS,
  REASON_LABELS,
  REFUSE_LABELS,
  RESULT_LABELS,
  SAID_LABELS,
  TARGET_LABELS,
  TYPE_LABELS,
  type Worded,
} from '@concert/threads'
import type { Language } from '../../../i18n/language.ts'
import type { KeptFinding } from '../../../release/desk-rows.ts'
import { REASON_SENTENCES } from '../../../release/reasons.ts'
import type { DraftView, TargetReport } from '../../../requests/draft-views.ts'
import type { HeldWord } from '../../../requests/held-words.ts'
import type { RequestPage } from '../../../requests/read-requests.ts'
import type { TargetPage } from '../../../requests/read-targets.ts'
import type { DetailEvent, RequestDetail } from '../../../requests/request-detail.ts'
import { textTable } from '../../text-table.ts'
import { safeText } from '../../width.ts'
import { say } from './texts.ts'
import { clockText, countdown, inBrackets, named, utc } from './time-text.ts'

type Titles = readonly Parameters<typeof say>[1][]

const columns = (lang: Language, keys: Titles) => keys.map((key) => ({ title: say(lang, key) }))

/** The text in the reader's language when there is one, else as it was written. */
function inLanguage(lang: Language, text: Worded | null): string {
  if (!text) return ''
  const { original, translation } = text
  return translation?.lang === lang && original.lang !== lang ? translation.text : original.text
}

/** A list of requests with their clocks. */
export function listText(lang: Language, { requests, next }: RequestPage, now: number): string {
  if (requests.length === 0) return `${say(lang, 'none')}\n`
  const rows = requests.map((line) => {
    const status = line.callBack ? say(lang, 'call-back') : PHASE_LABELS[line.status][lang]
    const title = `${line.exercise ? `[${say(lang, 'drill')}] ` : ''}${inLanguage(lang, line.title)}`
    const targets = line.targets === 0 ? '' : `${line.targetsDone}/${line.targets}`
    return [
      line.id.slice(0, 12),
      say(lang, `side-${line.side}`),
      line.urgency.toUpperCase(),
      status,
      countdown(lang, line.acknowledgeDue, now),
      countdown(lang, line.answerDue, now),
      targets,
      title,
    ]
  })
  const keys: Titles = [
    'id',
    'side',
    'urgency',
    'status',
    'acknowledge',
    'answer',
    'targets',
    'title',
  ]
  const more = next === null ? '' : `${say(lang, 'more-after', { next })}\n`
  return textTable(columns(lang, keys), rows) + more
}

/** A request whole: both languages side by side, clocks, history, what can be said now. */
export function detailText(lang: Language, detail: RequestDetail): string {
  const { root, view, content, targets } = detail
  const head = `${detail.exercise ? `[${say(lang, 'drill')}] ` : ''}${detail.id}\n`
  const counts = Object.entries(targets.byStatus)
    .map(([status, n]) => `${TARGET_LABELS[status as keyof typeof TARGET_LABELS][lang]} ${n}`)
    .join(', ')
  const facts = [
    `${TYPE_LABELS[root.type][lang]} · ${root.urgency.toUpperCase()} · TLP:${detail.tlp.toUpperCase()} · ${PHASE_LABELS[view.status][lang]}`,
    `RSIT ${root.incident.class}/${root.incident.type}${detail.gbt ? ` · ${say(lang, 'gbt', { category: detail.gbt })}` : ''}`,
    named(lang, say(lang, 'acknowledge'), clockText(lang, view.acknowledge)),
    detail.kind === 'notify' ? '' : named(lang, say(lang, 'answer'), clockText(lang, view.answer)),
    view.callBack ? say(lang, 'call-back') : '',
    targets.total === 0 ? '' : say(lang, 'by-status', { counts }),
    targets.relapses === 0 ? '' : say(lang, 'relapses', { n: targets.relapses }),
    detail.wanted.length === 0
      ? ''
      : say(lang, 'wanted', { items: itemNames(lang, detail.wanted) }),
  ].filter((line) => line !== '')
  const texts = content ? [content.title, content.description, content.harm] : []
  const sides = texts.flatMap((text) => (text ? [sideBySide(lang, text)] : []))
  const asked = questionLines(lang, detail)
  const history = detail.events.map((event) => eventLine(lang, event))
  const moves = detail.moves.map((move) => move.slice('request.'.length)).join(', ')
  return [
    head,
    ...facts.map((line) => `${line}\n`),
    ...sides,
    ...asked,
    `${named(lang, say(lang, 'history'), '').trimEnd()}\n`,
    ...history,
    ...detail.objects.map(({ id, here }) => {
      return `  ${say(lang, here ? 'object-here' : 'object-missing')} ${id}\n`
    }),
    moves === '' ? '' : `${say(lang, 'moves', { moves })}\n`,
    ...detail.held.map(
      (word) => `${heldText(lang, word)}${say(lang, 'is-held', { id: word.id })}\n`,
    ),
    `${say(lang, 'notice')}\n`,
  ].join('')
}

function itemNames(lang: Language, items: readonly string[]): string {
  return items.map((item) => EVIDENCE_LABELS[item as 'targets'][lang]).join(', ')
}

/** Original and translation under each other, each with its standing. */
function sideBySide(lang: Language, text: Worded): string {
  const { original, translation, authoritative } = text
  const mark = (which: 'original' | 'translation') =>
    authoritative === 'both' || authoritative === which
      ? inBrackets(lang, say(lang, 'authoritative'))
      : ''
  const head = `${original.lang} ${say(lang, 'original')}${mark('original')}`
  const first = `  ${named(lang, head, safeText(original.text))}\n`
  if (!translation) return first
  const by = inBrackets(lang, byWhom(lang, translation))
  const below = `${translation.lang} ${say(lang, 'translation')}${by}${mark('translation')}`
  return `${first}  ${named(lang, below, safeText(translation.text))}\n`
}

function byWhom(lang: Language, { by, reviewer }: NonNullable<Worded['translation']>): string {
  if (by === 'human') return say(lang, 'by-human')
  return reviewer === null
    ? say(lang, 'by-machine')
    : say(lang, 'by-machine-read', { who: safeText(reviewer) })
}

function questionLines(lang: Language, { questions, content }: RequestDetail): readonly string[] {
  if (questions.length === 0) return []
  const lines = questions.map((status, i) => {
    const ask = inLanguage(lang, content?.questions[i]?.ask ?? null)
    return `  ${i + 1}. [${QUESTION_LABELS[status][lang]}] ${safeText(ask)}\n`
  })
  return [`${named(lang, say(lang, 'questions'), '').trimEnd()}\n`, ...lines]
}

function eventLine(lang: Language, event: DetailEvent): string {
  const { kind, party, code, content } = event
  const labels = { ...REASON_LABELS, ...REFUSE_LABELS, ...RESULT_LABELS } as Readonly<
    Record<string, { readonly en: string; readonly zh: string }>
  >
  const reason = code === null ? '' : inBrackets(lang, labels[code]?.[lang] ?? code)
  const note = inLanguage(lang, content?.note ?? null)
  const at = utc(event.heard ?? event.claimed ?? event.time)
  const what = SAID_LABELS[kind][lang]
  const said = `${what}${reason}${note === '' ? '' : ` — ${safeText(note)}`}`
  return `  ${at}  ${named(lang, say(lang, party), said)}\n`
}

/** What became of a list of targets. */
export function reportText(lang: Language, report: TargetReport): string {
  const { accepted, duplicates, faults, listed } = report
  const counts = { accepted, duplicates, faults: faults.length, listed: listed.length }
  const lines = listed.map(({ value, list }) => `  ${safeText(value)} — ${safeText(list)}\n`)
  return `${say(lang, 'accepted', counts)}\n${lines.join('')}`
}

/** Whether a draft lacks nothing but, perhaps, a second person. */
export function isComplete({ fault, release, findings }: DraftView): boolean {
  const isStopped = fault !== null || release.outcome === 'block'
  return !isStopped && findings.every(({ level }) => level !== 'block')
}

/** A draft with what its checklist says. */
export function draftText(lang: Language, draft: DraftView, fault: string | undefined): string {
  const findings = draft.findings.map(({ level, sentence }) => {
    return `  [${say(lang, level)}] ${sentence[lang]}\n`
  })
  const released = draft.release.findings.map((finding) => findingLine(lang, finding))
  const broken = fault === undefined ? '' : `  [${say(lang, 'block')}] ${fault}\n`
  const next = draft.ready
    ? `${say(lang, 'ready', { id: draft.id })}\n`
    : isComplete(draft)
      ? `${say(lang, 'to-authorise', { id: draft.id })}\n`
      : ''
  const { authoriser, authorisedUntil } = draft
  const until = authorisedUntil === null ? null : new Date(authorisedUntil).toISOString()
  const second =
    until === null
      ? ''
      : `${say(lang, 'authorised-until', { who: safeText(authoriser ?? ''), time: utc(until) })}\n`
  const objects = draft.objects.map(({ id, standing, copy }) => {
    const better = copy === null ? '' : inBrackets(lang, say(lang, 'object-copy', { copy }))
    return `  [${say(lang, `object-${standing}`)}] ${id}${better}\n`
  })
  const found = [...findings, ...released, ...objects].join('')
  return `${say(lang, 'kept', { id: draft.id })}\n${broken}${found}${second}${next}`
}

/** What the release desk found, with its place and the law; never what was found. */
export function findingLine(lang: Language, { outcome, reason, at, law }: KeptFinding): string {
  const what = say(lang, outcome === 'block' ? 'release-block' : 'release-review')
  const place = at === null ? '' : inBrackets(lang, at)
  const cited = law ? ` — ${safeText(law[lang])}` : ''
  return `  [${what}] ${REASON_SENTENCES[reason][lang]}${place}${cited}\n`
}

/** A word that waits for a second person. */
export function heldText(lang: Language, word: HeldWord): string {
  const { id, move, request, author, content, findings } = word
  const values = { id, move: SAID_LABELS[move][lang], request: request.slice(0, 12), author }
  const said = content === null ? '' : `  ${safeText(JSON.stringify(content))}\n`
  const lines = findings.map((finding) => findingLine(lang, finding))
  return `${say(lang, 'held-word', values)}\n${said}${lines.join('')}`
}

/** A page of targets. */
export function targetsText(lang: Language, { targets, next }: TargetPage): string {
  const rows = targets.map(({ index, value, status, seen, down, relapses }) => {
    return [index, value ?? '', TARGET_LABELS[status][lang], utc(seen), utc(down), relapses || '']
  })
  const keys: Titles = ['index', 'value', 'status', 'seen', 'down', 'times-relapsed']
  const more = next === null ? '' : `${say(lang, 'next', { next })}\n`
  return textTable(columns(lang, keys), rows) + more
}
