import type { Language } from '../../../i18n/language.ts'
import type { NewToken, TokenView } from '../../../taxii/token-desk.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { say } from './texts.ts'

const DAY_MS = 86_400_000

/** `concert taxii token add NAME`: the token is printed this once. */
export const tokenAdd = defineCommand({
  options: {
    tlp: {
      type: 'string',
      value: 'label',
      required: true,
      choices: ['clear', 'green', 'amber', 'amber+strict', 'red'],
      summary: { en: 'strictest TLP that it may see', zh: '可见内容的最高 TLP 级别' },
    },
    outside: {
      type: 'boolean',
      summary: {
        en: 'its holder is not of this party: what peers gave is shown only where the compact allows passing it on',
        zh: '持有者不属于本参与方：仅在合作约定允许转交时，才可见对等节点提供的内容',
      },
    },
    read: {
      type: 'string',
      value: 'collection',
      multiple: true,
      summary: {
        en: 'collection that it may read, by id or alias',
        zh: '可读取的集合（编号或别名）',
      },
    },
    write: {
      type: 'string',
      value: 'collection',
      multiple: true,
      summary: { en: 'collection that it may write', zh: '可写入的集合' },
    },
    days: {
      type: 'integer',
      value: 'number',
      min: 1,
      max: 3650,
      summary: { en: 'days until it expires; never by default', zh: '有效天数；默认永不过期' },
    },
    certificate: {
      type: 'string',
      value: 'sha256',
      summary: {
        en: 'SHA-256 of a client certificate that stands for the token (mutual TLS)',
        zh: '可代替令牌的客户端证书的 SHA-256（双向 TLS）',
      },
    },
  },
  positionals: { name: { summary: { en: 'whose it is', zh: '令牌持有者' } } },
  details: {
    en: 'Consumers show it as a bearer token, or with basic authentication as the password of any user name. The node keeps a keyed hash of it, so nobody can print it again.',
    zh: '使用方以 Bearer 令牌出示，或在基本认证中作为任意用户名的密码。节点只保存其带密钥的散列，因此无法再次显示。',
  },
  examples: ['concert taxii token add "SIEM" --tlp amber --read siem --days 365'],
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const { tlp, outside, read, write, days, certificate } = context.args.options
    const json: NewToken = {
      name: context.args.positionals.name,
      tlp,
      outside,
      read,
      write,
      ...(days !== undefined && { expires: Date.now() + days * DAY_MS }),
      ...(certificate !== undefined && { certificate }),
    }
    const path = '/api/v1/taxii/tokens'
    const answer = await admin.value.post<{ key: string; token: string }>(path, { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ key, token }) => {
      return `${say(context.lang, 'was-token', { key })}\n${token}\n`
    })
    return EXIT.ok
  },
})

/** `concert taxii token list` */
export const tokenList = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ tokens: readonly TokenView[] }>('/api/v1/taxii/tokens')
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ tokens }) => listText(context.lang, tokens))
    return EXIT.ok
  },
})

/** `concert taxii token revoke KEY` */
export const tokenRevoke = defineCommand({
  options: {},
  positionals: {
    key: { summary: { en: 'the token’s key, as the list shows it', zh: '列表中显示的令牌编号' } },
  },
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const json = { name: context.args.positionals.key }
    const answer = await admin.value.post<{ key: string }>('/api/v1/taxii/tokens/revoke', { json })
    if (!answer.ok) return reportRefusal(context, answer)
    print(context, answer.value, ({ key }) => `${say(context.lang, 'was-revoked', { key })}\n`)
    return EXIT.ok
  },
})

function listText(lang: Language, tokens: readonly TokenView[]): string {
  if (tokens.length === 0) return `${say(lang, 'none')}\n`
  return textTable(
    [
      { title: say(lang, 'token') },
      { title: say(lang, 'name') },
      { title: 'TLP' },
      { title: say(lang, 'state') },
      { title: say(lang, 'read') },
      { title: say(lang, 'write') },
    ],
    tokens.map((token) => [
      token.key,
      token.name,
      `${token.tlp.toUpperCase()}${token.outside ? ` (${say(lang, 'outside')})` : ''}`,
      stateText(lang, token),
      token.read.join(' '),
      token.write.join(' '),
    ]),
  )
}

function stateText(lang: Language, { revoked, expires }: TokenView): string {
  if (revoked !== null) return say(lang, 'revoked')
  return expires === null ? say(lang, 'valid') : say(lang, 'until', { time: expires })
}
