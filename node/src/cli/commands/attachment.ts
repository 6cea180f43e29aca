import { link, open, rm } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { AttachmentView } from '../../attachments/attachment-desk.ts'
import { errnoOf, isErrno } from '../../files/atomic-file.ts'
import type { Language } from '../../i18n/language.ts'
import { fill } from '../../i18n/translate.ts'
import { connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { createProgress } from '../progress.ts'
import { textTable } from '../text-table.ts'

const TEXTS = {
  none: { en: 'No files.', zh: '没有文件。' },
  id: { en: 'No.', zh: '序号' },
  way: { en: 'Way', zh: '方向' },
  in: { en: 'from', zh: '来自' },
  out: { en: 'to', zh: '发往' },
  peer: { en: 'Peer', zh: '对等节点' },
  state: { en: 'State', zh: '状态' },
  open: { en: 'on its way', zh: '传输中' },
  complete: { en: 'complete', zh: '已完成' },
  discarded: { en: 'discarded', zh: '已丢弃' },
  size: { en: 'Bytes', zh: '字节' },
  parts: { en: 'Parts', zh: '分块' },
  name: { en: 'Name', zh: '文件名' },
  object: { en: 'Object', zh: '所属对象' },
  sent: {
    en: 'Offered as {offer}, {chunks} parts. They leave after everything else.',
    zh: '已提供（声明 {offer}），共 {chunks} 块。将在其他内容之后传送。',
  },
  saved: {
    en: '{file} written: {size} bytes, SHA-256 as announced. It may be malicious: it was not opened, and can’t be run as it is.',
    zh: '已写入 {file}：{size} 字节，SHA-256 与所声明的一致。文件可能有害：系统未打开它，且它不可直接执行。',
  },
  'was-discarded': { en: 'File {id} discarded.', zh: '文件 {id} 已丢弃。' },
  'file-bad': { en: '{file} cannot be read or written.', zh: '无法读取或写入 {file}。' },
  'file-exists': { en: '{file} is there already.', zh: '{file} 已存在。' },
  'file-other': {
    en: 'What came is not the file that was announced. Nothing was written.',
    zh: '收到的内容与所声明的文件不符，未写入任何内容。',
  },
} as const

const ID = { summary: { en: 'its number in the list', zh: '列表中的序号' } } as const

/** `concert attachment send PEER OBJECT FILE` */
export const attachmentSend = defineCommand({
  options: {
    name: {
      type: 'string',
      value: 'text',
      summary: {
        en: 'name told to the peer; that of the file',
        zh: '告知对方的文件名，默认为原名',
      },
    },
    'media-type': {
      type: 'string',
      value: 'type/subtype',
      summary: { en: 'media type told to the peer', zh: '告知对方的媒体类型' },
    },
  },
  positionals: {
    peer: { summary: { en: 'node id of the peer', zh: '对等节点的编号' } },
    object: {
      summary: {
        en: 'STIX id of the file or artifact that the peer has had, with the SHA-256 of this file',
        zh: '对方已收到的 file 或 artifact 对象编号，其 SHA-256 须与本文件一致',
      },
    },
    file: { summary: { en: 'file to send', zh: '要发送的文件' } },
  },
  details: {
    en: 'The compact must allow the type artifact. Parts travel sealed, one by one, after everything else, and go on where they were after any cut. The peer keeps them in quarantine.',
    zh: '合作约定须允许 artifact 类型。文件分块封装，逐块传送，排在其他内容之后，中断后从断点继续。对方将其存入隔离区。',
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { peer, object, file } = context.args.positionals
    const { name = basename(file), 'media-type': type } = context.args.options
    const query = new URLSearchParams({ peer, object, name, ...(type && { media_type: type }) })
    try {
      // Opened before anything is sent, so that a wrong name is told as such.
      const bytes = (await open(resolve(file))).createReadStream()
      const answer = await admin.value.post<{ offer: string; chunks: number }>(
        `/api/v1/attachments?${query}`,
        { bytes, type: 'application/octet-stream' },
      )
      if (!answer.ok) return reportRefusal(context, answer)
      print(context, answer.value, (value) => `${say(context.lang, 'sent', value)}\n`)
      return EXIT.ok
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      return fail(context, 'file-bad', file)
    }
  },
})

/** `concert attachment list` */
export const attachmentList = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ attachments: readonly AttachmentView[] }>(
      '/api/v1/attachments',
    )
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ attachments }) => listText(context.lang, attachments))
    return EXIT.ok
  },
})

/** `concert attachment save ID FILE`: takes a file out of quarantine. */
export const attachmentSave = defineCommand({
  options: {},
  positionals: {
    id: ID,
    file: { summary: { en: 'file to write, never overwritten', zh: '要写入的文件，绝不覆盖' } },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const file = resolve(context.args.positionals.file)
    const part = `${file}.part`
    const progress = createProgress(context.err, Date.now)
    try {
      // Nobody but the owner reads it, and nobody runs it.
      const handle = await open(part, 'w', 0o600)
      let size = 0
      const answer = await admin.value
        .download(
          '/api/v1/attachments/open',
          { json: { id: Number(context.args.positionals.id) } },
          async (bytes) => {
            await handle.writeFile(bytes)
            size += bytes.length
            progress.update(String(size))
          },
        )
        .finally(() => handle.close())
      progress.clear()
      if (!answer.ok && answer.code === 'interrupted') return fail(context, 'file-other', file)
      if (!answer.ok) return reportRefusal(context, answer)
      await link(part, file)
      print(context, { file, size }, (value) => `${say(context.lang, 'saved', value)}\n`)
      return EXIT.ok
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      return fail(context, isErrno(error, 'EEXIST') ? 'file-exists' : 'file-bad', file)
    } finally {
      progress.clear()
      await rm(part, { force: true })
    }
  },
})

/** `concert attachment discard ID` */
export const attachmentDiscard = defineCommand({
  options: {},
  positionals: { id: ID },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { id: Number(context.args.positionals.id) }
    const answer = await admin.value.post<{ id: number }>('/api/v1/attachments/discard', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, (value) => `${say(context.lang, 'was-discarded', value)}\n`)
    return EXIT.ok
  },
})

function listText(lang: Language, files: readonly AttachmentView[]): string {
  if (files.length === 0) return `${say(lang, 'none')}\n`
  const columns = ['id', 'way', 'peer', 'state', 'size', 'parts', 'name', 'object'] as const
  const numbers: ReadonlySet<string> = new Set(['id', 'size', 'parts'])
  return textTable(
    columns.map((key) => {
      return { title: TEXTS[key][lang], ...(numbers.has(key) && { align: 'right' as const }) }
    }),
    files.map(({ id, direction, peer, state, size, held, chunks, name, object }) => [
      id,
      say(lang, direction),
      peer.slice(0, 16),
      state in TEXTS ? say(lang, state as 'open') : state,
      size,
      `${held}/${chunks}`,
      name,
      object,
    ]),
  )
}

function say(
  lang: Language,
  key: keyof typeof TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][lang], params)
}

function fail(
  context: CommandContext,
  code: 'file-bad' | 'file-exists' | 'file-other',
  file: string,
): number {
  const { en, zh } = TEXTS[code]
  complain(context, { code, sentence: { en: fill(en, { file }), zh: fill(zh, { file }) } })
  return EXIT.refused
}
