import { resolve } from 'node:path'
import { type HttpPort, TaxiiClient, type TaxiiVersion } from '@concert/taxii'
import { type FeedCredentials, readCredentials, readIdentity } from '../../../feeds/credentials.ts'
import { FeedError, feedSentence } from '../../../feeds/feed-codes.ts'
import { AddressPolicy, parseNetwork } from '../../../outbound/address-policy.ts'
import { OutboundClient } from '../../../outbound/outbound-client.ts'
import { OutboundError } from '../../../outbound/outbound-fault.ts'
import { type CommandContext, EXIT } from '../../command.ts'
import { complain } from '../../output.ts'
import { hintOf, sayBoth } from './texts.ts'

/** Options of every command that asks somebody else's server. */
export const SERVER_OPTIONS = {
  credentials: {
    type: 'string',
    value: 'file',
    summary: {
      en: 'file of mode 0600 with a line: basic USER:PASSWORD, bearer TOKEN or header NAME: VALUE; for a client certificate the lines certificate FILE and key FILE, for authorities of its own authorities FILE',
      zh: '权限为 0600 的文件，含一行 basic USER:PASSWORD、bearer TOKEN 或 header NAME: VALUE；客户端证书用 certificate FILE 与 key FILE 两行，自有颁发机构用 authorities FILE 一行',
    },
  },
  cert: {
    type: 'string',
    value: 'file',
    summary: {
      en: 'client certificate that the server is shown, PEM; needs --key',
      zh: '向服务器出示的客户端证书（PEM）；须同时给出 --key',
    },
  },
  key: {
    type: 'string',
    value: 'file',
    summary: { en: 'its private key, PEM, mode 0600', zh: '其私钥（PEM，权限 0600）' },
  },
  ca: {
    type: 'string',
    value: 'file',
    summary: {
      en: "authorities that are believed beside the system's, PEM",
      zh: '除系统之外还信任的证书颁发机构（PEM）',
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
  readonly cert: string | undefined
  readonly key: string | undefined
  readonly ca: string | undefined
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
  const { allow, 'taxii-version': version = '2.1' } = options
  const bad = allow.find((text) => parseNetwork(text) === undefined)
  if (bad !== undefined) {
    complain(context, { code: 'allow', sentence: sayBoth('allow'), at: bad })
    return EXIT.usage
  }
  const outbound = new OutboundClient(new AddressPolicy(allow))
  try {
    const { headers: secret, identity } = await credentialsOf(options)
    // What a server says of single objects is for whoever reads it here.
    const headers = { 'accept-language': LANGUAGES[context.lang], ...secret }
    const fetch: HttpPort = (url, init) => outbound.fetch(url, { ...init, identity })
    const { signal } = context
    return await run(new TaxiiClient({ fetch, version, headers, signal, now: Date.now }))
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    const isFile = code === 'feed-credentials'
    return refuseCode(context, code, isFile ? options.credentials : undefined)
  } finally {
    outbound.close()
  }
}

const LANGUAGES = { en: 'en', zh: 'zh-CN, zh;q=0.9, en;q=0.5' } as const

/** What the options say goes before what the file of credentials says. */
async function credentialsOf(options: ServerOptions): Promise<FeedCredentials> {
  const { credentials, cert, key, ca } = options
  const read = await readCredentials(credentials && resolve(credentials))
  const identity = await readIdentity({ certificate: cert, key, authorities: ca })
  return { ...read, ...(identity && { identity: { ...read.identity, ...identity } }) }
}

/** The code of an error that is the server's or the network's; undefined for what is a bug. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof OutboundError || error instanceof FeedError ? error.code : undefined
}

/** Says why a server gave nothing. @returns the exit code */
export function refuseCode(context: Context, code: string, at?: string): number {
  const said = feedSentence(code) ?? { en: code, zh: code }
  const hint = hintOf(code)
  const sentence = hint ? { en: `${said.en} ${hint.en}`, zh: `${said.zh}${hint.zh}` } : said
  complain(context, { code, sentence, ...(at === undefined ? {} : { at }) })
  return EXIT.refused
}
