import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CryptoPort } from '@concert/core'
import { parseVkey } from '@concert/tlog'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import type { PeerView } from '../../federation/peers.ts'
import { createFile, makePrivateFolder, PRIVATE_FILE } from '../../files/atomic-file.ts'
import { both } from '../../i18n/both.ts'
import { translate } from '../../i18n/translate.ts'
import {
  checkAlarms,
  formatAlarms,
  MAX_ALARM_BYTES,
  parseAlarms,
} from '../../monitor/alarm-file.ts'
import { type Alarm, listAlarms } from '../../monitor/alarms.ts'
import { type FollowedLog, follow, type Gossip, logAt } from '../../monitor/follow.ts'
import { openStore } from '../../store/open-store.ts'
import type { Store } from '../../store/store.ts'
import { type AdminClient, connectAdmin, reportRefusal } from '../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../command.ts'
import { checkedText, type Watched, watchedText } from '../monitor-text.ts'
import { complain, print } from '../output.ts'

/** `concert monitor [LOG…]`: follows logs of others and keeps proofs of misbehaviour. */
export const monitor = defineCommand({
  options: {
    once: { type: 'boolean', summary: { en: 'look once and end', zh: '只检查一次即结束' } },
    every: {
      type: 'integer',
      value: 'seconds',
      min: 1,
      max: 86_400,
      default: '300',
      summary: { en: 'time between two looks', zh: '两次检查的间隔（秒）' },
    },
    witness: {
      type: 'string',
      value: 'url',
      multiple: true,
      summary: {
        en: 'prefix of a witness that is asked what it was shown of the logs',
        zh: '见证方的网址前缀，向其查询所见的日志检查点',
      },
    },
    export: {
      type: 'string',
      value: 'file',
      summary: {
        en: 'write all alarms to a file, never overwritten',
        zh: '将全部警报写入文件，绝不覆盖',
      },
    },
    check: {
      type: 'string',
      value: 'file',
      summary: { en: 'check an exported file, offline', zh: '离线核验导出的文件' },
    },
  },
  positionals: {
    log: {
      optional: true,
      many: true,
      summary: {
        en: 'a peer (name, host or node id), or VKEY@URL of any log; all peers by default',
        zh: '对等节点（名称、主机或节点编号），或任一日志的 VKEY@网址；默认为全部对等节点',
      },
    },
  },
  details: {
    en: 'Compares what a log shows here with what it has shown before, in parcels, to witnesses and to other peers. For peers the node must run; a log given as VKEY@URL needs no node, what is seen of it is kept in monitor.db of the data folder. Exit code 1 when a log is caught or does not prove what it must.',
    zh: '将日志当前出示的内容与其以往在包裹中、向见证方及其他对等节点出示的内容相比对。检查对等节点时本节点须在运行；以 VKEY@网址 指定的日志无需节点，所见内容保存在数据文件夹的 monitor.db 中。发现日志自相矛盾或未能给出应有的证明时，退出码为 1。',
  },
  examples: [
    'concert monitor --once',
    'concert monitor belmar.example/concert/v1/log+1234abcd+AQ…@https://belmar.example/concert/v1/log --once',
  ],
  async run(context) {
    const { options, positionals } = context.args
    if (options.check !== undefined) return await checkFile(context, options.check)
    const crypto = createNodeCrypto()
    const words = positionals.log ?? []
    const external = words.filter((word) => word.includes('@http'))
    const logs = external.flatMap((word) => logOf(crypto, word) ?? [])
    if (logs.length < external.length) {
      complain(context, { code: 'log-form', sentence: both('monitor.log-form') })
      return EXIT.usage
    }
    const names = words.filter((word) => !external.includes(word))
    const peers =
      names.length > 0 || external.length === 0 ? await nodeSide(context, names) : undefined
    if (typeof peers === 'number') return peers
    const gossip = (options.witness ?? []).map((url) => ({
      name: url,
      url: url.replace(/\/$/, ''),
    }))
    const store = logs.length > 0 ? await openMonitorStore(context.dataDir) : undefined
    try {
      const look = async () =>
        merge(await lookAtLogs(context, crypto, store, logs, gossip), await peers?.())
      return await watch(context, options, look)
    } finally {
      await store?.close()
    }
  },
})

type Voice = Pick<CommandContext, 'signal' | 'lang' | 'json' | 'out' | 'err'>

interface Pace {
  readonly once: boolean
  readonly every?: number | undefined
  readonly export?: string | undefined
}

async function watch(
  context: Voice,
  { once, every = 300, export: file }: Pace,
  look: () => Promise<Watched | number>,
): Promise<number> {
  let worst: number = EXIT.ok
  for (;;) {
    const watched = await look()
    if (typeof watched === 'number') return watched
    print(context, watched, () => watchedText(context, watched))
    worst = Math.max(worst, exitCode(watched))
    if (file !== undefined) return await exportAlarms(context, file, watched.alarms, worst)
    if (once) return worst
    await pause(every * 1000, undefined, { signal: context.signal }).catch(() => undefined)
    if (context.signal.aborted) return worst
  }
}

