import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pull, type TaxiiClient } from '@concert/taxii'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { complain, print } from '../../output.ts'
import { createProgress, type Progress } from '../../progress.ts'
import { codeOf, refuseCode, SERVER_OPTIONS, withServer } from './connect.ts'
import { PullFile } from './pull-file.ts'
import { say, sayBoth } from './texts.ts'

/** Failures in a row after which a pull gives up. */
const TRIES = 5
const LONGEST_WAIT_MS = 60_000
/** What may be better in a moment. */
const PASSING = ['taxii-busy', 'unreachable', 'too-slow']

/** `concert taxii pull ROOT COLLECTION FILE`: goes on where the last one ended. */
export const taxiiPull = defineCommand({
  options: {
    ...SERVER_OPTIONS,
    limit: {
      type: 'integer',
      value: 'number',
      min: 1,
      max: 100_000,
      default: '1000',
      summary: { en: 'objects to ask for in one page', zh: '每页请求的对象数' },
    },
  },
  positionals: {
    root: { summary: { en: 'URL of the API root', zh: 'API 根的网址' } },
    collection: { summary: { en: 'id of the collection', zh: '集合编号' } },
    file: {
      summary: {
        en: 'file to write objects to, one a line; FILE.cursor keeps the place',
        zh: '写入对象的文件，每行一个；位置保存在 FILE.cursor 中',
      },
    },
  },
  details: {
    en: 'Every page is in the file before its place is kept, and what was cut off while it was written is cut away: a pull that ends anywhere, by Ctrl-C or a crash, goes on with the same command, nothing missed and nothing twice. Once everything is there, the same command fetches what is new. Objects are written as they came; take them in with `concert import FILE`.',
    zh: '每页先写入文件，再保存位置；写到一半的内容会被截去：无论因 Ctrl-C 还是崩溃而中断，再次运行同一命令即可继续，不遗漏、不重复。全部取完后，同一命令只取新增内容。对象按原样写入；可用 `concert import FILE` 导入。',
  },
  examples: [
    'concert taxii pull https://taxii.example/api/ 91a7b528-80eb-42ed-a74d-c6fbd5a26116 peer.ndjson --credentials ./taxii.secret',
  ],
  async run(context) {
    const { root, collection, file: name } = context.args.positionals
    return await withServer(context, context.args.options, async (client) => {
      const file = await PullFile.open(resolve(name), { root, collection })
      if (typeof file === 'string') {
        complain(context, { code: file, sentence: sayBoth(file, { file: name }) })
        return EXIT.refused
      }
      try {
        return await pullInto(context, client, file)
      } finally {
        await file.close()
      }
    })
  },
})

type Context = Pick<CommandContext, 'lang' | 'json' | 'out' | 'err' | 'signal'> & {
  readonly args: {
    readonly options: { readonly limit: number | undefined }
    readonly positionals: Readonly<Record<'root' | 'collection' | 'file', string>>
  }
}

async function pullInto(context: Context, client: TaxiiClient, file: PullFile): Promise<number> {
  const { lang, signal, args } = context
  const progress = createProgress(context.err, Date.now)
  const before = file.objects
  let faults = 0
  let failure: { code: string; at?: string | undefined } | undefined
  for (let failed = 0; failed < TRIES && !signal.aborted; failed++) {
    if (failed > 0 && failure) await wait(context, progress, file, failed, failure.code)
    const have = file.objects
    failure = await pullOnce(context, client, file, (bad) => {
      faults += bad
      progress.update(say(lang, 'progress', { objects: file.objects }))
    })
    if (failure === undefined || !PASSING.includes(failure.code)) break
    // What made some way begins to count anew.
    if (file.objects > have) failed = 0
  }
  progress.clear()
  const objects = file.objects - before
  const isStopped = signal.aborted
  print(context, { objects, faults, total: file.objects, stopped: isStopped }, () => {
    const done = say(lang, 'pulled', { objects, faults, file: args.positionals.file })
    return `${done}\n${isStopped || failure ? `${say(lang, 'stopped')}\n` : ''}`
  })
  if (isStopped) return EXIT.refused
  return failure === undefined ? EXIT.ok : refuseCode(context, failure.code, failure.at)
}

/** @returns why it ended before the end; undefined when everything is there, or it was stopped */
async function pullOnce(
  { args, signal }: Context,
  client: TaxiiClient,
  file: PullFile,
  onPage: (faults: number) => void,
): Promise<{ code: string; at?: string | undefined } | undefined> {
  const { root, collection } = args.positionals
  const { limit = 1000 } = args.options
  const pages = pull(client, { root, collection, from: file.cursor, limit })
  try {
    for (;;) {
      const step = await pages.next()
      if (step.done) return step.value.ok ? undefined : step.value
      const { objects, faults, cursor } = step.value
      await file.add(objects, cursor)
      onPage(faults.length)
      if (signal.aborted) return undefined
    }
  } catch (error) {
    if (signal.aborted) return undefined
    const code = codeOf(error)
    if (code === undefined) throw error
    return { code }
  }
}

async function wait(
  { lang, signal }: Context,
  progress: Progress,
  { objects }: PullFile,
  failed: number,
  why: string,
): Promise<void> {
  const ms = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (failed - 1))
  progress.update(say(lang, 'waiting', { objects, seconds: ms / 1000, why }))
  await pause(ms, undefined, { signal }).catch(() => undefined)
}
