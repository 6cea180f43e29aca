import { translate } from '../../../i18n/translate.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { AS, NOTE, PEER } from './options.ts'

function decision(name: 'approve' | 'reject' | 'break-glass') {
  return defineCommand({
    options: {
      peer: PEER,
      as: { ...AS, required: true },
      note: NOTE,
      reason: {
        type: 'string',
        value: 'code',
        summary: { en: 'everything that waits for this reason', zh: '因此理由待审的全部对象' },
      },
      name: {
        type: 'string',
        value: 'name',
        multiple: true,
        summary: {
          en: 'name of what was looked at, as `preview` and `queue` print it; refused when it is another by now',
          zh: '所审阅内容的名称，由 `preview` 与 `queue` 显示；内容已变时予以拒绝',
        },
      },
      until: {
        type: 'string',
        value: 'time',
        summary: {
          en: 'only what waited at this time, as `queue` prints it',
          zh: '仅限该时间之前已在待审的对象；时间由 `queue` 显示',
        },
      },
    },
    positionals: {
      id: { many: true, optional: true, summary: { en: 'STIX ids', zh: 'STIX 编号' } },
    },
    examples: [`concert release ${name} --peer NODE --as alice --note "case 7" indicator--…`],
    async run(context) {
      const admin = await connectAdmin(context)
      if (!admin.ok) return reportRefusal(context, admin)
      const { peer, as, note, reason, name: shown = [], until } = context.args.options
      const ids = context.args.positionals.id
      const which = { ...(ids.length > 0 && { ids }), ...(reason !== undefined && { reason }) }
      const seen = { ...(shown.length > 0 && { shown }), ...(until !== undefined && { until }) }
      const json = { peer, as, note, ...which, ...seen }
      const answer = await admin.value.post<{ decided: number }>(`/api/v1/release/${name}`, {
        json,
      })
      if (!answer.ok) return reportRefusal(context, answer)
      print(context, answer.value, ({ decided }) => {
        return `${translate(context.lang, 'release.decided', { decided })}\n`
      })
      return EXIT.ok
    },
  })
}

/** `concert release approve`: a second person lets objects go. */
export const releaseApprove = decision('approve')
/** `concert release reject`: objects stay here. */
export const releaseReject = decision('reject')
/** `concert release break-glass`: one person lets objects go at once, with an alarm. */
export const releaseBreakGlass = decision('break-glass')
