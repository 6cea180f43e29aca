import type { Tlp } from '../../api/intel-answers.ts'
import type { DraftView, RequestWords } from '../../api/request-answers.ts'
import { asWorded, wordedIn } from './words.ts'

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
  readonly harmText: string
  readonly verified: string
  readonly questions: readonly { readonly ask: string; readonly settles: string }[]
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
    harmText: '',
    verified: '',
    questions: [],
    targets: '',
  }
}

/** The form of a draft that was kept. Its content came back as it was sent. */
export function composeOf({ draft }: DraftView): Compose {
  const act = draft.act ?? {}
  const content = draft.content as {
    title?: Parameters<typeof wordedIn>[1]
    harm?: Parameters<typeof wordedIn>[1] | null
    facts?: { verified?: Parameters<typeof wordedIn>[1] | null }
    questions?: readonly {
      ask: Parameters<typeof wordedIn>[1]
      settles: Parameters<typeof wordedIn>[1] | null
    }[]
  }
  const read = (text: Parameters<typeof wordedIn>[1] | null | undefined) =>
    text?.original.text ?? ''
  return {
    peer: draft.peer,
    template: draft.template,
    urgency: (act.urgency as Compose['urgency']) ?? 'u2',
    harm: String(act.harm ?? 'none-known'),
    tlp: draft.tlp ?? 'amber',
    exercise: draft.exercise ?? false,
    titleEn: content.title ? wordedIn('en', content.title).text : '',
    titleZh: content.title?.translation ? wordedIn('zh', content.title).text : '',
    harmText: read(content.harm),
    verified: read(content.facts?.verified),
    questions: (content.questions ?? []).map(({ ask, settles }) => ({
      ask: read(ask),
      settles: read(settles),
    })),
    targets: '',
  }
}

/** What is kept at the node. */
export function keepBody(form: Compose, lang: 'en' | 'zh', id: number | undefined) {
  const [title, other] = lang === 'en' ? [form.titleEn, form.titleZh] : [form.titleZh, form.titleEn]
  const isOnlyOther = title.trim() === ''
  const content = {
    title: isOnlyOther
      ? asWorded(lang === 'en' ? 'zh' : 'en', other)
      : asWorded(lang, title, other),
    harm: form.harmText.trim() === '' ? null : asWorded(lang, form.harmText),
    facts: form.verified.trim() === '' ? {} : { verified: asWorded(lang, form.verified) },
    questions: form.questions
      .filter(({ ask }) => ask.trim() !== '')
      .map(({ ask, settles }) => ({
        ask: asWorded(lang, ask),
        settles: settles.trim() === '' ? null : asWorded(lang, settles),
      })),
    evidence: [],
  }
  const targets = form.targets
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  return {
    ...(id !== undefined && { id }),
    draft: {
      peer: form.peer,
      template: form.template as never,
      exercise: form.exercise,
      tlp: form.tlp,
      act: { urgency: form.urgency, harm: form.harm, language: lang } as Record<string, unknown>,
      content: content as Record<string, unknown>,
    },
    ...(targets.length > 0 && { targets }),
  }
}
