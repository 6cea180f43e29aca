import { resolve } from 'node:path'
import { TaxiiClient, type TaxiiVersion } from '@concert/taxii'
import { readCredentials } from '../../../feeds/credentials.ts'
import { FeedError, feedSentence } from '../../../feeds/feed-codes.ts'
import { AddressPolicy, parseNetwork } from '../../../outbound/address-policy.ts'
import { OutboundClient } from '../../../outbound/outbound-client.ts'
import { OutboundError } from '../../../outbound/outbound-fault.ts'
import { type CommandContext, EXIT } from '../../command.ts'
import { complain } from '../../output.ts'
import { sayBoth } from './texts.ts'

/** Options of every command that asks somebody else's server. */
export const SERVER_OPTIONS = {
  credentials: {
    type: 'string',
    value: 'file',
    summary: {
      en: 'file of mode 0600 with one line: basic USER:PASSWORD, bearer TOKEN or header NAME: VALUE',
      zh: '权限为 0600 的单行文件：basic USER:PASSWORD、bearer TOKEN 或 header NAME: VALUE',
    },
  },
  'taxii-version': {
    type: 'string',
    value: 'version',
    choices: ['2.1', '2.0'],
    default: '2.1',
    summary: { en: 'version of TAXII; 2.0 is read only', zh: 'TAXII 版本；2.0 仅可读取' },
  },
  allow: {
    type: 'string',
    value: 'network',
    multiple: true,
    summary: {
      en: 'internal network that the server may be on, such as 10.0.0.0/8; plain http then takes credentials, too',
      zh: '服务器可处的内部网络，例如 10.0.0.0/8；此时明文 http 也可携带凭据',
    },
  },
} as const

/** What these options come to. */
export interface ServerOptions {
  readonly credentials: string | undefined
  readonly 'taxii-version': TaxiiVersion | undefined
  readonly allow: readonly string[]
}

type Context = Pick<CommandContext, 'lang' | 'json' | 'err' | 'signal'>

/** Runs something with a client; says what the server or the network did wrong. @returns exit code */
export async function withServer(
  context: Context,
  options: ServerOptions,
  run: (client: TaxiiClient) => Promise<number>,
): Promise<number> {
  const { allow, credentials, 'taxii-version': version = '2.1' } = options
  const bad = allow.find((text) => parseNetwork(text) === undefined)
  if (bad !== undefined) {
    complain(context, { code: 'allow', sentence: sayBoth('allow'), at: bad })
    return EXIT.usage
  }
  const outbound = new OutboundClient(new AddressPolicy(allow))
  try {
    const headers = await readCredentials(credentials && resolve(credentials))
    const { fetch } = outbound
    const { signal } = context
    return await run(new TaxiiClient({ fetch, version, headers, signal, now: Date.now }))
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return refuseCode(context, code)
  } finally {
    outbound.close()
  }
}

/** The code of an error that is the server's or the network's; undefined for what is a bug. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof OutboundError || error instanceof FeedError ? error.code : undefined
}

/** Says why a server gave nothing. @returns the exit code */
export function refuseCode(context: Context, code: string, at?: string): number {
  const sentence = feedSentence(code) ?? { en: code, zh: code }
  complain(context, { code, sentence, ...(at === undefined ? {} : { at }) })
  return EXIT.refused
}
