import type { NoticeView } from '../../../notifications/feed.ts'
import { noticeLine } from '../../../notifications/texts.ts'
import { defineCommand } from '../../command.ts'
import { textTable } from '../../text-table.ts'
import { askAndPrint, given } from './ask.ts'
import { AS, DRILL } from './ping.ts'
import { post, say } from './texts.ts'

/** `concert notice list`: what people here are told, newest first. */
export const noticeList = defineCommand({
  options: {
    unseen: { type: 'boolean', summary: { en: 'only what nobody has seen', zh: '仅未查看的' } },
    drill: DRILL,
  },
  positionals: {},
  async run(context) {
    const { unseen, drill } = context.args.options
    const json = { unseen, exercise: drill }
    const { lang } = context
    return await askAndPrint(
      context,
      (admin) => admin.post<{ notices: readonly NoticeView[] }>('/api/v1/notices/list', { json }),
      ({ notices }) => {
        const head = drill ? `${say(lang, 'drill-feed')}\n` : ''
        if (notices.length === 0) return `${head}${say(lang, 'no-notices')}\n`
        const keys = ['made', 'line', 'notice', 'channels', 'seen'] as const
        const rows = notices.map((notice) => [
          notice.id,
          notice.made,
          post(lang, notice.line),
          noticeLine(lang, notice),
          notice.sent.map(({ channel, state, code }) => code ?? `${channel} ${state}`).join(', '),
          notice.seenBy ?? '',
        ])
        const columns = keys.map((key) => ({ title: say(lang, key) }))
        return head + textTable([{ title: '#', align: 'right' }, ...columns], rows)
      },
    )
  },
})

/** `concert notice seen NUMBER`. */
export const noticeSeen = defineCommand({
  options: { as: AS },
  positionals: { id: { summary: { en: 'number of the notice', zh: '通知编号' } } },
  async run(context) {
    const { as } = context.args.options
    const json = { id: Number(context.args.positionals.id), ...given({ as }) }
    return await askAndPrint(
      context,
      (admin) => admin.post<{ id: number }>('/api/v1/notices/seen', { json }),
      ({ id }) => `${say(context.lang, 'done', { id })}\n`,
    )
  },
})
