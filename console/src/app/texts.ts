import type { Both } from '../i18n/both.ts'
import { counted } from '../i18n/format.ts'

export const texts = {
  skip: ['To the content', '跳到正文'],
  find: ['Find, or paste an id, indicator or digest', '查找，或粘贴编号、指标、摘要'],
  navigation: ['Screens', '页面导航'],
  language: ['Language', '语言'],
  more: ['More', '更多'],
  you: ['Settings and signing out', '设置与退出'],
  signOut: ['Sign out', '退出登录'],
  theme: ['Theme', '主题'],
  light: ['Light', '浅色'],
  dark: ['Dark', '深色'],
  system: ['As the system', '跟随系统'],
  lost: (since: string, asOf: string): Both => [
    `This node has not answered since ${since}. What is shown is as of ${asOf}. Nothing can be sent until it answers.`,
    `本节点自${since}起无应答。所示内容截至${asOf}。恢复应答前无法发送任何内容。`,
  ],
  busy: (at: string): Both => [
    `This node was asked too much at once. This page asks it again by itself from ${at}; what is typed stays.`,
    `本节点收到的请求过多。本页将于${at}后自动重新读取，已填写的内容保留。`,
  ],
  peersAnswer: (n: number, held: number): Both =>
    held === 0
      ? counted(n, 'peer confirmed', 'peers confirmed', '个对等节点已确认')
      : [
          `${counted(n, 'peer', 'peers', '')[0]} confirmed, ${held} on hold`,
          `${n}个已确认，${held}个暂停`,
        ],
  witnessed: (n: number): Both => [
    n === 0 ? 'Log not witnessed yet' : `Log witnessed by ${n}`,
    n === 0 ? '日志尚无见证' : `日志有${n}方见证`,
  ],
  nowhere: ['There is nothing at this address.', '此地址没有内容。'],
  toDesk: ['To the desk', '前往值班台'],
  forbidden: ['Your role does not open this screen.', '当前角色不能打开此页面。'],
  forbiddenNeeds: (en: string, zh: string): Both => [`It ${en}.`, `${zh}。`],
  forbiddenHelp: ['An operator assigns roles under Accounts.', '由管理员在“账户”中分配角色。'],
  broken: ['This screen has stopped.', '此页面已停止。'],
  brokenHelp: [
    'Nothing was sent. Reload the page; if it stops again, tell the operator what follows.',
    '没有任何内容被发送。请重新载入；若再次停止，请将以下内容告知管理员。',
  ],
  replaced: ['This node has a newer console.', '本节点已更新控制台。'],
  replacedHelp: [
    'Parts of this page can no longer be opened. Send or copy what you have typed, then reload.',
    '本页部分内容已无法打开。请先发送或复制已填写的内容，再重新载入。',
  ],
  reload: ['Reload', '重新载入'],
  keys: ['Keys', '快捷键'],
  close: ['Close', '关闭'],
  keyGo: (title: string): Both => [`Go to ${title}`, `前往${title}`],
  keyFind: ['Find', '查找'],
  keyRows: ['Next row, previous row, open', '下一行、上一行、打开'],
  keySelect: ['Select the row', '选择该行'],
  keyAcknowledge: [
    'To the acknowledge button; it does not press it',
    '移至“确认收到”按钮，不会触发',
  ],
  keyProof: ['Proof of the row', '查看该行证明'],
  keyLanguage: ['The other language', '切换语言'],
  keyHelp: ['These keys', '显示快捷键'],
  noMatch: ['Nothing matches.', '没有匹配项。'],
  search: (what: string): Both => [`Search intelligence for ${what}`, `在威胁信息中查找${what}`],
  openObject: ['Open object', '打开对象'],
  openRequest: ['Open request', '打开请求'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>
