import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import type { MailboxProcessOptions } from '../../mailbox/mailbox-process.ts'
import { type RunningWitness, runWitness } from '../../trust/witness-process.ts'
import { defineCommand, EXIT } from '../command.ts'
import { print } from '../output.ts'

/** `concert witness`: a neutral witness as a process of its own. */
export const witness = defineCommand({
  options: {
    name: {
      type: 'string',
      value: 'name',
      required: true,
      summary: {
        en: 'name in signature lines, such as witness.example',
        zh: '签名行中的名称，例如 witness.example',
      },
    },
    host: {
      type: 'string',
      value: 'host',
      default: '127.0.0.1',
      summary: { en: 'address to listen on', zh: '监听地址' },
    },
    port: {
      type: 'integer',
      value: 'port',
      min: 0,
      max: 65_535,
      required: true,
      summary: { en: 'port to listen on; 0 takes a free one', zh: '监听端口；0 表示任取空闲端口' },
    },
    log: {
      type: 'string',
      value: 'vkey',
      multiple: true,
      summary: {
        en: 'vkey of a log to witness; more stand in logs.txt of the data folder',
        zh: '要见证的日志的 vkey；其余写在数据文件夹的 logs.txt 中',
      },
    },
    mailbox: {
      type: 'boolean',
      summary: {
        en: 'also hold sealed parcels for nodes that are silent, and sign tenders',
        zh: '同时为未响应的节点保管密封包裹，并签署投递证明',
      },
    },
    node: {
      type: 'string',
      value: 'id',
      multiple: true,
      summary: {
        en: 'id of a node that the mailbox serves; more stand in nodes.txt of the data folder',
        zh: '信箱所服务节点的编号；其余写在数据文件夹的 nodes.txt 中',
      },
    },
    'keep-days': {
      type: 'integer',
      value: 'days',
      min: 1,
      max: 365,
      default: '30',
      summary: { en: 'how long a parcel waits', zh: '包裹的保管天数' },
    },
    'mailbox-mib': {
      type: 'integer',
      value: 'MiB',
      min: 16,
      max: 1_048_576,
      default: '1024',
      summary: {
        en: 'space for all parcels; one sender gets a quarter of it',
        zh: '全部包裹的空间上限；单一发送方最多占用四分之一',
      },
    },
  },
  positionals: {},
  async run(context) {
    const { name, host = '127.0.0.1', port, log, mailbox } = context.args.options
    await runWitness({
      ...(mailbox && { mailbox: mailboxOptions(context.args.options) }),
      dataDir: context.dataDir,
      listen: { host, port },
      name,
      logs: log ?? [],
      crypto: createNodeCrypto(),
      signal: context.signal,
      onListening: (started) => print(context, listening(started), startedText),
      onRefused: (refused) => context.err.write(`${JSON.stringify(refused)}\n`),
      onEquivocation: (found) =>
        context.err.write(`${JSON.stringify({ equivocation: found.origin })}\n`),
      onError: (error) => context.err.write(`${String(error)}\n`),
    })
    return EXIT.ok
  },
})

function mailboxOptions(options: {
  readonly node?: readonly string[] | undefined
  readonly 'keep-days'?: number | undefined
  readonly 'mailbox-mib'?: number | undefined
}): MailboxProcessOptions {
  const { node = [], 'keep-days': days = 30, 'mailbox-mib': mib = 1024 } = options
  const totalBytes = mib * 2 ** 20
  const keepMs = days * 24 * 60 * 60 * 1000
  return { nodes: node, limits: { totalBytes, senderBytes: totalBytes / 4, keepMs } }
}

type Listening = Pick<RunningWitness, 'vkey' | 'url' | 'mailbox'>

function listening({ vkey, url, mailbox }: RunningWitness | Listening): Listening {
  return { vkey, url, ...(mailbox && { mailbox }) }
}

function startedText({ vkey, url, mailbox }: Listening): string {
  const own = `${vkey}\n${url}\n`
  return mailbox ? `${own}${mailbox.vkey}\n${mailbox.url}\n` : own
}
