import { readFile } from 'node:fs/promises'
import { parseStrictJson } from '@concert/core'
import type { OperationSummary } from '../../../concerted-operations/operation-desk.ts'
import type { Bilingual, Language } from '../../../i18n/language.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { complain } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { type Asking, askAndPrint, given } from './ask.ts'
import { say } from './operation-texts.ts'
import { DRILL } from './ping.ts'

const ID = { id: { summary: { en: 'id of the operation', zh: '协同行动编号' } } } as const
const PLAN = {
  plan: {
    summary: {
      en: 'file with start, steps and words, as docs/operations-concerted.md says',
      zh: '含 start、steps 和 words 的文件，格式见 docs/operations-concerted.zh-CN.md',
    },
  },
} as const
const REASON = {
  type: 'string',
  value: 'code',
  choices: [
    'capacity',
    'evidence',
    'law',
    'plan',
    'risk',
    'succeeded',
    'superseded',
    'technical',
    'timing',
    'no-reason-given',
  ],
  default: 'no-reason-given',
  summary: { en: 'reason code, told to every party', zh: '告知各方的原因代码' },
} as const

/** `concert operation list` */
export const operationList = defineCommand({
  options: { drill: DRILL },
  positionals: {},
  async run(context) {
    const json = { exercise: context.args.options.drill }
    type Answer = { operations: readonly OperationSummary[] }
    return await askAndPrint(
      context,
      (admin) => admin.post<Answer>('/api/v1/operations/list', { json }),
      ({ operations }) => listText(context.lang, operations),
    )
  },
})

/** `concert operation show ID` */
export const operationShow = defineCommand({
  options: {},
  positionals: ID,
  run: (context) => act(context, 'show', context.args.positionals),
})

/** `concert operation propose PLAN PEER…` */
export const operationPropose = defineCommand({
  options: { drill: DRILL },
  positionals: {
    ...PLAN,
    peers: {
      summary: {
        en: 'node ids of the other parties, in the order of the plan',
        zh: '其他参与方的节点编号，按计划中的顺序',
      },
      many: true,
    },
  },
  async run(context) {
    const { plan: file, peers } = context.args.positionals
    const plan = await readPlan(context, file)
    if (!plan) return EXIT.usage
    return await act(context, '', { ...plan, peers, exercise: context.args.options.drill })
  },
})

/** `concert operation amend ID PLAN`: another plan, to which everybody is asked anew. */
export const operationAmend = defineCommand({
  options: {},
  positionals: { ...ID, ...PLAN },
  async run(context) {
    const { id, plan: file } = context.args.positionals
    const plan = await readPlan(context, file)
    return plan ? await act(context, 'amend', { ...plan, id }) : EXIT.usage
  },
})

/** `concert operation go ID --round N` */
export const operationGo = decision('go')

/** `concert operation no-go ID --round N` */
export const operationNoGo = decision('no-go')

/** `concert operation launch ID` */
export const operationLaunch = defineCommand({
  options: {},
  positionals: ID,
  run: (context) => act(context, 'launch', context.args.positionals),
})

/** `concert operation step ID STEP STATUS` */
export const operationStep = defineCommand({
  options: {},
  positionals: {
    ...ID,
    step: { summary: { en: 'id of the step', zh: '步骤编号' } },
    status: {
      summary: { en: 'running, done, failed or skipped', zh: 'running、done、failed 或 skipped' },
    },
  },
  run: (context) => act(context, 'step', context.args.positionals),
})

/** `concert operation abort ID` */
export const operationAbort = defineCommand({
  options: { reason: REASON },
  positionals: ID,
  run: (context) => {
    const { reason } = context.args.options
    return act(context, 'abort', { ...context.args.positionals, ...given({ reason }) })
  },
})

/** `concert operation close ID --result RESULT` */
export const operationClose = defineCommand({
  options: {
    result: {
      type: 'string',
      value: 'result',
      required: true,
      choices: ['succeeded', 'part', 'failed'],
      summary: { en: 'how it ended', zh: '结果' },
    },
  },
  positionals: ID,
  run: (context) => {
    const { result } = context.args.options
    return act(context, 'close', { ...context.args.positionals, result })
  },
})

