import type { TrailLine } from '../../../accounts/trail.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { accountText } from './texts.ts'

/** `concert audit`: who did what, when and from where. */
export const audit = defineCommand({
  options: {
    after: {
      type: 'integer',
      value: 'number',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      summary: { en: 'the oldest first, after this number', zh: '从该序号之后起，由旧到新' },
    },
    account: {
      type: 'string',
      value: 'id',
      summary: { en: 'only what this account did', zh: '仅该账户的操作' },
    },
    action: {
      type: 'string',
      value: 'action',
      summary: { en: 'only this action', zh: '仅此类操作' },
    },
  },
  positionals: {},
  details: {
    en: 'The newest 100 entries, or with --after the next 100 after that number: go on with the last number shown. What was done on the command line is listed as `operator`.',
    zh: '默认显示最新 100 条；使用 --after 时显示该序号之后的 100 条，可用末条序号继续。命令行操作记为 `operator`。',
  },
  examples: ['concert audit --after 0 --json', 'concert audit --account p-7k3m9qxd2a'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(context.args.options)) {
      if (value !== undefined) query.set(name, String(value))
    }
    const answer = await admin.value.get<{ entries: readonly TrailLine[] }>(
      `/api/v1/audit?${query}`,
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, ({ entries }) => {
      if (entries.length === 0) return `${accountText(lang, 'no-entries')}\n`
      const columns = ['time', 'id', 'action', 'subject', 'outcome', 'address'] as const
      return textTable(
        [
          { title: '#', align: 'right' },
          ...columns.map((key) => ({ title: accountText(lang, key) })),
        ],
        entries.map((line) => [
          line.number,
          line.time,
          line.account,
          line.action,
          line.subject,
          line.outcome,
          line.address,
        ]),
      )
    })
    return EXIT.ok
  },
})
