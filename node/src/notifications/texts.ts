import type { Bilingual, Language } from '../i18n/language.ts'
import { fill } from '../i18n/translate.ts'
import type { NoticeKind } from './notice.ts'

/** What each notice says. An id and an urgency stand in it, never content. */
const SENTENCES: Readonly<Record<NoticeKind, Bilingual>> = {
  'ping-asked': {
    en: 'A ping test waits for a person to answer: {subject}.',
    zh: '有联络测试等待人员回应：{subject}。',
  },
  'ping-missed': {
    en: 'Nobody of the other side has answered a ping test in time: {subject}.',
    zh: '对方未在时限内回应联络测试：{subject}。',
  },
  'handover-offered': {
    en: 'A hand-over waits to be accepted: {subject}.',
    zh: '有交接班等待确认：{subject}。',
  },
  'request-arrived': {
    en: 'A request has arrived: {subject}.',
    zh: '收到协助请求：{subject}。',
  },
  'request-late': {
    en: 'We owe something on a request and the time is over: {subject}.',
    zh: '我方对协助请求的处理已逾期：{subject}。',
  },
  'request-escalated': {
    en: 'The other side owes something on our request and the time is over: {subject}.',
    zh: '对方对我方协助请求的处理已逾期：{subject}。',
  },
  'no-receipt': {
    en: 'No receipt has come for our request: call the other side: {subject}.',
    zh: '尚未收到我方协助请求的送达回执，请致电对方：{subject}。',
  },
  'call-back': {
    en: 'Call back through a second contact to make sure of a request: {subject}.',
    zh: '请通过第二联络点回拨核实协助请求：{subject}。',
  },
  'operation-asked': {
    en: 'A concerted operation waits for our go or no-go: {subject}.',
    zh: '有协同行动等待我方表态（可行／不可行）：{subject}。',
  },
  'operation-ready': {
    en: 'Every party of a concerted operation has said go: {subject}.',
    zh: '协同行动各方均已表示可行：{subject}。',
  },
  'operation-launched': {
    en: 'A concerted operation is launched: {subject}.',
    zh: '协同行动已启动：{subject}。',
  },
  'operation-step': {
    en: 'A step of a concerted operation is ours to do: {subject}.',
    zh: '协同行动中有步骤轮到我方执行：{subject}。',
  },
  'operation-aborted': {
    en: 'A concerted operation was aborted: {subject}.',
    zh: '协同行动已中止：{subject}。',
  },
}

/** Words around a notice. */
const TEXTS = {
  drill: { en: 'DRILL', zh: '演练' },
  'drill-line': {
    en: 'THIS IS A DRILL. Nothing of it is real.',
    zh: '此为应急演练，所涉内容均非真实。',
  },
  'open-it': {
    en: 'What it is about stands in Concert only; sign in there to read it.',
    zh: '具体内容仅在协奏系统中可见，请登录查看。',
  },
} as const

/** What a notice is made of when it is told. */
export interface Told {
  readonly kind: NoticeKind
  readonly subject: string
  readonly urgency: string | null
  readonly exercise: boolean
}

/** A notice in one line; a drill says so first. */
export function noticeLine(lang: Language, { kind, subject, urgency, exercise }: Told): string {
  const marks = [
    ...(exercise ? [`[${TEXTS.drill[lang]}]`] : []),
    ...(urgency === null ? [] : [`[${urgency.toUpperCase()}]`]),
  ]
  return [...marks, fill(SENTENCES[kind][lang], { subject })].join(' ')
}

/** Subject of an e-mail: it is never encrypted, so it names the urgency and the id, and no more. */
export function mailSubject({ subject, urgency, exercise }: Told): string {
  const drill = exercise ? `${TEXTS.drill.en} ${TEXTS.drill.zh} ` : ''
  const urgent = urgency === null ? '' : `${urgency.toUpperCase()} `
  return `[Concert] ${drill}${urgent}${subject.slice(0, 16)}`
}

/** Text of an e-mail, in the languages of the reader: both unless only one is read. */
export function mailText(languages: readonly string[], told: Told): string {
  const reads = (lang: Language) => languages.some((tag) => tag.split('-')[0] === lang)
  const both: readonly Language[] = ['en', 'zh']
  const chosen = both.filter(reads)
  return (chosen.length > 0 ? chosen : both)
    .map((lang) => {
      const drill = told.exercise ? [TEXTS['drill-line'][lang]] : []
      return [...drill, noticeLine(lang, told), TEXTS['open-it'][lang]].join('\n')
    })
    .join('\n\n')
}
