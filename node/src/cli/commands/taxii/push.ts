import { setTimeout as pause } from 'node:timers/promises'
import { readStixBatches } from '@concert/stix'
import {
  envelopeBytes,
  envelopeOf,
  type PushDetail,
  type PushStatus,
  type TaxiiClient,
  UNVERSIONED,
} from '@concert/taxii'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { complain, print } from '../../output.ts'
import { createProgress } from '../../progress.ts'
import { safeText } from '../../width.ts'
import { findInputs, type InputFile } from '../stix/input-files.ts'
import { refuseCode, SERVER_OPTIONS, withServer } from './connect.ts'
import { say, sayBoth } from './texts.ts'

const AT_ONCE = 1000
const FAILURES_SHOWN = 50
const DEFAULT_BYTES = 8 << 20
/** How often and how long a server is asked that says "pending". */
const STATUS_TRIES = 30
const STATUS_MS = 1000

/** `concert taxii push ROOT COLLECTION FILE…` */
export const taxiiPush = defineCommand({
  options: {
    ...SERVER_OPTIONS,
    skip: {
      type: 'integer',
      value: 'number',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      default: '0',
      summary: { en: 'objects to leave out at the beginning', zh: '跳过开头的对象数' },
    },
  },
  positionals: {
    root: { summary: { en: 'URL of the API root', zh: 'API 根的网址' } },
    collection: { summary: { en: 'id of the collection', zh: '集合编号' } },
    file: {
      many: true,
      summary: {
        en: 'files of STIX 2.1 (bundle, envelope, one object a line); - is standard input',
        zh: 'STIX 2.1 文件（集合、信封或每行一个对象）；- 表示标准输入',
      },
    },
  },
  details: {
    en: 'Objects go as they are, at most 1,000 in one request and never more bytes than the server takes. What was pushed before does no harm: the server knows it. A push that was stopped says how to go on. Exit code 1 when the server did not take something.',
    zh: '对象按原样发送，每次请求至多 1,000 个，且不超过服务器接受的大小。重复推送无害，服务器能够识别。中断的推送会说明如何继续。有对象未被接受时退出码为 1。',
  },
  examples: [
    'concert taxii push https://taxii.example/api/ 91a7b528-80eb-42ed-a74d-c6fbd5a26116 bundle.json --credentials ./taxii.secret',
  ],
  async run(context) {
    const { root, collection, file } = context.args.positionals
    const inputs = await findInputs(context, file)
    if (inputs === undefined) return EXIT.usage
    return await withServer(context, context.args.options, async (client) => {
      const about = await client.apiRoot(root)
      if (!about.ok) return refuseCode(context, about.code, about.at)
      const maxBytes = about.value.maxContentLength ?? DEFAULT_BYTES
      const push = new Push(context, client, { root, collection, maxBytes })
      return await push.run(inputs, context.args.options.skip ?? 0)
    })
  },
})

function failureText({ id, version, message }: PushDetail): string {
  const known = version === UNVERSIONED ? '' : version
  return `  ${[id, known].map(safeText).join(' ').trimEnd()}: ${safeText(message)}`
}

interface Target {
  readonly root: string
  readonly collection: string
  readonly maxBytes: number
}

interface Failed {
  readonly code: string
  readonly at?: string | undefined
}

class Push {
  readonly #context: CommandContext
  readonly #client: TaxiiClient
  readonly #target: Target
  readonly #failures: PushDetail[] = []
  #failed = 0
  #pending = 0
  #done = 0

  constructor(context: CommandContext, client: TaxiiClient, target: Target) {
    this.#context = context
    this.#client = client
    this.#target = target
  }

  async run(inputs: readonly InputFile[], skip: number): Promise<number> {
    const { lang, err, signal } = this.#context
    const progress = createProgress(err, Date.now)
    let why: Failed | undefined
    try {
      for await (const envelope of this.#envelopes(inputs, skip)) {
        if (signal.aborted) break
        why = 'code' in envelope ? envelope : await this.#post(envelope)
        if (why) break
        progress.update(say(lang, 'progress', { objects: this.#done }))
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      progress.clear()
    }
    return this.#tell(skip + this.#done, why)
  }

  /** Objects in groups that the server takes in one request, or why there are no more. */
  async *#envelopes(
    inputs: readonly InputFile[],
    skip: number,
  ): AsyncGenerator<readonly Uint8Array[] | Failed, void, undefined> {
    const { maxBytes } = this.#target
    const around = envelopeBytes([])
    let group: Uint8Array[] = []
    let size = around
    let seen = 0
    for (const input of inputs) {
      // The server says what is wrong with an object; here only JSON is asked for.
      for await (const items of readStixBatches(input.open(), { validate: () => [] })) {
        for (const item of items) {
          if (item.kind === 'shell') continue
          if (item.kind === 'fault') {
            if (group.length > 0) yield group
            yield { code: 'not-json', at: `${input.label} ${item.place}` }
            return
          }
          if (seen++ < skip) continue
          const bytes = item.bytes.slice()
          if (around + bytes.length > maxBytes) {
            if (group.length > 0) yield group
            yield { code: 'size-one', at: String(item.value.id).slice(0, 300) }
            return
          }
          if (group.length === AT_ONCE || size + bytes.length + 1 > maxBytes) {
            yield group
            group = []
            size = around
          }
          group.push(bytes)
          size += bytes.length + 1
        }
      }
    }
    if (group.length > 0) yield group
  }

  async #post(objects: readonly Uint8Array[]): Promise<Failed | undefined> {
    const { root, collection } = this.#target
    const posted = await this.#client.post(root, collection, envelopeOf(objects))
    if (!posted.ok) return posted
    this.#done += objects.length
    this.#count(await this.#settled(posted.value))
    return undefined
  }

  /** §4.3: a server may take its time; it is asked until it is done, or long enough. */
  async #settled(first: PushStatus): Promise<PushStatus> {
    let status = first
    for (let tries = 0; !status.isComplete && tries < STATUS_TRIES; tries++) {
      await pause(STATUS_MS, undefined, { signal: this.#context.signal })
      const asked = await this.#client.status(this.#target.root, status.id)
      if (!asked.ok) break
      status = asked.value
    }
    return status
  }

  #count({ failures, failureCount, pendingCount, isComplete }: PushStatus): void {
    this.#failed += failureCount
    if (!isComplete) this.#pending += pendingCount
    this.#failures.push(...failures.slice(0, FAILURES_SHOWN - this.#failures.length))
  }

  #tell(skip: number, why: Failed | undefined): number {
    const { lang, signal } = this.#context
    const isStopped = signal.aborted
    const [done, failed, pending] = [this.#done, this.#failed, this.#pending]
    const failures = this.#failures
    print(this.#context, { done, failed, pending, failures, stopped: isStopped, skip }, () => {
      const lines = [
        say(lang, 'pushed', { done, failed }),
        ...failures.map(failureText),
        ...(pending > 0 ? [say(lang, 'pending', { count: pending })] : []),
        ...(isStopped || why ? [say(lang, 'go-on', { skip })] : []),
      ]
      return `${lines.join('\n')}\n`
    })
    if (why) return this.#refuse(why)
    return isStopped || failed + pending > 0 ? EXIT.refused : EXIT.ok
  }

  #refuse({ code, at }: Failed): number {
    if (code !== 'not-json' && code !== 'size-one') return refuseCode(this.#context, code, at)
    complain(this.#context, { code, sentence: sayBoth(code), ...(at ? { at } : {}) })
    return EXIT.refused
  }
}
