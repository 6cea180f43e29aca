import type { CompactChange } from '@concert/threads'
import type { CompactSummary } from '../../compacts/compact-summary.ts'
import { translate } from '../../i18n/translate.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'
import { compactText } from './compact-text.ts'

/** `concert compact list`, and with an id `concert compact show`. */
export const compactList = defineCommand({
  options: {},
  positionals: {
    id: {
      optional: true,
      summary: { en: 'only the compact of this id', zh: '仅显示该编号的约定' },
    },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ readonly compacts: readonly CompactSummary[] }>(
      '/api/v1/compacts',
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const { id } = context.args.positionals
    const compacts = answer.value.compacts.filter((entry) => id === undefined || entry.id === id)
    print(context, { compacts }, () => compactText(context.lang, compacts))
    return EXIT.ok
  },
})

/** `concert compact diff DIGEST`: what a version changes. */
export const compactDiff = defineCommand({
  options: {
    before: {
      type: 'string',
      value: 'digest',
      summary: {
        en: 'the version to compare with; otherwise the one that is to be replaced',
        zh: '作比较的版本；默认为将被取代的版本',
      },
    },
  },
  positionals: { digest: { summary: { en: 'digest of the version', zh: '版本的摘要' } } },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { before } = context.args.options
    const after = context.args.positionals.digest
    const json = { after, ...(before === undefined ? {} : { before }) }
    const answer = await admin.value.post<{ readonly changes: readonly CompactChange[] }>(
      '/api/v1/compacts/diff',
      { json },
    )
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, ({ changes }) =>
      changes.length === 0
        ? `${translate(lang, 'compact.same')}\n`
        : changes.map(({ sentence }) => `${sentence[lang]}\n`).join(''),
    )
    return EXIT.ok
  },
})
