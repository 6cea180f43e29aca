import { EXPORT_FORMATS } from '../../../requests/exports/export-request.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand } from '../../command.ts'
import { wholeId } from './look.ts'
import { EXERCISE, REQUEST_ID } from './options.ts'
import { writeNew } from './write-new.ts'

const FILE = { summary: { en: 'file to write', zh: '要写入的文件' } } as const

/** `concert request export ID FILE --format FORMAT`: for RTIR, TheHive, MISP, or an abuse mailbox. */
export const requestExport = defineCommand({
  options: {
    format: {
      type: 'string',
      value: 'format',
      choices: EXPORT_FORMATS,
      default: 'json',
      summary: { en: 'for which system', zh: '目标系统的格式' },
    },
  },
  positionals: { id: REQUEST_ID, file: FILE },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { file } = context.args.positionals
    const id = await wholeId(admin.value, context.args.positionals.id)
    const json = { id, format: context.args.options.format ?? 'json' }
    const bytes = await admin.value.bytes('/api/v1/requests/export', { json })
    return bytes.ok ? await writeNew(context, file, bytes.value) : reportRefusal(context, bytes)
  },
})

/** `concert request calendar FILE`: deadlines as iCalendar. */
export const requestCalendar = defineCommand({
  options: { exercise: EXERCISE },
  positionals: { file: FILE },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { exercise: context.args.options.exercise, lang: context.lang }
    const bytes = await admin.value.bytes('/api/v1/requests/calendar', { json })
    if (!bytes.ok) return reportRefusal(context, bytes)
    return await writeNew(context, context.args.positionals.file, bytes.value)
  },
})
