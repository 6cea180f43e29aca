import type { TableEntry } from './command.ts'

/** The commands on people, in the order of help. */
export const PEOPLE_COMMANDS: readonly TableEntry[] = [
  {
    name: 'contact',
    summary: { en: 'points of contact, ours and theirs', zh: '双方联络点名录' },
    entries: [
      {
        name: 'list',
        summary: { en: 'list contacts', zh: '列出联络点' },
        load: async () => (await import('./commands/people/contact.ts')).contactList,
      },
      {
        name: 'add',
        summary: { en: 'add a contact of ours', zh: '添加本方联络点' },
        load: async () => (await import('./commands/people/contact.ts')).contactAdd,
      },
      {
        name: 'update',
        summary: {
          en: 'change a contact, wherever it is held',
          zh: '更新联络点（含已告知的各方）',
        },
        load: async () => (await import('./commands/people/contact.ts')).contactUpdate,
      },
      {
        name: 'share',
        summary: { en: 'tell a peer of a contact', zh: '向对等节点告知联络点' },
        load: async () => (await import('./commands/people/contact.ts')).contactShare,
      },
      {
        name: 'withdraw',
        summary: { en: 'take a contact back and erase it', zh: '撤回并删除联络点' },
        load: async () => (await import('./commands/people/contact.ts')).contactWithdraw,
      },
    ],
  },
  {
    name: 'ping',
    summary: { en: 'ping tests: is somebody there', zh: '联络测试' },
    entries: [
      {
        name: 'send',
        summary: { en: 'ask a role of a peer to answer', zh: '请对方某一角色回应' },
        load: async () => (await import('./commands/people/ping.ts')).pingSend,
      },
      {
        name: 'answer',
        summary: { en: 'answer, as a person', zh: '由人员回应' },
        load: async () => (await import('./commands/people/ping.ts')).pingAnswer,
      },
      {
        name: 'list',
        summary: { en: 'show the history', zh: '显示历史' },
        load: async () => (await import('./commands/people/ping.ts')).pingList,
      },
      {
        name: 'schedule',
        summary: { en: 'ask again and again', zh: '定期测试' },
        load: async () => (await import('./commands/people/ping.ts')).pingSchedule,
      },
    ],
  },
  {
    name: 'rota',
    summary: { en: 'who is on call', zh: '值班表' },
    entries: [
      {
        name: 'show',
        summary: { en: 'show who is on call', zh: '显示当前值守' },
        load: async () => (await import('./commands/people/rota.ts')).rotaShow,
      },
      {
        name: 'add',
        summary: { en: 'put a contact on a line', zh: '安排班次' },
        load: async () => (await import('./commands/people/rota.ts')).rotaAdd,
      },
      {
        name: 'remove',
        summary: { en: 'remove a shift', zh: '删除班次' },
        load: async () => (await import('./commands/people/rota.ts')).rotaRemove,
      },
      {
        name: 'handover',
        summary: { en: 'offer a line to another person', zh: '提出交班' },
        load: async () => (await import('./commands/people/rota.ts')).rotaHandover,
      },
      {
        name: 'accept',
        summary: { en: 'accept a hand-over', zh: '接班' },
        load: async () => (await import('./commands/people/rota.ts')).rotaAccept,
      },
      {
        name: 'decline',
        summary: { en: 'decline a hand-over', zh: '谢绝接班' },
        load: async () => (await import('./commands/people/rota.ts')).rotaDecline,
      },
    ],
  },
  {
    name: 'notice',
    summary: { en: 'what people here are told', zh: '通知' },
    entries: [
      {
        name: 'list',
        summary: { en: 'list notices', zh: '列出通知' },
        load: async () => (await import('./commands/people/notice.ts')).noticeList,
      },
      {
        name: 'seen',
        summary: { en: 'note that somebody has seen one', zh: '标记为已查看' },
        load: async () => (await import('./commands/people/notice.ts')).noticeSeen,
      },
    ],
  },
]
