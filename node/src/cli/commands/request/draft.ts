import { HARMS, REQUEST_TEMPLATES, URGENCIES } from '@concert/threads'
import { requestSentence } from '../../../requests/codes.ts'
import type { DraftView, SplitReport, TargetReport } from '../../../requests/draft-views.ts'
import { TARGET_FORMATS } from '../../../requests/targets/target-list.ts'
import { type AdminClient, connectAdmin, reportRefusal } from '../../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { AS, PEER } from '../release/options.ts'
import { secondPersonText } from '../release/second-person.ts'
import { DRAFT_ID, EXERCISE, jsonOf, LOOKED_AT, numberIn, textOf, wordedOf } from './options.ts'
import { draftText, isComplete, reportText } from './request-text.ts'
import { say } from './texts.ts'
import { inBrackets } from './time-text.ts'

const COMMON = {
  template: {
    type: 'string',
    value: 'template',
    choices: REQUEST_TEMPLATES,
    default: 'information',
    summary: { en: 'kind of request, with its checklist', zh: '请求模板及其核对清单' },
  },
  'title-en': {
    type: 'string',
    value: 'text',
    summary: { en: 'title in English', zh: '英文标题' },
  },
  'title-zh': {
    type: 'string',
    value: 'text',
    summary: { en: 'title in Chinese', zh: '中文标题' },
  },
  urgency: {
    type: 'string',
    value: 'urgency',
    choices: URGENCIES,
    summary: { en: 'otherwise as the template has it', zh: '默认依模板' },
  },
  harm: {
    type: 'string',
    value: 'code',
    choices: HARMS,
    summary: { en: 'the harm that justifies the urgency', zh: '据以定级的危害' },
  },
  'harm-en': {
    type: 'string',
    value: 'text',
    summary: { en: 'the harm in words', zh: '危害说明（英文）' },
  },
  'harm-zh': {
    type: 'string',
    value: 'text',
    summary: { en: 'the harm in Chinese', zh: '危害说明（中文）' },
  },
  verified: {
    type: 'string',
    value: 'text',
    summary: { en: 'what was verified, and how', zh: '核实内容与方法' },
  },
  seen: {
    type: 'string',
    value: 'time',
    summary: {
      en: 'when it was first seen, in UTC, as 2027-01-31T00:00:00.000Z',
      zh: '首次发现时间（UTC），如 2027-01-31T00:00:00.000Z',
    },
  },
  question: {
    type: 'string',
    value: 'text',
    multiple: true,
    summary: {
      en: 'numbered question, in the language of the title; may be repeated',
      zh: '编号问题，语言与标题一致；可重复',
    },
  },
  object: {
    type: 'string',
    value: 'id',
    multiple: true,
    summary: {
      en: 'STIX object that it points to; goes along if the release desk lets it',
      zh: '所引用的 STIX 对象；经放行台放行后随请求发出',
    },
  },
  targets: {
    type: 'string',
    value: 'file',
    summary: { en: 'file of targets', zh: '目标清单文件' },
  },
  format: {
    type: 'string',
    value: 'format',
    choices: TARGET_FORMATS,
    default: 'auto',
    summary: { en: 'format of that file', zh: '该文件的格式' },
  },
  file: {
    type: 'string',
    value: 'file',
    summary: {
      en: 'JSON with `act` and `content`; the options are added to it',
      zh: '含 `act` 和 `content` 的 JSON 文件，其余选项附加其上',
    },
  },
  exercise: EXERCISE,
  as: AS,
} as const

