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

/** Parcels of one file that were refused for one reason, or a fault that ended the file. */
interface Refused {
  readonly code: string
  readonly parcels: number
  readonly sentence: Bilingual
}

interface FileDone {
  readonly file: string
  /** Envelopes in it that have a receipt now, and those of them that were here before. */
  readonly envelopes: number
  readonly known: number
  readonly items: number
  readonly receipts: number
  /** Why not all of it was taken; empty when it was. */
  readonly refused: readonly Refused[]
}

/** Most parcels of one file that are refused before it is put aside: nobody sends that many by honest error. */
const MOST_REFUSED = 100

/** `concert courier import FILE…`: takes in what people have carried here. */
export const courierImport = defineCommand({
  options: {},
  positionals: { file: { many: true, summary: { en: 'files', zh: '文件' } } },
  details: {
    en: 'Files may come in any order, more than once, and in part: what is whole is taken once. A parcel that is refused is passed over, and the rest of the file is taken as far as nothing before it is missing. At the end it says what was taken, what was here already and what was refused, with the code; exit code 1 when anything was refused or is missing.',
    zh: '文件可按任意顺序、重复或残缺送达：其中完整的内容只接收一次。被拒收的包裹予以跳过；只要其前没有缺失，文件的其余部分照常接收。结束时列出已接收、此前已有及被拒收的数量与代码；如有拒收或缺失，退出代码为 1。',
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
      if (before && !before.refused.some(({ code }) => OUT_OF_ORDER.has(code))) continue
      const result = await importFile(context, admin, file, progress)
      if ('exit' in result) return result
      const sum = addUp(before, result)
      done.set(file, sum)
      isMoving ||= before === undefined ? files.length > 1 : taken(sum) > taken(before)
    }
  }
  return [...done.values()]
}

function addUp(before: FileDone | undefined, now: FileDone): FileDone {
  if (!before) return now
  // The same envelopes are receipted again in a later round.
  const envelopes = Math.max(before.envelopes, now.envelopes)
  return {
    ...now,
    envelopes,
    known: Math.max(0, envelopes - taken(before) - taken(now)),
    items: before.items + now.items,
    receipts: before.receipts + now.receipts,
  }
}

function taken({ envelopes, known }: Pick<FileDone, 'envelopes' | 'known'>): number {
  return envelopes - known
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
  const sum = { file, envelopes: 0, known: 0, items: 0, receipts: 0 }
  const refused = new Map<string, Refused>()
  const add = (code: string, sentence: Bilingual, parcels = 1) => {
    const before = refused.get(code)
    refused.set(
      code,
      before ? { ...before, parcels: before.parcels + parcels } : { code, parcels, sentence },
    )
  }
  const done = (): FileDone => ({ ...sum, refused: [...refused.values()] })
  let bad = 0
  for (let isFirst = true; ; isFirst = false) {
    context.signal.throwIfAborted()
    const step = await nextFrame(frames)
    if (typeof step === 'string' || step.done) {
      const fault = typeof step === 'string' ? step : step.value.ok ? null : step.value.code
      if (fault !== null) add(fault, sentenceOf(file, fault), 0)
      return done()
    }
    const bytes = Buffer.from(step.value).toString('base64')
    const json = isFirst ? { identity: bytes } : { parcel: bytes }
    const answer = await admin.post<Imported>('/api/v1/courier/import', { json })
    if (!answer.ok && answer.exit === EXIT.unreachable) return answer
    if (!answer.ok) {
      add(answer.code, answer.sentence)
      if (++bad < MOST_REFUSED) continue
      add('courier-refused', COURIER_FAULTS['courier-refused'], 0)
      return done()
    }
    if (isFirst) continue
    sum.envelopes += answer.value.envelopes
    sum.known += answer.value.known
    sum.items += answer.value.items
    sum.receipts += answer.value.receipts
    const { code } = answer.value
    if (code !== null) add(code, sentenceOf(file, code))
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
  const total = (of: 'envelopes' | 'known' | 'items' | 'receipts') =>
    files.reduce((sum, file) => sum + file[of], 0)
  const sum = {
    envelopes: total('envelopes'),
    known: total('known'),
    items: total('items'),
    receipts: total('receipts'),
    refused: files.flatMap(({ refused }) => refused).reduce((all, { parcels }) => all + parcels, 0),
  }
  const told = files.map(({ refused, ...file }) => ({
    ...file,
    refused: refused.map(({ code, parcels }) => ({ code, parcels })),
  }))
  print(context, { ...sum, files: told }, () => {
    const { lang } = context
    const lines = [
      say(lang, 'imported', { ...sum, taken: taken(sum) }),
      ...(sum.refused > 0 ? [say(lang, 'refused', { parcels: sum.refused })] : []),
      ...(sum.envelopes > 0 ? [say(lang, 'answer')] : []),
    ]
    return `${lines.join('\n')}\n`
  })
  for (const file of files) for (const each of file.refused) tell(context, file.file, each)
  return files.every(({ refused }) => refused.length === 0) ? EXIT.ok : EXIT.refused
}

function tell(context: CommandContext, file: string, { code, parcels, sentence }: Refused): void {
  const count = parcels > 1 ? both('parcels', { parcels }) : { en: '', zh: '' }
  const { en, zh } = sentence
  complain(context, {
    code,
    sentence: { en: `${file}: ${count.en}${en}`, zh: `${file}：${count.zh}${zh}` },
  })
}

function sentenceOf(file: string, code: string): Bilingual {
  if (Object.hasOwn(COURIER_FAULTS, code)) return COURIER_FAULTS[code as CourierFault]
  if (OUT_OF_ORDER.has(code)) return both('missing')
  return refusalSentence(code) ?? both('file-bad', { file })
}
