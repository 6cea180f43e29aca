import type { Tlp } from '../../api/intel-answers.ts'
import type { DraftView, RequestContent, RequestWords, Worded } from '../../api/request-answers.ts'
import { asWorded, langOf, wordedIn } from './words.ts'

/** One item of evidence as somebody types it. */
export interface ComposeItem {
  readonly item: string
  /** SHA-256 of a file; empty without one. */
  readonly digest: string
  readonly note: string
}

/** A request as somebody types it. */
export interface Compose {
  readonly peer: string
  readonly template: string
  readonly urgency: 'u0' | 'u1' | 'u2' | 'u3'
  readonly harm: string
  readonly tlp: Tlp
  readonly exercise: boolean
  readonly titleEn: string
  readonly titleZh: string
  readonly description: string
  readonly harmText: string
  readonly verified: string
  readonly questions: readonly { readonly ask: string; readonly settles: string }[]
  readonly evidence: readonly ComposeItem[]
  /** `2026-11-28T15:00`, UTC; empty when it is not known. */
  readonly firstSeen: string
  readonly law: string
  readonly keep: string
  readonly custodian: string
  /** As {@link Compose.firstSeen}; empty leaves it to the node. */
  readonly keepUntil: string
  /** Categories of personal data, with commas between them. */
  readonly categories: string
  readonly minimised: string
  /** STIX ids, one a line. */
  readonly objects: string
  /** One a line; empty keeps what was saved before. */
  readonly targets: string
}

/** An empty form for a template. */
export function emptyCompose(peer: string, template: RequestWords['templates'][number]): Compose {
  return {
    peer,
    template: template.id,
    urgency: template.urgency,
    harm: 'none-known',
    tlp: 'amber',
    exercise: false,
    titleEn: '',
    titleZh: '',
    description: '',
    harmText: '',
    verified: '',
    questions: [],
    evidence: [],
    firstSeen: '',
    law: '',
    keep: '',
    custodian: '',
    keepUntil: '',
    categories: '',
    minimised: '',
    objects: '',
    targets: '',
  }
}

/** The content of a draft: as it was sent to the node, whole or not. */
type Content = {
  readonly [K in keyof RequestContent]?: K extends 'facts' | 'basis'
    ? Partial<RequestContent[K]>
    : RequestContent[K]
}

/** The form of a draft that was kept. */
export function composeOf({ draft }: DraftView): Compose {
  const act = draft.act ?? {}
  const content = draft.content as Content
  const read = (text: Worded | null | undefined) => text?.original.text ?? ''
  const personal = act.personal_data as { readonly categories?: readonly string[] } | undefined
  return {
    peer: draft.peer,
    template: draft.template,
    urgency: (act.urgency as Compose['urgency']) ?? 'u2',
    harm: String(act.harm ?? 'none-known'),
    tlp: draft.tlp ?? 'amber',
    exercise: draft.exercise ?? false,
    titleEn: titleIn('en', content.title),
    titleZh: titleIn('zh', content.title),
    description: read(content.description),
    harmText: read(content.harm),
    verified: read(content.facts?.verified),
    questions: (content.questions ?? []).map(({ ask, settles }) => ({
      ask: read(ask),
      settles: read(settles),
    })),
    evidence: (content.evidence ?? []).map(({ item, digest, note }) => ({
      item,
      digest: digest ?? '',
      note: read(note),
    })),
    firstSeen: minuteOf(content.facts?.times?.[0]?.at),
    law: read(content.basis?.law),
    keep: read(content.preservation?.object),
    custodian: content.preservation?.custodian ?? '',
    keepUntil: minuteOf(act.preserve_until),
    categories: (personal?.categories ?? []).join(', '),
    minimised: read(content.personal_data),
    objects: (content.facts?.stix ?? []).join('\n'),
    targets: '',
  }
}

function titleIn(lang: 'en' | 'zh', title: Worded | undefined): string {
  const found = title && wordedIn(lang, title)
  return found?.lang === lang ? found.text : ''
}

/**
 * What is kept at the node.
 *
 * @param before - the draft that is written over: what the form has no field for stays as it was
 */
