import type { DrillReport } from '../../../drills/drill-desk.ts'
import { readScenario, SCENARIO_FAULTS, SCENARIO_SCHEMA } from '../../../drills/scenario.ts'
import type { Language } from '../../../i18n/language.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { safeText } from '../../width.ts'
import { type Asking, askAndPrint, given } from './ask.ts'
import { say } from './drill-texts.ts'
import { readJsonFile } from './operation.ts'

const FILE = {
  scenario: { summary: { en: 'file with a scenario', zh: '演练脚本文件' } },
} as const
const NUMBER = { id: { summary: { en: 'number of the drill', zh: '演练编号' } } } as const

/** `concert drill schema`: what a scenario looks like. */
export const drillSchema = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    context.out.write(`${JSON.stringify(SCENARIO_SCHEMA, null, 2)}\n`)
    return EXIT.ok
  },
})

/** `concert drill check SCENARIO`: every fault with its place. */
export const drillCheck = defineCommand({
  options: {},
  positionals: FILE,
  async run(context) {
    const scenario = await readFine(context, context.args.positionals.scenario)
    if (typeof scenario === 'number') return scenario
    const { steps } = scenario
    const { lang } = context
    print(context, { steps: steps.length }, () => `${say(lang, 'fine', { steps: steps.length })}\n`)
    return EXIT.ok
  },
})

/** `concert drill run SCENARIO PEER`: this node plays the counterpart of the peer's people. */
export const drillRun = defineCommand({
  options: {
    speed: {
      type: 'integer',
      value: 'factor',
      min: 1,
      max: 10_000,
      default: '1',
      summary: {
        en: 'how many times faster than the clock the minutes of the scenario run',
        zh: '脚本时间相对于实际时间的倍速',
      },
    },
  },
  positionals: {
    ...FILE,
    peer: { summary: { en: 'node id of a confirmed peer', zh: '已确认的对等节点的编号' } },
  },
  async run(context) {
    const { scenario: file, peer } = context.args.positionals
    const scenario = await readFine(context, file)
    if (typeof scenario === 'number') return scenario
    const json = { scenario, peer, ...given({ speed: context.args.options.speed }) }
    return await show(context, '', json)
  },
})

/** `concert drill show NUMBER`: exit code 1 when a step failed. */
export const drillShow = defineCommand({
  options: {},
  positionals: NUMBER,
  run: (context) => show(context, '/show', { id: Number(context.args.positionals.id) }),
})

/** `concert drill stop NUMBER` */
export const drillStop = defineCommand({
  options: {},
  positionals: NUMBER,
  run: (context) => show(context, '/stop', { id: Number(context.args.positionals.id) }),
})

/** `concert drill list` */
export const drillList = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const { lang } = context
    return await askAndPrint(
      context,
      (admin) => admin.get<{ drills: readonly DrillReport[] }>('/api/v1/drills'),
      ({ drills }) => {
        if (drills.length === 0) return `${say(lang, 'none')}\n`
        const keys = ['number', 'state', 'peer', 'at', 'title'] as const
        return textTable(
          keys.map((key) => ({ title: say(lang, key) })),
          drills.map(({ id, state, peer, started, title }) => [
            id,
            say(lang, state),
            peer.slice(0, 12),
            started,
            title[lang],
          ]),
        )
      },
    )
  },
})

async function readFine(context: Asking, file: string) {
  const value = await readJsonFile(context, file)
  if (value === undefined) return EXIT.usage
  const read = readScenario(value)
  if (read.ok) return read.scenario
  const { lang } = context
  print(context, { faults: read.faults }, () => {
    const lines = read.faults.map(
      ({ at, code }) => `  ${safeText(at)}: ${SCENARIO_FAULTS[code][lang]} [${code}]\n`,
    )
    return `${say(lang, 'faults')}\n${lines.join('')}`
  })
  return EXIT.refused
}

async function show(context: Asking, what: string, json: object): Promise<number> {
  let isFailed = false
  const exit = await askAndPrint(
    context,
    async (admin) => {
      const answer = await admin.post<DrillReport>(`/api/v1/drills${what}`, { json })
      isFailed = answer.ok && answer.value.steps.some(({ state }) => state === 'failed')
      return answer
    },
    (drill) => reportText(context.lang, drill),
  )
  return exit === EXIT.ok && isFailed ? EXIT.refused : exit
}

function reportText(lang: Language, { id, title, state, started, speed, steps }: DrillReport) {
  const keys = ['step', 'kind', 'state', 'at', 'why'] as const
  const table = textTable(
    keys.map((key) => ({ title: say(lang, key) })),
    steps.map((step) => [
      step.id,
      step.do,
      say(lang, step.state),
      step.at ?? '',
      step.state === 'failed' ? (step.code ?? '') : '',
    ]),
  )
  const times = say(lang, 'times', { state: say(lang, state), started, speed })
  return `${say(lang, 'drill', { id, title: safeText(title[lang]) })}\n${times}\n\n${table}`
}
