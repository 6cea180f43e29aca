import type { Both } from '../../i18n/both.ts'

export const texts = {
  title: ['Accounts', '账户'],
  about: ['Who may do what at this node', '本节点人员及其权限'],
  add: ['Add an account', '新增账户'],
  name: ['Name', '姓名'],
  email: ['E-mail', '电子邮箱'],
  roles: ['Roles', '角色'],
  factors: ['Signs in with', '登录方式'],
  factorNames: {
    password: ['password', '密码'],
    passkey: ['passkey', '通行密钥'],
    code: ['authenticator', '身份验证器'],
  },
  disabled: ['disabled', '已停用'],
  active: ['active', '启用'],
  state: ['State', '状态'],
  change: ['Change roles', '更改角色'],
  disable: ['Disable', '停用'],
  enable: ['Enable', '启用'],
  reset: ['Reset sign-in', '重置登录'],
  resetHelp: [
    'Password, passkeys and authenticator are taken away, and a new password is made for the first sign-in.',
    '将移除密码、通行密钥和身份验证器，并生成首次登录用的新密码。',
  ],
  cancel: ['Cancel', '取消'],
  close: ['Close', '关闭'],
  save: ['Save', '保存'],
  needed: ['Needed', '必填'],
  oneRole: ['At least one role.', '至少选择一个角色。'],
  notChanged: ['No account was changed.', '未更改任何账户。'],
  handOver: [
    'Hand this over in person. It works once, and is not shown again.',
    '请当面交付。仅可使用一次，不再显示。',
  ],
  password: ['Password for the first sign-in', '首次登录密码'],
} satisfies Record<string, Both | ((...args: never[]) => Both) | Readonly<Record<string, Both>>>
