import type { StatusReport } from '../../../requests/status-file.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { AS } from '../release/options.ts'
import { wholeId } from './look.ts'
import { REQUEST_ID, textOf } from './options.ts'
import { say } from './texts.ts'

/** `concert request statuses ID --file FILE`: how each target stands, by a table. */
export const requestStatuses = defineCommand({
  options: {
    file: {
      type: 'string',
      value: 'file',
      required: true,
      summary: {
        en: 'CSV of target, status and time; a header names columns such as url, status, at',
        zh: '含目标、状态、时间的 CSV；可用表头命名各列，如 url、status、at',
      },
    },
    move: {
      type: 'string',
      value: 'move',
      choices: ['update', 'partial', 'answer'],
      default: 'partial',
      summary: {
        en: 'as what the answering side says it; the asker always updates',
        zh: '答复方以何种方式告知；请求方一律为通报进展',
      },
    },
    as: AS,
  },
  positionals: { id: REQUEST_ID },
  examples: [
    'concert request statuses ID --file down.csv',
    'concert request statuses ID --file all.csv --move answer',
  ],
  async run(context) {
    const { file, move, as } = context.args.options
    const text = await textOf(context, file)
    if (text === undefined) return EXIT.usage
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const id = await wholeId(admin.value, context.args.positionals.id)
    const json = { id, text, move, ...(as && { as }) }
    const answer = await admin.value.post<StatusReport>('/api/v1/requests/statuses', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, ({ told, unchanged, statements, faults, faultCount }) => {
      const head = say(lang, 'statuses', { told, unchanged, statements, faults: faultCount })
      const lines = faults.map(({ line, code }) => {
        return `  ${say(lang, 'status-line', { line })}${say(lang, `fault-${code}`)}\n`
      })
      return `${head}\n${lines.join('')}`
    })
    return answer.value.faultCount > 0 ? EXIT.refused : EXIT.ok
  },
})
