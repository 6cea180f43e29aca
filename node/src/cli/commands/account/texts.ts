import type { Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on accounts say. */
const TEXTS = {
  none: { en: 'No accounts yet.', zh: '尚无账户。' },
  id: { en: 'Account', zh: '账户' },
  name: { en: 'Name', zh: '姓名' },
  email: { en: 'Mail address', zh: '邮箱' },
  roles: { en: 'Roles', zh: '角色' },
  factors: { en: 'Signs in with', zh: '登录方式' },
  password: { en: 'password', zh: '密码' },
  passkey: { en: 'passkey', zh: '通行密钥' },
  code: { en: 'authenticator app', zh: '验证器应用' },
  disabled: { en: 'DISABLED', zh: '已停用' },
  credentials: {
    en: 'Account {id}, {email}\nPassword for the first sign-in: {password}\nIt is shown this once and has to be changed at the first sign-in.',
    zh: '账户 {id}，{email}\n首次登录密码：{password}\n该密码仅显示一次，首次登录时须修改。',
  },
  'was-changed': {
    en: '{name} ({id}): {roles}. All sessions of the account have ended.',
    zh: '{name}（{id}）：{roles}。该账户的所有会话已结束。',
  },
  'was-disabled': {
    en: '{name} ({id}) is disabled; all sessions have ended.',
    zh: '{name}（{id}）已停用，所有会话已结束。',
  },
  'was-enabled': { en: '{name} ({id}) may sign in again.', zh: '{name}（{id}）可重新登录。' },
  'setup-code': {
    en: 'Set-up code: {code}\nIt makes the first administrator of this node, once. Open the console and enter it there.',
    zh: '初始设置码：{code}\n用于设置本节点的首位管理员，仅可使用一次。请打开控制台并在其中输入。',
  },
  'setup-done': {
    en: 'This node is set up already: there is no set-up code any more.',
    zh: '本节点已完成初始设置，不再有初始设置码。',
  },
  'no-entries': { en: 'Nothing was done yet.', zh: '尚无操作记录。' },
  time: { en: 'Time', zh: '时间' },
  action: { en: 'Action', zh: '操作' },
  subject: { en: 'On', zh: '对象' },
  outcome: { en: 'Outcome', zh: '结果' },
  address: { en: 'From', zh: '来源' },
} as const

/** A sentence of the commands on accounts. */
export function accountText(
  lang: Language,
  key: keyof typeof TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][lang], params)
}
