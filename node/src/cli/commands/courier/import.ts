import { resolve } from 'node:path'
import { ok, type Result } from '@concert/core'
import type { Imported } from '../../../courier/courier-desk.ts'
import { type CourierFault, courierFrames } from '../../../courier/courier-file.ts'
import { errnoOf } from '../../../files/atomic-file.ts'
import type { Bilingual } from '../../../i18n/language.ts'
import { refusalSentence } from '../../../i18n/refusals.ts'
import {
  type AdminClient,
  type AdminRefusal,
  connectAdmin,
  reportRefusal,
} from '../../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { complain, print } from '../../output.ts'
import { createProgress, type Progress } from '../../progress.ts'
import { both, COURIER_FAULTS, say } from './texts.ts'

/** Codes that an earlier file may put right. */
const OUT_OF_ORDER: ReadonlySet<string> = new Set(['gap', 'log-consistency', 'chain', 'epoch'])

interface FileDone {
  readonly file: string
  readonly envelopes: number
  readonly items: number
  readonly receipts: number
  /** Why not all of it was taken; null when it was. */
  readonly code: string | null
}

/** `concert courier import FILE…`: takes in what people have carried here. */
export const courierImport = defineCommand({
  options: {},
  positionals: { file: { many: true, summary: { en: 'files', zh: '文件' } } },
  details: {
    en: 'Files may come in any order, more than once, and in part: what is whole is taken once.',
    zh: '文件可按任意顺序、重复或残缺送达：其中完整的内容只接收一次。',
  },
  examples: ['concert courier import /media/usb/to-belmar-*.concert'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const progress = createProgress(context.err, Date.now)
    const files = [...context.args.positionals.file].sort()
    const done = await importAll(context, admin.value, files, progress)
    progress.clear()
    if (!Array.isArray(done)) return reportRefusal(context, done as AdminRefusal)
    return report(context, done)
  },
})

/** Goes through the files again as long as that brings something: they may be out of order. */
async function importAll(
  context: CommandContext,
  admin: AdminClient,
  files: readonly string[],
  progress: Progress,
): Promise<FileDone[] | AdminRefusal> {
  const done = new Map<string, FileDone>()
  for (let isMoving = true; isMoving; ) {
    isMoving = false
    for (const file of files) {
      const before = done.get(file)
      if (before && !OUT_OF_ORDER.has(before.code ?? '')) continue
      const result = await importFile(context, admin, file, progress)
      if ('exit' in result) return result
      const sum = addUp(before, result)
      done.set(file, sum)
      isMoving ||= before === undefined ? files.length > 1 : sum.envelopes > before.envelopes
    }
  }
  return [...done.values()]
}

function addUp(before: FileDone | undefined, now: FileDone): FileDone {
  if (!before) return now
  return {
    ...now,
    // The same envelopes are receipted again in a later round.
    envelopes: Math.max(before.envelopes, now.envelopes),
    items: before.items + now.items,
    receipts: before.receipts + now.receipts,
  }
}

async function importFile(
  context: CommandContext,
  admin: AdminClient,
  file: string,
  progress: Progress,
): Promise<FileDone | AdminRefusal> {
  const frames = courierFrames(resolve(file))
  try {
    return await importFrames(context, admin, { file, frames }, progress)
  } finally {
    // Closes the file, however far it was read.
    await frames.return(ok({ epoch: 0, seq: 0 }))
  }
}

async function importFrames(
  context: CommandContext,
  admin: AdminClient,
  { file, frames }: { readonly file: string; readonly frames: Frames },
  progress: Progress,
): Promise<FileDone | AdminRefusal> {
  const sum = { file, envelopes: 0, items: 0, receipts: 0 }
  let code: string | null = null
  for (let isFirst = true; ; isFirst = false) {
    context.signal.throwIfAborted()
    const step = await nextFrame(frames)
    if (typeof step === 'string') return { ...sum, code: step }
    if (step.done) return { ...sum, code: step.value.ok ? code : step.value.code }
    const bytes = Buffer.from(step.value).toString('base64')
    const json = isFirst ? { identity: bytes } : { parcel: bytes }
    const answer = await admin.post<Imported>('/api/v1/courier/import', { json })
    if (!answer.ok) {
      return answer.exit === EXIT.unreachable ? answer : { ...sum, code: answer.code }
    }
    if (isFirst) continue
    sum.envelopes += answer.value.envelopes
    sum.items += answer.value.items
    sum.receipts += answer.value.receipts
    code ??= answer.value.code
    progress.update(say(context.lang, 'importing', { file, envelopes: sum.envelopes }))
  }
}

type Frames = ReturnType<typeof courierFrames>

async function nextFrame(
  frames: Frames,
): Promise<IteratorResult<Uint8Array, Result<unknown, CourierFault>> | 'file-bad'> {
  try {
    return await frames.next()
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return 'file-bad'
  }
}

function report(context: CommandContext, files: readonly FileDone[]): number {
  const total = (of: 'envelopes' | 'items' | 'receipts') =>
    files.reduce((sum, file) => sum + file[of], 0)
  const sum = { envelopes: total('envelopes'), items: total('items'), receipts: total('receipts') }
  const isWhole = files.every(({ code }) => code === null)
  print(context, { ...sum, files }, () => {
    const answer = sum.envelopes > 0 ? `${say(context.lang, 'answer')}\n` : ''
    return `${say(context.lang, 'imported', sum)}\n${answer}`
  })
  for (const { file, code } of files) if (code !== null) tell(context, file, code)
  return isWhole ? EXIT.ok : EXIT.refused
}

function tell(context: CommandContext, file: string, code: string): void {
  const { en, zh } = sentenceOf(file, code)
  complain(context, { code, sentence: { en: `${file}: ${en}`, zh: `${file}：${zh}` } })
}

function sentenceOf(file: string, code: string): Bilingual {
  if (Object.hasOwn(COURIER_FAULTS, code)) return COURIER_FAULTS[code as CourierFault]
  if (OUT_OF_ORDER.has(code)) return both('missing')
  return refusalSentence(code) ?? both('file-bad', { file })
}
