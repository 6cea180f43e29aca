import { resolve } from 'node:path'
import { createFile, PRIVATE_FILE } from '../../files/atomic-file.ts'
import { both } from '../../i18n/both.ts'
import { translate } from '../../i18n/translate.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'

/** `concert evidence export ID FILE`: the proof that an object went to a peer, as one file. */
export const evidenceExport = defineCommand({
  options: {
    peer: {
      type: 'string',
      value: 'node',
      summary: {
        en: 'the node to which it went, or from which it came; needed to choose among several',
        zh: '该内容的接收节点或来源节点；有多个时用于选定',
      },
    },
  },
  positionals: {
    id: {
      summary: {
        en: 'STIX id of an object that was shared, received or passed on, or digest of a statement, such as a request',
        zh: '已共享、收到或转发的对象的 STIX 编号，或声明的摘要（例如协助请求）',
      },
    },
    file: { summary: { en: 'file to write; never overwritten', zh: '要写入的文件，绝不覆盖' } },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { id, file } = context.args.positionals
    const { peer } = context.args.options
    const made = await admin.value.bytes('/api/v1/evidence', { json: { id, peer } })
    if (!made.ok) return reportRefusal(context, made)
    const path = resolve(file)
    if (!(await createFile(path, made.value, PRIVATE_FILE))) {
      complain(context, { code: 'file-exists', sentence: both('evidence.exists', { file: path }) })
      return EXIT.refused
    }
    print(context, { file: path, bytes: made.value.length }, ({ bytes }) => {
      return `${translate(context.lang, 'evidence.written', { file: path, bytes })}\n`
    })
    return EXIT.ok
  },
})
