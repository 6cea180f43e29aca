import { access } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Result, utf8 } from '@concert/core'
import { CONFIG_FILE } from '../../config/config.ts'
import { checkSettings } from '../../config/load.ts'
import { DEFAULT_PORT, defaultPort, defaultUrl } from '../../config/resolve.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { createFile, makePrivateFolder, PRIVATE_FILE } from '../../files/atomic-file.ts'
import { both } from '../../i18n/both.ts'
import type { Fault, Faults } from '../../i18n/faults.ts'
import { translate } from '../../i18n/translate.ts'
import { createKeys, KEYS_FOLDER } from '../../keys/create-keys.ts'
import type { KeySet } from '../../keys/key-set.ts'
import { loadKeys } from '../../keys/load-keys.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { complain, print } from '../output.ts'
import { textTable } from '../text-table.ts'

/** `concert init`: writes a configuration and keys, and never overwrites either. */
export const init = defineCommand({
  options: {
    host: {
      type: 'string',
      value: 'host[:port]',
      required: true,
      summary: { en: 'public name of the node', zh: '节点的公开主机名' },
    },
    'name-en': {
      type: 'string',
      value: 'text',
      required: true,
      summary: { en: 'name of the side in English', zh: '本方的英文名称' },
    },
    'name-zh': {
      type: 'string',
      value: 'text',
      required: true,
      summary: { en: 'name of the side in Chinese', zh: '本方的中文名称' },
    },
    economy: {
      type: 'string',
      value: 'code',
      required: true,
      summary: { en: 'economy, two letters of ISO 3166', zh: '经济体，ISO 3166 两位代码' },
    },
    port: {
      type: 'integer',
      value: 'port',
      min: 1,
      max: 65_535,
      default: String(DEFAULT_PORT),
      summary: {
        en: 'port to listen on; on a loopback host, the port of the host',
        zh: '监听端口；主机为回环地址时取主机名中的端口',
      },
    },
    'console-port': {
      type: 'integer',
      value: 'port',
      min: 1,
      max: 65_535,
      summary: {
        en: 'port of the web console on this machine; without it there is none',
        zh: '网页控制台在本机的端口；未指定时不启用控制台',
      },
    },
    url: {
      type: 'string',
      value: 'url',
      summary: {
        en: 'base URL that peers use; otherwise https:// and the host',
        zh: '对等节点使用的基础网址；未指定时为 https:// 加主机名',
      },
    },
  },
  positionals: {},
  details: {
    en: 'Writes concert.json and the folder keys into the data folder. Nothing is ever overwritten.',
    zh: '在数据文件夹中写入 concert.json 和 keys 文件夹，绝不覆盖已有内容。',
  },
  examples: [
    'concert init --host cert.example --name-en "Arden CERT" --name-zh "雅登应急中心" --economy XA',
    'concert init --host 127.0.0.1:7401 --name-en Arden --name-zh 雅登 --economy XA --data ./arden',
  ],
  async run(context) {
    const file = configFile(context.args.options)
    const faults = configFaults(context, file)
    if (faults.length > 0) return refuseOptions(context, faults)
    const path = join(context.dataDir, CONFIG_FILE)
    if (await exists(path)) return refuseExisting(context, path)
    await makePrivateFolder(context.dataDir)
    const keys = await ensureKeys(join(context.dataDir, KEYS_FOLDER))
    if (!keys.ok) return refuseKeys(context, keys)
    const text = `${JSON.stringify(file, null, 2)}\n`
    if (!(await createFile(path, utf8(text), PRIVATE_FILE))) return refuseExisting(context, path)
    print(context, report(context, file.host, keys), (made) => reportText(context, made))
    return EXIT.ok
  },
})

interface InitOptions {
  readonly host: string
  readonly 'name-en': string
  readonly 'name-zh': string
  readonly economy: string
  readonly port: number | undefined
  readonly url: string | undefined
  readonly 'console-port': number | undefined
}

const OPTION_OF: Readonly<Record<string, string>> = {
  'names.en': '--name-en',
  'names.zh': '--name-zh',
  'listen.port': '--port',
  'console.port': '--console-port',
}

