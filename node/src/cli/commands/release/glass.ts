import type { BrokenGlassLine } from '../../../release/broken-glass.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'

const NONE = { en: 'No glass has been broken.', zh: '从未紧急放行。' } as const

/** `concert release broken-glass`: the records, with the leaves that commit to them. */
export const releaseBrokenGlass = defineCommand({
  options: {},
  positionals: {},
  details: {
    en: "Each record is committed to this node's transparency log: `concert log proof LEAF` proves that it was there, and the opening (with --json) that the leaf stands for it.",
    zh: '每条记录均已写入本节点的透明日志：`concert log proof LEAF` 证明其存在；开启值（用 --json 显示）证明该叶节点对应该记录。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ records: readonly BrokenGlassLine[] }>(
      '/api/v1/release/broken-glass',
    )
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ records }) => {
      if (records.length === 0) return `${NONE[context.lang]}\n`
      return records.map(({ record, leaf }) => `${leaf}\n  ${record}\n`).join('')
    })
    return EXIT.ok
  },
})
