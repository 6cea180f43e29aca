import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { utf8 } from '@concert/core'
import type { Exported } from '../../../courier/courier-desk.ts'
import { CourierWriter, courierEnd } from '../../../courier/courier-file.ts'
import { errnoOf } from '../../../files/atomic-file.ts'
import {
  type AdminClient,
  type AdminResult,
  connectAdmin,
  reportRefusal,
} from '../../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { complain, print } from '../../output.ts'
import { createProgress } from '../../progress.ts'
import { both, say } from './texts.ts'

const MIB = 2 ** 20
const START = { epoch: 0, seq: 0 }

/** A parcel as the node's interface gives it. */
type Given = Omit<Exported, 'parcel'> & { readonly parcel: string | null }

interface Done {
  readonly files: readonly string[]
  /** Whole files of an earlier run. */
  readonly resumed: number
  readonly envelopes: number
  readonly items: number
  readonly receipts: number
  readonly bytes: number
}

/** `concert courier export PEER PREFIX`: what waits for a peer, as files for people to carry. */
export const courierExport = defineCommand({
  options: {
    size: {
      type: 'integer',
      value: 'MiB',
      min: 1,
      max: 1_000_000,
      default: '600',
      summary: {
        en: 'largest file; a parcel is never cut in two',
        zh: '单个文件的上限；包裹不拆分',
      },
    },
  },
  positionals: {
    peer: { summary: { en: 'node id of the peer', zh: '对等节点的编号' } },
    prefix: {
      summary: {
        en: 'path and beginning of the names: PREFIX-001.concert and so on',
        zh: '路径及文件名前缀：PREFIX-001.concert 等',
      },
    },
  },
  details: {
    en: 'Everything that has no receipt yet is exported, sealed to the peer, with the receipts that it is owed. Losing a file loses nothing: the next export holds it again. With the prefix of a run that was interrupted, whole files are kept and the export goes on after them.',
    zh: '导出所有尚无回执的内容，封装后仅对方可开启，并附应交付对方的回执。文件遗失不会丢失内容：下次导出仍会包含。沿用中断导出的前缀时，保留完整的文件并从其后继续。',
  },
  examples: ['concert courier export PEER /media/usb/to-belmar --size 4000'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { peer, prefix } = context.args.positionals
    const size = (context.args.options.size ?? 600) * MIB
    try {
      const run = new ExportRun(context, admin.value, { peer, prefix: resolve(prefix), size })
      const done = await run.run()
      if (!done.ok) return reportRefusal(context, done)
      print(context, done.value, (value) => doneText(context, value))
      return EXIT.ok
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      complain(context, { code: 'file-bad', sentence: both('file-bad', { file: prefix }) })
      return EXIT.refused
    }
  },
})

function doneText({ lang }: CommandContext, { files, resumed, bytes, ...counts }: Done): string {
  const earlier = resumed === 0 ? '' : `${say(lang, 'resumed', { files: resumed })}\n`
  if (files.length === 0) return `${earlier}${say(lang, 'nothing')}\n`
  const head = say(lang, 'exported', { ...counts, files: files.length })
  return `${earlier}${head}\n${files.map((file) => `  ${file}\n`).join('')}`
}

interface Order {
  readonly peer: string
  readonly prefix: string
  /** Bytes. */
  readonly size: number
}

/** One run of an export: parcels from the node, one at a time, into files of a size. */
class ExportRun {
  readonly #context: CommandContext
  readonly #admin: AdminClient
  readonly #order: Order
  readonly #files: string[] = []
  #number = 1
  #writer: CourierWriter | undefined
  #bytes = 0

  constructor(context: CommandContext, admin: AdminClient, order: Order) {
    this.#context = context
    this.#admin = admin
    this.#order = order
  }

  async run(): Promise<AdminResult<Done>> {
    const identity = await this.#admin.get<object>('/api/v1/courier/identity')
    if (!identity.ok) return identity
    const document = utf8(JSON.stringify(identity.value))
    const progress = createProgress(this.#context.err, Date.now)
    let after = await this.#resume()
    const resumed = this.#number - 1
    const counts = { envelopes: 0, items: 0, receipts: 0 }
    try {
      for (;;) {
        const made = await this.#next(after)
        if (!made.ok) return made
        const { parcel, last, envelopes, items, receipts } = made.value
        if (parcel === null) break
        await this.#add(document, Buffer.from(parcel, 'base64'), after)
        after = last
        counts.envelopes += envelopes
        counts.items += items
        counts.receipts += receipts
        const mib = (this.#bytes / MIB).toFixed(1)
        progress.update(say(this.#context.lang, 'exporting', { ...counts, mib }))
      }
      await this.#end(after)
    } finally {
      progress.clear()
      await this.#writer?.discard()
    }
    return { ok: true, value: { files: this.#files, resumed, bytes: this.#bytes, ...counts } }
  }

  /** Skips the whole files of an earlier run. @returns the place after which to go on */
  async #resume(): Promise<Given['last']> {
    let after = START
    for (; await isThere(this.#path()); this.#number++) {
      after = (await courierEnd(this.#path())) ?? after
    }
    return after
  }

  async #next({ epoch, seq }: Given['last']): Promise<AdminResult<Given>> {
    this.#context.signal.throwIfAborted()
    const json = { peer: this.#order.peer, epoch, seq }
    return await this.#admin.post<Given>('/api/v1/courier/export', { json })
  }

  async #add(identity: Uint8Array, parcel: Uint8Array, after: Given['last']): Promise<void> {
    if (this.#writer && this.#writer.size + parcel.length > this.#order.size) await this.#end(after)
    this.#writer ??= await CourierWriter.create(this.#path(), identity)
    await this.#writer.add(parcel)
    this.#bytes += parcel.length
  }

  async #end(place: Given['last']): Promise<void> {
    const writer = this.#writer
    this.#writer = undefined
    if (!writer) return
    if (!(await writer.end(place))) throw Object.assign(new Error(this.#path()), { code: 'EEXIST' })
    this.#files.push(this.#path())
    this.#number++
  }

  #path(): string {
    return `${this.#order.prefix}-${String(this.#number).padStart(3, '0')}.concert`
  }
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
