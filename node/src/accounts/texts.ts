import type { FastifyReply } from 'fastify'
import type { Bilingual } from '../i18n/language.ts'
import type { AccountRefusal } from './accounts.ts'

/** Why signing in or something in an account is refused. */
export type SignInRefusal =
  | 'sign-in-failed'
  | 'sign-in-barred'
  | 'code-wrong'
  | 'code-expired'
  | 'passkey-failed'
  | 'password-wrong'
  | 'signed-out'
  | 'role-missing'
  | 'personal'
  | 'no-entry'
  | 'csrf'
  | 'origin'
  | 'second-factor'
  | 'new-password'
  | 'last-factor'
  | 'session-old'
  | 'too-many-requests'
  | 'too-many-streams'
  | 'oidc-off'
  | 'oidc-unreachable'
  | 'console-off'
  | 'act-done'
  | 'act-begun'
  | 'not-found'
  | 'bad-request'

/** Every code of accounts and of the console. */
export type ConsoleCode = SignInRefusal | AccountRefusal

/** One sentence for each code, in both languages. */
const SENTENCES: Readonly<Record<ConsoleCode, Bilingual>> = {
  'sign-in-failed': {
    en: 'Address or password is not right, or the account may not sign in.',
    zh: '邮箱或密码不正确，或该账户不允许登录。',
  },
  'sign-in-barred': {
    en: 'Too many failed attempts. Wait, or sign in with a passkey.',
    zh: '失败次数过多。请稍候再试，或使用通行密钥登录。',
  },
  'code-wrong': { en: 'The code is not right.', zh: '验证码不正确。' },
  'code-expired': {
    en: 'The time for the code is over. Begin again with the password.',
    zh: '验证时限已过，请重新输入密码登录。',
  },
  'passkey-failed': {
    en: 'The passkey was not accepted.',
    zh: '通行密钥未被接受。',
  },
  'password-wrong': { en: 'The present password is not right.', zh: '当前密码不正确。' },
  'signed-out': { en: 'Sign in first.', zh: '请先登录。' },
  'role-missing': {
    en: 'Your roles do not allow this. Nothing was changed.',
    zh: '您的角色无此权限。未作任何更改。',
  },
  personal: {
    en: 'Only a person who is signed in may do this, not an API key.',
    zh: '此操作须由已登录的人员进行，不能使用接口密钥。',
  },
  'no-entry': {
    en: 'The table of permissions does not name this route, so nobody may use it.',
    zh: '权限表中没有该接口，因此任何人均不得使用。',
  },
  csrf: {
    en: 'The page is no longer current. Load it again; nothing was changed.',
    zh: '页面已过期，请重新加载。未作任何更改。',
  },
  origin: {
    en: 'This request did not come from the console of this node. Nothing was changed.',
    zh: '该请求不是来自本节点的控制台。未作任何更改。',
  },
  'second-factor': {
    en: 'First sign in with a second factor, or set one up: a passkey or an authenticator app.',
    zh: '请先使用第二重验证登录，或设置一种：通行密钥或验证器应用。',
  },
  'new-password': { en: 'First choose a password of your own.', zh: '请先设置您自己的密码。' },
  'last-factor': {
    en: 'This is your last second factor. Set another one up first.',
    zh: '这是您仅有的第二重验证方式，请先设置另一种。',
  },
  'session-old': { en: 'Sign in again for this.', zh: '进行此操作须重新登录。' },
  'too-many-requests': {
    en: 'Too many requests came from here.',
    zh: '来自此处的请求过多。',
  },
  'too-many-streams': {
    en: 'This session is open in too many windows for live updates.',
    zh: '该会话打开的窗口过多，无法再建立实时更新。',
  },
  'oidc-unreachable': {
    en: 'The identity provider does not answer. Sign in another way, or try again later.',
    zh: '身份提供方没有应答。请以其他方式登录，或稍后再试。',
  },
  'oidc-off': {
    en: 'Signing in by another system is not configured here.',
    zh: '本节点未配置外部系统登录。',
  },
  'act-done': {
    en: 'This was done when it was asked for first; only the answer was lost. It was not done again.',
    zh: '首次提交时已执行，仅应答未能送达。未重复执行。',
  },
  'act-begun': {
    en: 'This was begun when it was asked for first, and how it ended is not known. It was not done again: look at how things stand.',
    zh: '首次提交时已开始执行，结果尚不确定。未重复执行，请先核实当前状态。',
  },
  'not-found': { en: 'There is nothing here.', zh: '此处没有内容。' },
  'bad-request': {
    en: 'The request does not follow the format. Nothing was changed.',
    zh: '请求不符合格式要求。未作任何更改。',
  },
  'console-off': {
    en: 'This node has no console: its configuration does not name one.',
    zh: '本节点没有控制台：配置中未设置。',
  },
  'account-exists': {
    en: 'There is an account with this mail address already.',
    zh: '该邮箱已有账户。',
  },
  'account-unknown': { en: 'There is no such account.', zh: '没有该账户。' },
  'account-email': { en: 'This is not a mail address.', zh: '邮箱格式不正确。' },
  'account-name': {
    en: 'A name of at most 100 characters is expected, without invisible ones.',
    zh: '姓名不得超过100个字符，也不得含有不可见字符。',
  },
  'account-roles': { en: 'At least one role is needed.', zh: '至少需要一个角色。' },
  'last-operator': {
    en: 'This is the last operator who can sign in. Give the role to somebody else first.',
    zh: '这是仅有的可登录运维管理员，请先将该角色授予他人。',
  },
  'setup-done': {
    en: 'This node is set up already; ask its operator for an account.',
    zh: '本节点已完成初始设置，请向其运维管理员申请账户。',
  },
  'setup-code': {
    en: 'The set-up code is not right. `concert setup-code` shows it.',
    zh: '初始设置码不正确。可用 `concert setup-code` 查看。',
  },
  'password-short': {
    en: 'A password has at least 12 characters; several words are easy to remember.',
    zh: '密码至少12个字符，可用几个词组成，便于记忆。',
  },
  'password-long': { en: 'A password has at most 128 characters.', zh: '密码最多128个字符。' },
  'password-simple': {
    en: 'This password is too easy to guess.',
    zh: '该密码过于容易猜到。',
  },
  'password-personal': {
    en: 'The password consists of your name, your address or the name of the node.',
    zh: '密码主要由您的姓名、邮箱或节点名称组成。',
  },
}

/** Body of a refusal. */
export function consoleRefusal(
  code: ConsoleCode,
  at?: string,
): { readonly code: ConsoleCode; readonly at?: string; readonly message: Bilingual } {
  return { code, ...(at !== undefined && { at }), message: SENTENCES[code] }
}

/**
 * Refuses what may be asked again later, and says when: in the answer and in its head (RFC 9110
 * §10.2.3), whole seconds and never too early.
 *
 * @param until - milliseconds since 1970 UTC
 */
export function refuseUntil(
  reply: FastifyReply,
  code: 'sign-in-barred' | 'too-many-requests',
  until: number,
  now: number,
): FastifyReply {
  const seconds = Math.max(1, Math.ceil((until - now) / 1000))
  const body = { ...consoleRefusal(code), until: new Date(until).toISOString() }
  return reply.code(429).header('retry-after', String(seconds)).send(body)
}
