import { resolve } from 'node:path'
import { utf8 } from '@concert/core'
import { createFile } from '../../files/atomic-file.ts'
import { both } from '../../i18n/both.ts'
import { translate } from '../../i18n/translate.ts'
import type { LogProof } from '../../trust/log-proof.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'

const PUBLIC_FILE = 0o644

/** `concert log proof ID [FILE]`: the place of a leaf in our log, as a C2SP tlog-proof. */
export const logProof = defineCommand({
  options: {},
  positionals: {
    id: {
      summary: {
        en: 'leaf in hex, STIX id of an object that was exchanged, or `identity` for who this node is',
        zh: '十六进制的叶、已交换对象的 STIX 编号，或 `identity`（本节点的身份）',
      },
    },
    file: {
      optional: true,
      summary: {
        en: 'file to write, never overwritten; standard output without it',
        zh: '要写入的文件，绝不覆盖；未指定时写到标准输出',
      },
    },
  },
  details: {
    en: 'The proof needs no network. It shows that the leaf is in the log; what the leaf stands for is shown by an evidence package, and for the identity by the opening in its `extra` line.',
    zh: '验证该证明无需联网。它证明该叶在日志中；该叶代表什么，由证据包证明；身份的叶则由证明中 `extra` 行的开启值证明。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { id, file } = context.args.positionals
    const made = await admin.value.post<LogProof>('/api/v1/log/proof', { json: { id } })
    if (!made.ok) return reportRefusal(context, made)
    if (file === undefined) {
      print(context, made.value, ({ proof }) => proof)
      return EXIT.ok
    }
    const { leaf, proof } = made.value
    const path = resolve(file)
    if (!(await createFile(path, utf8(proof), PUBLIC_FILE))) {
      complain(context, { code: 'file-exists', sentence: both('evidence.exists', { file: path }) })
      return EXIT.refused
    }
    print(context, { file: path, leaf }, () => {
      return `${translate(context.lang, 'log.proof-written', { leaf, file: path })}\n`
    })
    return EXIT.ok
  },
})