export function keepBody(form: Compose, lang: 'en' | 'zh', before?: DraftView) {
  const act = before?.draft.act ?? {}
  const content = (before?.draft.content ?? {}) as Content
  const targets = linesOf(form.targets)
  return {
    ...(before && { id: before.id }),
    draft: {
      peer: form.peer,
      template: form.template as never,
      exercise: form.exercise,
      tlp: form.tlp,
      act: { ...act, ...actOf(form, act, lang) } as Record<string, unknown>,
      content: { ...content, ...contentOf(form, content, lang) } as Record<string, unknown>,
    },
    ...(targets.length > 0 && { targets }),
  }
}

function actOf(form: Compose, before: Readonly<Record<string, unknown>>, lang: 'en' | 'zh') {
  const categories = form.categories
    .split(/[,，;；\s]+/)
    .filter(Boolean)
    .map((each) => each.toLowerCase())
  const personal = before.personal_data as object | undefined
  return {
    urgency: form.urgency,
    harm: form.harm,
    language: lang,
    ...(form.keepUntil !== '' && { preserve_until: timeOf(form.keepUntil) }),
    ...((categories.length > 0 || personal) && {
      personal_data: {
        ...personal,
        categories: [...new Set(categories)].toSorted(),
        // Who says how has done it.
        minimised: form.minimised.trim() !== '',
      },
    }),
  }
}

function contentOf(form: Compose, before: Content, lang: 'en' | 'zh') {
  const { facts, basis } = before
  return {
    title: titleOf(form, lang),
    description: worded(form.description, before.description),
    harm: worded(form.harmText, before.harm),
    facts: {
      ...facts,
      verified: worded(form.verified, facts?.verified),
      stix: linesOf(form.objects),
      times: timesOf(form, facts?.times ?? []),
    },
    questions: form.questions
      .filter(({ ask }) => ask.trim() !== '')
      .map(({ ask, settles }, n) => ({
        ask: worded(ask, before.questions?.[n]?.ask),
        settles: worded(settles, before.questions?.[n]?.settles),
      })),
    evidence: form.evidence
      .filter(({ digest, note }) => digest.trim() !== '' || note.trim() !== '')
      .map(({ item, digest, note }) => {
        const same = before.evidence?.find((each) => each.item === item)
        return {
          source: null,
          collector: null,
          ...same,
          item,
          digest: digest.trim() === '' ? null : digest.trim().toLowerCase(),
          note: worded(note, same?.note),
        }
      }),
    basis: { ...basis, law: worded(form.law, basis?.law) },
    personal_data: worded(form.minimised, before.personal_data),
    preservation:
      form.keep.trim() === '' && form.custodian.trim() === ''
        ? null
        : {
            object: worded(form.keep, before.preservation?.object),
            custodian: form.custodian.trim(),
          },
  }
}

function titleOf({ titleEn, titleZh }: Compose, lang: 'en' | 'zh'): Worded {
  const [title, other] = lang === 'en' ? [titleEn, titleZh] : [titleZh, titleEn]
  const isOnlyOther = title.trim() === ''
  return isOnlyOther ? asWorded(lang === 'en' ? 'zh' : 'en', other) : asWorded(lang, title, other)
}

/** What was not changed keeps its translation; what was is in the language that it is written in. */
function worded(text: string, before: Worded | null | undefined): Worded | null {
  if (text.trim() === '') return null
  if (before?.original.text === text.trim()) return before
  return asWorded(langOf(text), text)
}

const FIRST_SEEN: Worded = {
  original: { lang: 'en', text: 'First seen' },
  translation: { lang: 'zh', text: '首次发现', by: 'human', reviewer: null },
  authoritative: 'both',
}

function timesOf({ firstSeen }: Compose, before: RequestContent['facts']['times']) {
  const [first, ...others] = before
  if (firstSeen === '') return others
  if (first && minuteOf(first.at) === firstSeen) return before
  return [{ what: FIRST_SEEN, at: timeOf(firstSeen), precision: 'minute' }, ...others]
}

function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
}

/** `2026-11-28T15:00` of a time as the protocol has it. */
function minuteOf(time: unknown): string {
  return typeof time === 'string' ? time.slice(0, 16) : ''
}

function timeOf(minute: string): string {
  return `${minute}:00.000Z`
}
