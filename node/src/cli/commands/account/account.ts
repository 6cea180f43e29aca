import type { AccountView, Credentials } from '../../../accounts/accounts.ts'
import { ROLE_TEXTS, ROLES, type Role } from '../../../accounts/roles.ts'
import { SetupCode } from '../../../accounts/setup-code.ts'
import { LANGUAGES } from '../../../i18n/language.ts'
import { connectAdmin, reportRefusal } from '../../admin-client.ts'
import { type CommandContext, defineCommand, EXIT } from '../../command.ts'
import { print } from '../../output.ts'
import { textTable } from '../../text-table.ts'
import { accountText } from './texts.ts'

const ROLE_OPTION = {
  type: 'string',
  value: 'role',
  required: true,
  multiple: true,
  choices: ROLES,
  summary: { en: 'a role; may be given more than once', zh: '角色，可多次给出' },
} as const

const ACCOUNT = { summary: { en: 'id or mail address', zh: '账户编号或邮箱' } } as const

/** `concert account add EMAIL`: makes an account and shows its first password once. */
export const accountAdd = defineCommand({
  options: {
    name: {
      type: 'string',
      value: 'name',
      required: true,
      summary: { en: 'name of the person', zh: '人员姓名' },
    },
    role: ROLE_OPTION,
    language: {
      type: 'string',
      value: 'lang',
      choices: LANGUAGES,
      summary: { en: 'language of the console for them', zh: '该人员使用的控制台语言' },
    },
  },
  positionals: { email: { summary: { en: 'mail address', zh: '邮箱' } } },
  examples: ['concert account add mei@cert.example --name "Mei 梅" --role duty-officer'],
  async run(context) {
    const { name, role, language } = context.args.options
    const json = {
      email: context.args.positionals.email,
      name,
      roles: role,
      ...(language !== undefined && { language }),
    }
    return await credentials(context, '/api/v1/accounts', json)
  },
})

/** `concert account reset ACCOUNT`: a new password, no second factor, no sessions. */
export const accountReset = defineCommand({
  options: {},
  positionals: { account: ACCOUNT },
  async run(context) {
    const { account } = context.args.positionals
    return await credentials(context, '/api/v1/accounts/reset', { account })
  },
})

/** `concert account list`. */
export const accountList = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ accounts: readonly AccountView[] }>('/api/v1/accounts')
    if (!answer.ok) return reportRefusal(context, answer)
    const { lang } = context
    print(context, answer.value, ({ accounts }) => {
      if (accounts.length === 0) return `${accountText(lang, 'none')}\n`
      const columns = ['id', 'name', 'email', 'roles', 'factors'] as const
      return textTable(
        [...columns.map((key) => ({ title: accountText(lang, key) })), { title: '' }],
        accounts.map((account) => [
          account.id,
          account.name,
          account.email,
          rolesText(context, account.roles),
          account.factors.map((factor) => accountText(lang, factor)).join(', '),
          account.disabled ? accountText(lang, 'disabled') : '',
        ]),
      )
    })
    return EXIT.ok
  },
})

/** `concert account roles ACCOUNT --role …`: gives other roles. */
export const accountRoles = defineCommand({
  options: { role: ROLE_OPTION },
  positionals: { account: ACCOUNT },
  examples: ['concert account roles mei@cert.example --role analyst --role duty-officer'],
  async run(context) {
    const { account } = context.args.positionals
    const json = { account, roles: context.args.options.role }
    return await change(context, '/api/v1/accounts/roles', json, 'was-changed')
  },
})

/** `concert account disable ACCOUNT`: bars an account and ends its sessions. */
export const accountDisable = defineCommand({
  options: {},
  positionals: { account: ACCOUNT },
  async run(context) {
    const json = { account: context.args.positionals.account }
    return await change(context, '/api/v1/accounts/disable', json, 'was-disabled')
  },
})

/** `concert account enable ACCOUNT`. */
export const accountEnable = defineCommand({
  options: {},
  positionals: { account: ACCOUNT },
  async run(context) {
    const json = { account: context.args.positionals.account }
    return await change(context, '/api/v1/accounts/enable', json, 'was-enabled')
  },
})

/** `concert setup-code`: shows the code that makes the first administrator. */
export const setupCode = defineCommand({
  options: {},
  positionals: {},
  async run(context) {
    const admin = await connectAdmin(context)
    if (!admin.ok) return reportRefusal(context, admin)
    const answer = await admin.value.get<{ readonly open: boolean }>('/api/v1/setup')
    if (!answer.ok) return reportRefusal(context, answer)
    const code = answer.value.open ? await new SetupCode(context.dataDir).ensure() : null
    print(context, { code }, () => {
      const { lang } = context
      return `${code === null ? accountText(lang, 'setup-done') : accountText(lang, 'setup-code', { code })}\n`
    })
    return EXIT.ok
  },
})

type Voice = Omit<CommandContext, 'args'>

async function credentials(context: Voice, path: string, json: object): Promise<number> {
  const admin = await connectAdmin(context)
  if (!admin.ok) return reportRefusal(context, admin)
  const answer = await admin.value.post<Credentials>(path, { json })
  if (!answer.ok) return reportRefusal(context, answer)
  print(context, answer.value, (made) => {
    return `${accountText(context.lang, 'credentials', { ...made })}\n`
  })
  return EXIT.ok
}

async function change(
  context: Voice,
  path: string,
  json: object,
  done: 'was-changed' | 'was-disabled' | 'was-enabled',
): Promise<number> {
  const admin = await connectAdmin(context)
  if (!admin.ok) return reportRefusal(context, admin)
  const answer = await admin.value.post<AccountView>(path, { json })
  if (!answer.ok) return reportRefusal(context, answer)
  print(context, answer.value, ({ id, name, roles }) => {
    return `${accountText(context.lang, done, { id, name, roles: rolesText(context, roles) })}\n`
  })
  return EXIT.ok
}

function rolesText({ lang }: Pick<CommandContext, 'lang'>, roles: readonly Role[]): string {
  return roles.map((role) => ROLE_TEXTS[role].name[lang]).join(lang === 'zh' ? '、' : ', ')
}