/** A log that lies, or that does not prove what it must, or an alarm from before. */
function exitCode({ reports, alarms }: Watched): number {
  const isCaught = reports.some(({ state }) => state === 'split-view' || state === 'unproven')
  if (isCaught || alarms.length > 0) return EXIT.refused
  return reports.some(({ state }) => state === 'unreachable') ? EXIT.unreachable : EXIT.ok
}

/** Reads `VKEY@URL`. */
function logOf(crypto: CryptoPort, word: string): FollowedLog | undefined {
  const at = word.lastIndexOf('@http')
  const key = parseVkey(crypto.sha256, word.slice(0, at))
  const url = word.slice(at + 1).replace(/\/$/, '')
  return key.ok && URL.canParse(url) ? logAt(key.value, url) : undefined
}

async function openMonitorStore(dataDir: string): Promise<Store> {
  await makePrivateFolder(dataDir)
  return await openStore({ kind: 'sqlite', path: join(dataDir, 'monitor.db') })
}

async function lookAtLogs(
  context: Pick<CommandContext, 'err'>,
  crypto: CryptoPort,
  store: Store | undefined,
  logs: readonly FollowedLog[],
  gossip: readonly Gossip[],
): Promise<Watched> {
  if (!store) return { reports: [], alarms: [] }
  const onAlarm = () => context.err.write('\u0007')
  const deps = { store, crypto, now: Date.now, onAlarm }
  const reports = await Promise.all(
    logs.map(async (log) => (await follow(deps, log, gossip)).report),
  )
  return { reports, alarms: await listAlarms(store.read) }
}

function merge(own: Watched, ofNode: Watched | number | undefined): Watched | number {
  if (typeof ofNode === 'number') return ofNode
  if (ofNode === undefined) return own
  return {
    reports: [...own.reports, ...ofNode.reports],
    alarms: [...own.alarms, ...ofNode.alarms],
  }
}

/** How the running node is asked about peers, or the exit code when it can't be. */
async function nodeSide(
  context: CommandContext,
  names: readonly string[],
): Promise<number | (() => Promise<Watched | number>)> {
  const admin = await connectAdmin(context)
  if (!admin.ok) return reportRefusal(context, admin)
  const wanted = await originsOf(context, admin.value, names)
  if (typeof wanted === 'number') return wanted
  return async () => {
    const answer = await admin.value.post<Watched>('/api/v1/monitor')
    if (!answer.ok) return reportRefusal(context, answer)
    const { reports, alarms } = answer.value
    const isWanted = ({ origin }: { readonly origin: string }) =>
      wanted === undefined || wanted.some((host) => origin.startsWith(`${host}/`))
    return { reports: reports.filter(isWanted), alarms: alarms.filter(isWanted) }
  }
}

async function originsOf(
  context: CommandContext,
  admin: AdminClient,
  names: readonly string[],
): Promise<readonly string[] | undefined | number> {
  if (names.length === 0) return undefined
  const answer = await admin.get<{ readonly peers: readonly PeerView[] }>('/api/v1/peers')
  if (!answer.ok) return reportRefusal(context, answer)
  const hosts: string[] = []
  for (const name of names) {
    const found = answer.value.peers.find((peer) =>
      [peer.node, peer.host, peer.names.en, peer.names.zh].includes(name),
    )
    if (!found) {
      complain(context, { code: 'unknown-peer', sentence: both('monitor.unknown', { name }) })
      return EXIT.refused
    }
    hosts.push(found.host)
  }
  return hosts
}

async function exportAlarms(
  context: Pick<CommandContext, 'lang' | 'json' | 'out' | 'err'>,
  file: string,
  alarms: readonly Alarm[],
  code: number,
): Promise<number> {
  const path = resolve(file)
  if (!(await createFile(path, formatAlarms(alarms), PRIVATE_FILE))) {
    complain(context, { code: 'file-exists', sentence: both('evidence.exists', { file: path }) })
    return EXIT.refused
  }
  if (!context.json) {
    const count = alarms.length
    context.out.write(`${translate(context.lang, 'monitor.exported', { count, file: path })}\n`)
  }
  return code
}

async function checkFile(context: CommandContext, file: string): Promise<number> {
  const bytes = await readBounded(file)
  const alarms = bytes && parseAlarms(bytes)
  if (!alarms?.ok) {
    complain(context, {
      code: bytes ? 'malformed' : 'file-unreadable',
      sentence: both('monitor.check-file', { file }),
      ...(alarms?.at === undefined ? {} : { at: alarms.at }),
    })
    return EXIT.usage
  }
  const checked = await checkAlarms(createNodeCrypto(), alarms.value)
  print(context, { alarms: checked }, () => checkedText(context, checked))
  return checked.some(({ proven }) => proven) ? EXIT.refused : EXIT.ok
}

async function readBounded(file: string): Promise<Uint8Array | undefined> {
  try {
    const info = await stat(file)
    return info.isFile() && info.size <= MAX_ALARM_BYTES ? await readFile(file) : undefined
  } catch {
    return undefined
  }
}