function configFile(options: InitOptions) {
  const { host, economy } = options
  return {
    host,
    names: { en: options['name-en'], zh: options['name-zh'] },
    economy,
    url: options.url ?? defaultUrl(host),
    listen: { host: '127.0.0.1', port: options.port ?? defaultPort(host) },
    ...(options['console-port'] !== undefined && { console: { port: options['console-port'] } }),
    witnesses: [],
    quorum: 0,
  }
}

/** Faults of the options, named by them. The environment has its say when the node starts. */
function configFaults(context: CommandContext, file: ReturnType<typeof configFile>): Fault[] {
  const { dataDir } = context
  const checked = checkSettings({ dataDir, env: {}, file, secrets: {}, faults: [] })
  if (checked.ok) return []
  return checked.faults.map((found) => ({
    ...found,
    at: OPTION_OF[found.at] ?? `--${found.at}`,
  }))
}

interface Keys {
  readonly ok: true
  readonly value: KeySet
  /** Whether they were there before: from a first attempt that was cut short, or a backup. */
  readonly areKept: boolean
  readonly folder: string
}

async function ensureKeys(folder: string): Promise<Keys | Faults> {
  const crypto = createNodeCrypto()
  const made: Result<KeySet> = await createKeys({ folder, crypto, now: Date.now() })
  if (made.ok) return { ...made, areKept: false, folder }
  const found = await loadKeys({ folder, crypto })
  return found.ok ? { ...found, areKept: true, folder } : found
}

interface Report {
  readonly host: string
  readonly dataDir: string
  readonly config: string
  readonly keysFolder: string
  readonly keysKept: boolean
  readonly keys: readonly {
    readonly use: string
    readonly alg: string
    readonly id: string
    readonly file: string
  }[]
}

function report({ dataDir }: CommandContext, host: string, keys: Keys): Report {
  const listed = keys.value.all.map(({ use, alg, id, fileName }) => {
    return { use, alg, id, file: fileName }
  })
  const config = join(dataDir, CONFIG_FILE)
  return {
    host,
    dataDir,
    config,
    keysFolder: keys.folder,
    keysKept: keys.areKept,
    keys: listed,
  }
}

function reportText({ lang, dataDir, env }: CommandContext, made: Report): string {
  const folder = made.keysFolder
  const isUsual = dataDir === join(process.cwd(), 'concert-data') || dataDir === env.CONCERT_DATA
  const command = isUsual ? 'concert serve' : `concert serve --data ${shellWord(dataDir)}`
  const columns = (['init.key-use', 'init.key-alg', 'init.key-id', 'init.key-file'] as const).map(
    (key) => ({ title: translate(lang, key) }),
  )
  const steps = [
    translate(lang, 'init.next.config', { file: made.config }),
    translate(lang, 'init.next.serve', { command }),
    translate(lang, 'init.next.root', { folder }),
    translate(lang, 'init.next.peer'),
  ]
  return [
    `${translate(lang, 'init.done', { host: made.host, dataDir })}\n`,
    made.keysKept ? `${translate(lang, 'init.kept', { folder })}\n` : '',
    '\n',
    textTable(
      columns,
      made.keys.map(({ use, alg, id, file }) => [use, alg, id, file]),
    ),
    `\n${translate(lang, 'init.next')}\n`,
    ...steps.map((step, i) => `  ${i + 1}. ${step}\n`),
  ].join('')
}

/** A path as a shell takes it back. */
function shellWord(path: string): string {
  const near = relative(process.cwd(), path)
  const short = near.startsWith('..') ? path : `./${near}`
  return /^[\w./:@%+=-]+$/.test(short) ? short : `'${short.replaceAll("'", "'\\''")}'`
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function refuseOptions(context: CommandContext, faults: readonly Fault[]): number {
  const sentence = both('init.options', { count: faults.length })
  complain(context, { code: 'init-options', sentence, faults })
  return EXIT.usage
}

function refuseExisting(context: CommandContext, file: string): number {
  complain(context, { code: 'already-initialised', sentence: both('init.exists', { file }) })
  return EXIT.refused
}

function refuseKeys(context: CommandContext, { faults }: Faults): number {
  const folder = join(context.dataDir, KEYS_FOLDER)
  complain(context, { code: 'keys-exist', sentence: both('init.keys-exist', { folder }), faults })
  return EXIT.configuration
}
