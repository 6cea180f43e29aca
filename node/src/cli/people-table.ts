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
      {
        name: 'call',
        summary: {
          en: 'whom to call about a request, ping history first',
          zh: '显示就请求应致电何人（先列联络测试历史）',
        },
        load: async () => (await import('./commands/people/call.ts')).contactCall,
      },
      {
        name: 'called',
        summary: { en: 'record a call back about a request', zh: '记录回拨核实' },
        load: async () => (await import('./commands/people/call.ts')).contactCalled,
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
  {
    name: 'operation',
    summary: { en: 'concerted operations of several parties', zh: '多方协同行动' },
    entries: [
      {
        name: 'list',
        summary: { en: 'list operations', zh: '列出协同行动' },
        load: async () => (await import('./commands/people/operation.ts')).operationList,
      },
      {
        name: 'show',
        summary: { en: 'show one operation', zh: '显示一项协同行动' },
        load: async () => (await import('./commands/people/operation.ts')).operationShow,
      },
      {
        name: 'propose',
        summary: { en: 'propose a plan to other parties', zh: '向其他各方提议计划' },
        load: async () => (await import('./commands/people/operation.ts')).operationPropose,
      },
      {
        name: 'amend',
        summary: { en: 'propose another plan', zh: '提议新版计划' },
        load: async () => (await import('./commands/people/operation.ts')).operationAmend,
      },
      {
        name: 'go',
        summary: { en: 'say go to a plan', zh: '对计划表示可行' },
        load: async () => (await import('./commands/people/operation.ts')).operationGo,
      },
      {
        name: 'no-go',
        summary: { en: 'say no-go to a plan', zh: '对计划表示不可行' },
        load: async () => (await import('./commands/people/operation.ts')).operationNoGo,
      },
      {
        name: 'launch',
        summary: { en: 'launch what every party has said go to', zh: '启动各方均表示可行的行动' },
        load: async () => (await import('./commands/people/operation.ts')).operationLaunch,
      },
      {
        name: 'step',
        summary: { en: 'tell how far a step of ours has come', zh: '报告本方步骤的进展' },
        load: async () => (await import('./commands/people/operation.ts')).operationStep,
      },
      {
        name: 'abort',
        summary: { en: 'abort, for every party', zh: '中止（对各方生效）' },
        load: async () => (await import('./commands/people/operation.ts')).operationAbort,
      },
      {
        name: 'close',
        summary: { en: 'end an operation', zh: '结束行动' },
        load: async () => (await import('./commands/people/operation.ts')).operationClose,
      },
      {
        name: 'import',
        summary: { en: 'make a plan of a CACAO 2.0 playbook', zh: '由 CACAO 2.0 剧本生成计划' },
        load: async () => (await import('./commands/people/operation-import.ts')).operationImport,
      },
      {
        name: 'export',
        summary: { en: 'print a plan as a CACAO 2.0 playbook', zh: '将计划输出为 CACAO 2.0 剧本' },
        load: async () => (await import('./commands/people/operation.ts')).operationExport,
      },
    ],
  },
  {
    name: 'glossary',
    summary: { en: 'the terms that both sides speak by', zh: '双方共同使用的术语' },
    load: async () => (await import('./commands/people/languages.ts')).glossary,
  },
  {
    name: 'translation',
    summary: { en: 'texts in both languages, side by side', zh: '双语文本对照' },
    entries: [
      {
        name: 'show',
        summary: { en: 'show the texts of a statement side by side', zh: '对照显示声明中的文本' },
        load: async () => (await import('./commands/people/languages.ts')).translationShow,
      },
      {
        name: 'ask',
        summary: {
          en: 'ask the translation service, if a rule allows it',
          zh: '经规则允许后交由翻译服务翻译',
        },
        load: async () => (await import('./commands/people/languages.ts')).translationAsk,
      },
      {
        name: 'put',
        summary: { en: 'keep a translation that a person made', zh: '保存人工译文' },
        load: async () => (await import('./commands/people/languages.ts')).translationPut,
      },
      {
        name: 'review',
        summary: { en: 'note that another person has compared them', zh: '标记已由另一人审校' },
        load: async () => (await import('./commands/people/languages.ts')).translationReview,
      },
    ],
  },
  {
    name: 'drill',
    summary: { en: 'drills with a scripted counterpart', zh: '由脚本扮演对方的应急演练' },
    entries: [
      {
        name: 'check',
        summary: { en: 'check a scenario; needs no node', zh: '校验演练脚本，无需节点' },
        load: async () => (await import('./commands/people/drill.ts')).drillCheck,
      },
      {
        name: 'schema',
        summary: { en: 'print the JSON Schema of scenarios', zh: '输出演练脚本的 JSON Schema' },
        load: async () => (await import('./commands/people/drill.ts')).drillSchema,
      },
      {
        name: 'run',
        summary: { en: 'play a scenario with a peer', zh: '与对等节点进行演练' },
        load: async () => (await import('./commands/people/drill.ts')).drillRun,
      },
      {
        name: 'list',
        summary: { en: 'list drills', zh: '列出演练' },
        load: async () => (await import('./commands/people/drill.ts')).drillList,
      },
      {
        name: 'show',
        summary: { en: 'show how each step went', zh: '显示各步骤的结果' },
        load: async () => (await import('./commands/people/drill.ts')).drillShow,
      },
      {
        name: 'stop',
        summary: { en: 'end a drill', zh: '终止演练' },
        load: async () => (await import('./commands/people/drill.ts')).drillStop,
      },
    ],
  },
]
