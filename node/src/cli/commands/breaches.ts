import { resolve } from 'node:path'
import { canonicalBytes } from '@concert/core'
import { BREACH_SENTENCES, type Breach } from '../../breaches/breach.ts'
import { createFile, PRIVATE_FILE } from '../../files/atomic-file.ts'
import { both } from '../../i18n/both.ts'
import { refusalSentence } from '../../i18n/refusals.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { textTable } from '../text-table.ts'

const TITLES = {
  en: ['Noticed', 'Node', 'What', 'Proof'],
  zh: ['发现时间', '节点', '行为', '证明'],
} as const
const WORDS = {
  none: { en: 'None are known.', zh: '未发现违规。' },
  proven: { en: 'signed bytes, checked', zh: '签名数据，已核验' },
  shown: { en: 'a mailbox says so', zh: '以信箱的签名陈述为据' },
} as const

/** `concert breaches`: what other nodes did against the rules, with the evidence. */
export const breaches = defineCommand({
  options: {
    export: {
      type: 'string',
      value: 'file',
      summary: {
        en: 'write them with their evidence to a file, never overwritten',
        zh: '连同证据写入文件，绝不覆盖',
      },
    },
  },
  positionals: {},
  details: {
    en: 'Evidence is bytes that the node has signed itself, so whoever has its published keys can check them. A silence is shown by a neutral mailbox alone: nothing proves that no receipt was sent. Whoever floods this node without a signature is counted in the metrics and named by nobody.',
    zh: '证据是该节点亲自签名的数据，持有其公开密钥者均可核验。未出具回执仅以中立信箱的陈述为据：无法证明回执从未发出。未经签名的大量请求只计入指标，不归咎于任何节点。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ breaches: readonly Breach[] }>('/api/v1/breaches')
    if (!answer.ok) return reportRefusal(context, answer)
    const file = context.args.options.export
    if (file !== undefined && !(await write(context, file, answer.value.breaches))) {
      return EXIT.refused
    }
    print(context, answer.value, ({ breaches: list }) => render(context, list))
    return EXIT.ok
  },
})

function render({ lang }: Pick<CommandContext, 'lang'>, list: readonly Breach[]): string {
  if (list.length === 0) return `${WORDS.none[lang]}\n`
  const rows = list.map(({ time, peer, kind, code, proven }) => {
    const why = code === null ? '' : ` [${code}]: ${refusalSentence(code)?.[lang] ?? ''}`
    const shown = kind === 'silence' ? WORDS.shown : WORDS.proven
    return [
      time,
      peer.slice(0, 16),
      `${BREACH_SENTENCES[kind][lang]}${why}`,
      proven || kind === 'silence' ? shown[lang] : '',
    ]
  })
  return textTable(
    TITLES[lang].map((title) => ({ title })),
    rows,
  )
}

async function write(
  context: Pick<CommandContext, 'lang' | 'json' | 'err'>,
  file: string,
  list: readonly Breach[],
): Promise<boolean> {
  const path = resolve(file)
  const bytes = canonicalBytes({ v: 1, kind: 'concert-breaches', breaches: list })
  if (await createFile(path, bytes, PRIVATE_FILE)) return true
  complain(context, { code: 'file-exists', sentence: both('evidence.exists', { file: path }) })
  return false
}