/** `concert request new`: keeps a draft and says what its checklist finds. */
export const requestNew = defineCommand({
  options: { peer: PEER, ...COMMON },
  positionals: {},
  examples: [
    'concert request new --peer NODE --template phishing-takedown --title-en "Bank imitated" --targets urls.csv',
  ],
  async run(context) {
    const { peer } = context.args.options
    const draft = await draftOf(context)
    const list = draft && (await listOf(context))
    if (!draft || list === undefined) return EXIT.usage
    const { as } = context.args.options
    const json = { draft: { peer, ...draft }, ...(list && { list }), ...(as && { as }) }
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.post<{ draft: DraftView; targets: TargetReport | null }>(
      '/api/v1/requests/drafts/keep',
      { json },
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const second = await secondFor(admin.value, context, answer.value.draft)
    print(context, answer.value, ({ draft: kept, targets }) => {
      const report = targets ? reportText(context.lang, targets) : ''
      return report + draftText(context.lang, kept, faultOf(context, kept)) + second
    })
    return EXIT.ok
  },
})

/** `concert request split`: a list by economy, one draft for each peer that covers a part. */
export const requestSplit = defineCommand({
  options: COMMON,
  positionals: {},
  examples: [
    'concert request split --template botnet-notification --title-en "Controlled hosts" --targets hosts.txt',
  ],
  async run(context) {
    const draft = await draftOf(context)
    const list = draft && (await listOf(context))
    if (!draft || list === undefined) return EXIT.usage
    const { as } = context.args.options
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { draft, list: list ?? { format: 'text', text: '' }, ...(as && { as }) }
    const answer = await admin.value.post<SplitReport>('/api/v1/requests/drafts/split', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (report) => splitText(context, report))
    return EXIT.ok
  },
})

function splitText({ lang }: CommandContext, report: SplitReport): string {
  const covered = report.kept.map(({ economy, draft }) => {
    return `${say(lang, 'covered', { economy, id: draft.id, n: draft.targets })}\n`
  })
  const uncovered = report.uncovered.map(({ economy, targets }) => {
    const n = targets.length
    if (economy === null) return `${say(lang, 'economy-unknown', { n })}\n`
    return `${say(lang, 'uncovered', { economy, n })}\n`
  })
  return reportText(lang, report.targets) + covered.join('') + uncovered.join('')
}

type DraftOptions = CommandContext<typeof COMMON, Record<never, never>>

async function draftOf(context: Pick<DraftOptions, 'args' | 'lang' | 'json' | 'err'>) {
  const { options } = context.args
  const file = options.file === undefined ? {} : await jsonOf(context, options.file)
  if (!file) return undefined
  const { act, content, ...rest } = file as Record<string, Record<string, unknown>>
  const title = wordedOf(options['title-en'], options['title-zh'])
  const harm = wordedOf(options['harm-en'], options['harm-zh'])
  const facts = factsOf(options.verified, options.seen, options.object)
  const isEnglish = options['title-en'] !== undefined
  const questions = options.question?.map((text) => {
    const ask = isEnglish ? wordedOf(text, undefined) : wordedOf(undefined, text)
    return { ask, settles: null }
  })
  const { urgency, harm: code, template, exercise } = options
  return {
    template: template ?? 'information',
    ...rest,
    ...(exercise && { exercise }),
    act: { ...act, ...(urgency && { urgency }), ...(code && { harm: code }) },
    content: {
      ...content,
      ...(title && { title }),
      ...(harm && { harm }),
      ...(questions && { questions }),
      ...(facts && { facts: { ...(content?.facts as object), ...facts } }),
    },
  }
}

function factsOf(
  verified: string | undefined,
  seen: string | undefined,
  stix: readonly string[] | undefined,
): object | undefined {
  if (verified === undefined && seen === undefined && stix === undefined) return undefined
  const what = wordedOf('first seen', '首次发现')
  return {
    ...(verified !== undefined && { verified: wordedOf(verified, undefined) }),
    ...(stix !== undefined && { stix }),
    ...(seen !== undefined && { times: [{ what, at: seen, precision: 'minute' }] }),
  }
}

/** The list of targets; null when none is given, undefined when it can't be read. */
async function listOf(context: Pick<DraftOptions, 'args' | 'lang' | 'json' | 'err'>) {
  const { targets, format = 'auto' } = context.args.options
  if (targets === undefined) return null
  const text = await textOf(context, targets)
  return text === undefined ? undefined : { format, text }
}

/** `concert request drafts`: what has not been sent. */
export const requestDrafts = defineCommand({
  options: { exercise: EXERCISE },
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { exercise: context.args.options.exercise }
    const answer = await admin.value.post<{ drafts: readonly DraftView[] }>(
      '/api/v1/requests/drafts',
      { json },
    )
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ drafts }) => {
      if (drafts.length === 0) return `${say(context.lang, 'no-drafts')}\n`
      return drafts.map((draft) => draftText(context.lang, draft, faultOf(context, draft))).join('')
    })
    return EXIT.ok
  },
})

/** `concert request authorise NUMBER`: as a second person. */
export const requestAuthorise = overDraft('authorise')
/** `concert request discard NUMBER` */
export const requestDiscard = overDraft('discard')
/** `concert request send NUMBER` */
export const requestSend = overDraft('send')
/** `concert request check NUMBER`: what the checklist says; exit code 1 when it is not ready. */
export const requestCheck = overDraft('show')

function overDraft(what: 'authorise' | 'discard' | 'send' | 'show') {
  return defineCommand({
    options: { as: AS, ...(what === 'authorise' || what === 'send' ? { name: LOOKED_AT } : {}) },
    positionals: { number: DRAFT_ID },
    async run(context) {
      const { as, name } = context.args.options as { readonly as?: string; readonly name?: string }
      const id = numberIn(context.args.positionals.number)
      const json = { id, ...(as && { as }), ...(name && { name }) }
      const admin = await connectAdmin(context)
      if (!admin.ok) return reportRefusal(context, admin)
      const answer = await admin.value.post<DraftView & { id: number | string }>(
        `/api/v1/requests/drafts/${what}`,
        { json },
      )
      if (!answer.ok) return reportRefusal(context, answer)
      const { lang } = context
      const second = what === 'show' ? await secondFor(admin.value, context, answer.value) : ''
      print(context, answer.value, (value) => {
        if (what === 'send') return `${say(lang, 'sent', { id: value.id })}\n`
        if (what === 'discard') return `${say(lang, 'discarded', { id: value.id })}\n`
        return draftText(lang, value, faultOf(context, value)) + second
      })
      return what === 'show' && !answer.value.ready ? EXIT.refused : EXIT.ok
    },
  })
}

/** Who can be the second person, when nothing else is missing. */
async function secondFor(
  admin: AdminClient,
  { lang }: Pick<CommandContext, 'lang'>,
  draft: DraftView,
): Promise<string> {
  if (draft.ready || !isComplete(draft)) return ''
  const { author, release } = draft
  const otherwise = ['release-officer', 'legal-officer', 'duty-officer'] as const
  return await secondPersonText(admin, lang, [{ author, findings: release.findings, otherwise }])
}

function faultOf({ lang }: Pick<CommandContext, 'lang'>, { fault }: DraftView): string | undefined {
  if (!fault) return undefined
  const sentence = requestSentence(fault.code)?.[lang] ?? fault.code
  return fault.at === '' ? sentence : `${sentence}${inBrackets(lang, fault.at)}`
}
