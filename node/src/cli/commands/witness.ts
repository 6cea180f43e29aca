import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { runWitness } from '../../trust/witness-process.ts'
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
  },
  positionals: {},
  async run(context) {
    const { name, host = '127.0.0.1', port, log } = context.args.options
    await runWitness({
      dataDir: context.dataDir,
      listen: { host, port },
      name,
      logs: log ?? [],
      crypto: createNodeCrypto(),
      signal: context.signal,
      onListening: (started) => print(context, started, ({ vkey, url }) => `${vkey}\n${url}\n`),
      onRefused: (refused) => context.err.write(`${JSON.stringify(refused)}\n`),
      onEquivocation: (found) =>
        context.err.write(`${JSON.stringify({ equivocation: found.origin })}\n`),
      onError: (error) => context.err.write(`${String(error)}\n`),
    })
    return EXIT.ok
  },
})
