import type { Both } from '../i18n/both.ts'

export const texts = {
  title: ['Sign in', '登录'],
  email: ['E-mail', '电子邮箱'],
  password: ['Password', '密码'],
  signIn: ['Sign in', '登录'],
  passkey: ['Sign in with a passkey', '使用通行密钥登录'],
  oidc: (name: string): Both => [`Sign in with ${name}`, `通过${name}登录`],
  or: ['or', '或'],
  code: ['Code of the authenticator', '身份验证器动态码'],
  codeHelp: ['Six digits, or one of the codes kept for its loss.', '六位数字，或一个备用码。'],
  confirm: ['Confirm', '确认'],
  back: ['Back', '返回'],
  wrong: ['E-mail and password do not fit.', '邮箱与密码不匹配。'],
  wrongCode: [
    'The code does not fit. It changes every 30 seconds.',
    '动态码不正确，每30秒更换一次。',
  ],
  tooMany: ['Too many attempts. Wait a minute.', '尝试次数过多，请一分钟后再试。'],
  cancelled: ['No passkey was used.', '未使用通行密钥。'],
  notSignedIn: ['You are not signed in.', '尚未登录。'],
  needed: ['Needed', '必填'],
  lost: [
    'Password or authenticator lost: the operator resets it with the command “concert account”.',
    '遗失密码或身份验证器时，由管理员用“concert account”命令重置。',
  ],
  setUp: ['Set up this node', '初始化本节点'],
  setUpHelp: [
    'Make the first administrator. The code is in the terminal in which the node was started.',
    '创建首位管理员。验证码显示在启动节点的终端中。',
  ],
  setUpCode: ['Set-up code', '初始化验证码'],
  name: ['Your name', '姓名'],
  passwordHelp: ['At least 12 characters.', '至少12个字符。'],
  create: ['Create the administrator', '创建管理员'],
  notCreated: ['Nobody was created.', '未创建任何账户。'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>
