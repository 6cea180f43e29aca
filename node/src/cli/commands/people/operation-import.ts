import { writeFile } from 'node:fs/promises'
import type { Json } from '@concert/core'
import { CACAO_FAULTS } from '../../../concerted-operations/cacao/faults.ts'
import { importPlaybook } from '../../../concerted-operations/cacao/import-playbook.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { safeText } from '../../width.ts'
import { readJsonFile } from './operation.ts'
import { say } from './operation-texts.ts'

/** `concert operation import PLAYBOOK PLAN`: a CACAO 2.0 playbook as a plan; needs no node. */
export const operationImport = defineCommand({
  options: {
    start: {
      type: 'string',
      value: 'time',
      required: true,
      summary: {
        en: 'common start, UTC, as 2027-01-31T08:00:00.000Z',
        zh: '共同开始时间（UTC），如 2027-01-31T08:00:00.000Z',
      },
    },
  },
  positionals: {
    playbook: { summary: { en: 'file with a CACAO 2.0 playbook', zh: 'CACAO 2.0 剧本文件' } },
    plan: {
      summary: {
        en: 'file to write the plan to; it must not exist',
        zh: '计划的输出文件（不得已存在）',
      },
    },
  },
  async run(context) {
    const { lang } = context
    const { playbook: source, plan: file } = context.args.positionals
    const value = await readJsonFile(context, source)
    if (value === undefined) return EXIT.usage
    const { playbook, faults, leftOut } = importPlaybook(value as Json)
    const left = leftOut.map((at) => `  ${safeText(at)}\n`).join('')
    const gone = left === '' ? '' : `${say(lang, 'left-out')}\n${left}`
    if (!playbook) {
      print(context, { faults, leftOut }, () => {
        const lines = faults.map(
          ({ at, code }) => `  ${safeText(at)}: ${CACAO_FAULTS[code][lang]} [${code}]\n`,
        )
        return `${say(lang, 'playbook-bad')}\n${lines.join('')}${gone}`
      })
      return EXIT.refused
    }
    const { parties, ...rest } = playbook
    const plan = { start: context.args.options.start, ...rest }
    await writeFile(file, `${JSON.stringify(plan, null, 2)}\n`, { flag: 'wx' })
    print(context, { file, parties, leftOut }, () => {
      const names = parties.map((party, i) => `${i} ${safeText(party)}`).join(', ')
      return `${say(lang, 'plan-written', { file, parties: names })}\n${gone}`
    })
    return EXIT.ok
  },
})