/** `concert operation export ID`: prints the plan as a CACAO 2.0 playbook. */
export const operationExport = defineCommand({
  options: {},
  positionals: ID,
  async run(context) {
    const json = context.args.positionals
    return await askAndPrint(
      context,
      (admin) => admin.post<object>('/api/v1/operations/playbook', { json }),
      (playbook) => `${JSON.stringify(playbook, null, 2)}\n`,
    )
  },
})

function decision(said: 'go' | 'no-go') {
  return defineCommand({
    options: {
      round: {
        type: 'integer',
        value: 'number',
        min: 1,
        max: 1000,
        required: true,
        summary: { en: 'number of the plan that was read', zh: '所阅读计划的版次' },
      },
      reason: REASON,
    },
    positionals: ID,
    run: (context) => {
      const { round, reason } = context.args.options
      const json = { ...context.args.positionals, round, decision: said, ...given({ reason }) }
      return act(context, 'decide', json)
    },
  })
}

async function act(context: Asking, what: string, json: object): Promise<number> {
  const path = `/api/v1/operations${what === '' ? '' : `/${what}`}`
  return await askAndPrint(
    context,
    (admin) => admin.post<OperationSummary>(path, { json }),
    (operation) => operationText(context.lang, operation),
  )
}

/** A JSON file that a person wrote; complains when it is none. */
export async function readJsonFile(context: Asking, file: string): Promise<unknown> {
  const bytes = await readFile(file).catch(() => undefined)
  const parsed = bytes && parseStrictJson(bytes)
  if (parsed?.ok) return parsed.value
  const both = (lang: Language) => say(lang, 'file-bad', { file })
  const sentence: Bilingual = { en: both('en'), zh: both('zh') }
  complain(context, { code: 'file-unreadable', sentence, ...(parsed?.at && { at: parsed.at }) })
  return undefined
}

async function readPlan(context: Asking, file: string): Promise<object | undefined> {
  const plan = await readJsonFile(context, file)
  return typeof plan === 'object' && plan !== null ? plan : undefined
}

function listText(lang: Language, operations: readonly OperationSummary[]): string {
  if (operations.length === 0) return `${say(lang, 'none')}\n`
  const keys = ['id', 'status', 'start', 'steps', 'title'] as const
  return textTable(
    keys.map((key) => ({ title: say(lang, key) })),
    operations.map(({ id, exercise, state, view, words }) => [
      id,
      `${exercise ? `[${say(lang, 'drill')}] ` : ''}${say(lang, view.status)}`,
      state.plan.start,
      `${view.passed}/${state.plan.steps.length}`,
      words?.title[lang] ?? '',
    ]),
  )
}

function operationText(lang: Language, { id, exercise, state, view, words }: OperationSummary) {
  const { round, plan, parties, decisions, steps } = state
  const status = say(lang, view.status)
  const columns = (keys: readonly Parameters<typeof say>[1][]) =>
    keys.map((key) => ({ title: say(lang, key) }))
  return [
    `${exercise ? `[${say(lang, 'drill')}] ` : ''}${words?.title[lang] ?? ''}  ${id}\n`,
    `${say(lang, 'round', { round, status, start: plan.start })}\n\n`,
    textTable(
      columns(['party', 'says']),
      parties.map((party, i) => [
        `${i} ${party.slice(0, 12)}`,
        say(lang, decisions[party]?.decision ?? 'silent'),
      ]),
    ),
    '\n',
    textTable(
      columns(['step', 'party', 'action', 'after', 'status', 'what']),
      plan.steps.map((step) => [
        step.id,
        step.party,
        step.action,
        step.after.join(' '),
        say(lang, steps[step.id]?.status ?? 'waiting'),
        words?.steps[step.id]?.[lang] ?? '',
      ]),
    ),
  ].join('')
}
