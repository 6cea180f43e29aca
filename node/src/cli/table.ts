import type { CommandGroup } from './command.ts'
import { PEOPLE_COMMANDS } from './people-table.ts'

/** Every command of `concert`, in the order of its help. */
export const COMMANDS: CommandGroup = {
  name: 'concert',
  summary: {
    en: 'Concert: how parties that do not trust each other safeguard cyber security together.',
    zh: '协奏：互不信任的各方如何共同维护网络安全。',
  },
  entries: [
    {
      name: 'init',
      summary: { en: 'make the configuration and the keys of a node', zh: '生成节点的配置和密钥' },
      load: async () => (await import('./commands/init.ts')).init,
    },
    {
      name: 'serve',
      summary: { en: 'run the node', zh: '运行节点' },
      load: async () => (await import('./commands/serve.ts')).serve,
    },
    {
      name: 'witness',
      summary: { en: 'run a neutral witness', zh: '运行中立见证方' },
      load: async () => (await import('./commands/witness.ts')).witness,
    },
    {
      name: 'status',
      summary: { en: 'show the node in numbers', zh: '显示节点概况' },
      load: async () => (await import('./commands/status.ts')).status,
    },
    {
      name: 'identity',
      summary: { en: 'the identity of this node', zh: '本节点的身份' },
      entries: [
        {
          name: 'show',
          summary: { en: 'show identity and keys', zh: '显示身份和密钥' },
          load: async () => (await import('./commands/identity-show.ts')).identityShow,
        },
        {
          name: 'rotate',
          summary: { en: 'replace keys; the node stays the same', zh: '更换密钥，节点身份不变' },
          load: async () => (await import('./commands/identity-rotate.ts')).identityRotate,
        },
      ],
    },
    {
      name: 'peer',
      summary: { en: 'peers', zh: '对等节点' },
      entries: [
        {
          name: 'add',
          summary: { en: 'add a node and show the safety number', zh: '添加节点并显示安全码' },
          load: async () => (await import('./commands/peer.ts')).peerAdd,
        },
        {
          name: 'confirm',
          summary: { en: 'confirm a peer after comparing', zh: '比对后确认对等节点' },
          load: async () => (await import('./commands/peer.ts')).peerConfirm,
        },
        {
          name: 'bring',
          summary: {
            en: 'add a node by the identity file that its people brought',
            zh: '以对方交来的身份文件添加节点',
          },
          load: async () => (await import('./commands/courier/identity.ts')).peerBring,
        },
        {
          name: 'road',
          summary: { en: 'how we and a peer exchange', zh: '设定与对等节点的投递方式' },
          load: async () => (await import('./commands/delivery.ts')).peerRoad,
        },
        {
          name: 'list',
          summary: { en: 'list peers', zh: '列出对等节点' },
          load: async () => (await import('./commands/peer.ts')).peerList,
        },
      ],
    },
    {
      name: 'release',
      summary: { en: 'the release desk', zh: '放行台' },
      entries: [
        {
          name: 'rules',
          summary: { en: 'show the rules in force', zh: '显示现行规则' },
          load: async () => (await import('./commands/release/look.ts')).releaseRules,
        },
        {
          name: 'preview',
          summary: { en: 'show what would leave of an object', zh: '预览对象将外发的内容' },
          load: async () => (await import('./commands/release/look.ts')).releasePreview,
        },
        {
          name: 'queue',
          summary: { en: 'show what waits for a person', zh: '显示待审对象' },
          load: async () => (await import('./commands/release/look.ts')).releaseQueue,
        },
        {
          name: 'approve',
          summary: { en: 'let objects go, as a second person', zh: '由第二人批准放行' },
          load: async () => (await import('./commands/release/decide.ts')).releaseApprove,
        },
        {
          name: 'reject',
          summary: { en: 'keep objects here', zh: '不予放行' },
          load: async () => (await import('./commands/release/decide.ts')).releaseReject,
        },
        {
          name: 'break-glass',
          summary: { en: 'let objects go at once, with an alarm', zh: '紧急放行，同时告警' },
          load: async () => (await import('./commands/release/decide.ts')).releaseBreakGlass,
        },
        {
          name: 'broken-glass',
          summary: {
            en: 'show records of broken glass and their log entries',
            zh: '显示紧急放行记录及其日志条目',
          },
          load: async () => (await import('./commands/release/glass.ts')).releaseBrokenGlass,
        },
        {
          name: 'audit',
          summary: { en: 'show every decision', zh: '显示全部决定' },
          load: async () => (await import('./commands/release/look.ts')).releaseAudit,
        },
        {
          name: 'recalls',
          summary: {
            en: 'show retractions and who has not receipted them',
            zh: '显示撤回及尚未回执的节点',
          },
          load: async () => (await import('./commands/release/recalls.ts')).releaseRecalls,
        },
        {
          name: 'holders',
          summary: {
            en: 'show who holds an object of ours, also by onward sharing',
            zh: '显示本方对象的持有方，包括经再次分享获得者',
          },
          load: async () => (await import('./commands/release/holders.ts')).releaseHolders,
        },
      ],
    },
    {
      name: 'compact',
      summary: { en: 'compacts', zh: '合作约定' },
      entries: [
        {
          name: 'propose',
          summary: { en: 'propose a compact and sign it', zh: '提议并签署合作约定' },
          load: async () => (await import('./commands/compact-propose.ts')).compactPropose,
        },
        {
          name: 'amend',
          summary: {
            en: 'propose another version of a compact and sign it',
            zh: '提议并签署新版本',
          },
          load: async () => (await import('./commands/compact-propose.ts')).compactAmend,
        },
        {
          name: 'sign',
          summary: { en: 'sign a proposed version', zh: '签署提议的版本' },
          load: async () => (await import('./commands/compact-propose.ts')).compactSign,
        },
        {
          name: 'list',
          summary: { en: 'list compacts', zh: '列出合作约定' },
          load: async () => (await import('./commands/compact-list.ts')).compactList,
        },
        {
          name: 'show',
          summary: {
            en: 'show a compact whole: text, terms, who has signed',
            zh: '显示合作约定全文、条款与签署情况',
          },
          load: async () => (await import('./commands/compact-show.ts')).compactShow,
        },
        {
          name: 'diff',
          summary: { en: 'show what a version changes', zh: '显示某一版本的改动' },
          load: async () => (await import('./commands/compact-show.ts')).compactDiff,
        },
        {
          name: 'kept',
          summary: {
            en: 'show how long what came under compacts is kept, or until when one object is',
            zh: '显示依据各合作约定收到的内容保存多久，或某一对象的保存期限',
          },
          load: async () => (await import('./commands/compact-kept.ts')).compactKept,
        },
        {
          name: 'suspend',
          summary: { en: 'suspend a tier', zh: '暂停某一层合作' },
          load: async () => (await import('./commands/compact-tiers.ts')).compactSuspend,
        },
        {
          name: 'resume',
          summary: { en: 'lift our suspension of a tier', zh: '解除本方对某一层的暂停' },
          load: async () => (await import('./commands/compact-tiers.ts')).compactResume,
        },
        {
          name: 'end',
          summary: { en: 'end a compact for all its parties', zh: '为所有各方终止合作约定' },
          load: async () => (await import('./commands/compact-tiers.ts')).compactEnd,
        },
        {
          name: 'template',
          summary: { en: 'write a template to edit', zh: '输出可编辑的模板' },
          load: async () => (await import('./commands/compact-propose.ts')).compactTemplate,
        },
      ],
    },
    {
      name: 'delivery',
      summary: { en: 'how delivery to each peer stands', zh: '向各对等节点投递的状况' },
      load: async () => (await import('./commands/delivery.ts')).delivery,
    },
    {
      name: 'forward',
      summary: {
        en: 'pass on what others gave us, with their signatures',
        zh: '附原作者签名转发他方提供的内容',
      },
      load: async () => (await import('./commands/onward.ts')).forward,
    },
    {
      name: 'relay',
      summary: {
        en: 'make anonymous copies of what others gave us',
        zh: '为他方提供的内容生成匿名副本',
      },
      load: async () => (await import('./commands/onward.ts')).relay,
    },
    {
      name: 'attachment',
      summary: { en: 'large files: samples, captures', zh: '大文件：样本、抓包' },
      entries: [
        {
          name: 'send',
          summary: { en: 'send the file that an object names', zh: '发送对象所指的文件' },
          load: async () => (await import('./commands/attachment.ts')).attachmentSend,
        },
        {
          name: 'list',
          summary: { en: 'list files sent and received', zh: '列出收发的文件' },
          load: async () => (await import('./commands/attachment.ts')).attachmentList,
        },
        {
          name: 'save',
          summary: { en: 'take a file out of quarantine', zh: '从隔离区取出文件' },
          load: async () => (await import('./commands/attachment.ts')).attachmentSave,
        },
        {
          name: 'discard',
          summary: { en: 'throw a received file away', zh: '丢弃收到的文件' },
          load: async () => (await import('./commands/attachment.ts')).attachmentDiscard,
        },
      ],
    },
    {
      name: 'courier',
      summary: { en: 'delivery by files that people carry', zh: '信使投递：由人携带文件' },
      entries: [
        {
          name: 'export',
          summary: { en: 'write what waits for a peer to files', zh: '将待投递内容写入文件' },
          load: async () => (await import('./commands/courier/export.ts')).courierExport,
        },
        {
          name: 'import',
          summary: { en: 'take in files that were brought', zh: '接收送达的文件' },
          load: async () => (await import('./commands/courier/import.ts')).courierImport,
        },
        {
          name: 'identity',
          summary: {
            en: 'write the identity of this node for a peer that cannot ask for it',
            zh: '写出本节点身份文件，供无法联网获取的对方使用',
          },
          load: async () => (await import('./commands/courier/identity.ts')).courierIdentity,
        },
      ],
    },
    {
      name: 'request',
      summary: { en: 'assistance requests', zh: '协助请求' },
      entries: [
        {
          name: 'new',
          summary: { en: 'write a request; its checklist is shown', zh: '起草协助请求并核对清单' },
          load: async () => (await import('./commands/request/draft.ts')).requestNew,
        },
        {
          name: 'split',
          summary: {
            en: 'split a list by economy, a draft for each peer',
            zh: '按国家或地区拆分清单，逐个对等节点起草',
          },
          load: async () => (await import('./commands/request/draft.ts')).requestSplit,
        },
        {
          name: 'drafts',
          summary: { en: 'list what has not been sent', zh: '列出未发送的草稿' },
          load: async () => (await import('./commands/request/draft.ts')).requestDrafts,
        },
        {
          name: 'check',
          summary: { en: 'say what the checklist finds', zh: '核对草稿' },
          load: async () => (await import('./commands/request/draft.ts')).requestCheck,
        },
        {
          name: 'preview',
          summary: {
            en: 'show a draft in the very bytes that would be signed',
            zh: '显示草稿将被签署的确切字节',
          },
          load: async () => (await import('./commands/request/release.ts')).requestPreview,
        },
        {
          name: 'held',
          summary: {
            en: 'list what the release desk holds for a second person',
            zh: '列出放行台等待第二人审核的内容',
          },
          load: async () => (await import('./commands/request/release.ts')).requestHeld,
        },
        {
          name: 'approve',
          summary: {
            en: 'let a held answer or other text go, as a second person',
            zh: '由第二人批准待审的答复或其他文本',
          },
          load: async () => (await import('./commands/request/release.ts')).requestApprove,
        },
        {
          name: 'reject',
          summary: { en: 'keep a held text here', zh: '退回待审文本，不予发出' },
          load: async () => (await import('./commands/request/release.ts')).requestReject,
        },
        {
          name: 'authorise',
          summary: { en: 'let a draft go, as a second person', zh: '由第二人核准草稿' },
          load: async () => (await import('./commands/request/draft.ts')).requestAuthorise,
        },
        {
          name: 'send',
          summary: { en: 'send a draft', zh: '发送草稿' },
          load: async () => (await import('./commands/request/draft.ts')).requestSend,
        },
        {
          name: 'discard',
          summary: { en: 'throw a draft away', zh: '删除草稿' },
          load: async () => (await import('./commands/request/draft.ts')).requestDiscard,
        },
        {
          name: 'list',
          summary: { en: 'list requests with their clocks', zh: '列出协助请求及其时限' },
          load: async () => (await import('./commands/request/look.ts')).requestList,
        },
        {
          name: 'show',
          summary: {
            en: 'show one request, both languages side by side',
            zh: '显示一项请求（双语对照）',
          },
          load: async () => (await import('./commands/request/look.ts')).requestShow,
        },
        {
          name: 'targets',
          summary: { en: 'list the targets of a request', zh: '列出请求的目标' },
          load: async () => (await import('./commands/request/look.ts')).requestTargets,
        },
        {
          name: 'statuses',
          summary: {
            en: 'tell how each target stands, by a CSV file',
            zh: '按 CSV 文件告知各目标的状态',
          },
          load: async () => (await import('./commands/request/statuses.ts')).requestStatuses,
        },
        {
          name: 'export',
          summary: {
            en: 'write it for RTIR, TheHive, MISP or as mail',
            zh: '导出为 RTIR、TheHive、MISP 格式或邮件',
          },
          load: async () => (await import('./commands/request/export.ts')).requestExport,
        },
        {
          name: 'calendar',
          summary: { en: 'write deadlines as iCalendar', zh: '将时限导出为 iCalendar' },
          load: async () => (await import('./commands/request/export.ts')).requestCalendar,
        },
        {
          name: 'acknowledge',
          summary: { en: 'say that a person has it; not agreement', zh: '确认收到（不代表认可）' },
          load: async () => (await import('./commands/request/moves.ts')).acknowledge,
        },
        {
          name: 'accept',
          summary: { en: 'take it on', zh: '受理' },
          load: async () => (await import('./commands/request/moves.ts')).accept,
        },
        {
          name: 'need-info',
          summary: { en: 'ask for what is missing; the clock stops', zh: '要求补充材料，时限暂停' },
          load: async () => (await import('./commands/request/moves.ts')).needInfo,
        },
        {
          name: 'info',
          summary: { en: 'send what was missing', zh: '补充材料' },
          load: async () => (await import('./commands/request/moves.ts')).info,
        },
        {
          name: 'refuse',
          summary: { en: 'refuse with a reason', zh: '拒绝并说明理由' },
          load: async () => (await import('./commands/request/moves.ts')).refuseRequest,
        },
        {
          name: 'transfer',
          summary: { en: 'pass it to who can act', zh: '转交' },
          load: async () => (await import('./commands/request/moves.ts')).transfer,
        },
        {
          name: 'update',
          summary: { en: 'tell of progress, or of a relapse', zh: '通报进展或重新上线' },
          load: async () => (await import('./commands/request/moves.ts')).update,
        },
        {
          name: 'partial',
          summary: { en: 'answer in part', zh: '部分回复' },
          load: async () => (await import('./commands/request/moves.ts')).partial,
        },
        {
          name: 'answer',
          summary: { en: 'answer', zh: '回复' },
          load: async () => (await import('./commands/request/moves.ts')).answer,
        },
        {
          name: 'extend',
          summary: { en: 'ask for more time, before the deadline', zh: '在期限届满前申请延期' },
          load: async () => (await import('./commands/request/moves.ts')).extend,
        },
        {
          name: 'hold',
          summary: { en: 'say that it waits; no clock moves', zh: '说明暂缓，时限不变' },
          load: async () => (await import('./commands/request/moves.ts')).hold,
        },
        {
          name: 'withdraw',
          summary: { en: 'take a request back', zh: '撤回请求' },
          load: async () => (await import('./commands/request/moves.ts')).withdraw,
        },
        {
          name: 'escalate',
          summary: { en: 'raise it to somebody else', zh: '问题升级' },
          load: async () => (await import('./commands/request/moves.ts')).escalate,
        },
        {
          name: 'rate',
          summary: { en: 'rate the answer', zh: '评价回复' },
          load: async () => (await import('./commands/request/moves.ts')).rate,
        },
        {
          name: 'dispute',
          summary: { en: 'dispute what the other side said', zh: '对对方的声明提出异议' },
          load: async () => (await import('./commands/request/moves.ts')).dispute,
        },
        {
          name: 'close',
          summary: { en: 'close it', zh: '办结' },
          load: async () => (await import('./commands/request/moves.ts')).close,
        },
      ],
    },
    {
      name: 'scorecard',
      summary: { en: 'scorecards that both sides compute alike', zh: '双方同样计算的记分卡' },
      entries: [
        {
          name: 'draft',
          summary: { en: 'compute the numbers of now, unsigned', zh: '计算当前数值，不签署' },
          load: async () => (await import('./commands/scorecard/scorecard.ts')).scorecardDraft,
        },
        {
          name: 'propose',
          summary: {
            en: 'cut and sign; the peer answers by itself',
            zh: '划定范围并签署，对方节点自动应答',
          },
          load: async () => (await import('./commands/scorecard/scorecard.ts')).scorecardPropose,
        },
        {
          name: 'list',
          summary: { en: 'list scorecards', zh: '列出记分卡' },
          load: async () => (await import('./commands/scorecard/scorecard.ts')).scorecardList,
        },
        {
          name: 'show',
          summary: { en: 'show a scorecard', zh: '显示记分卡' },
          load: async () => (await import('./commands/scorecard/scorecard.ts')).scorecardShow,
        },
        {
          name: 'open',
          summary: { en: 'list the messages behind a number', zh: '列出某项数值对应的消息' },
          load: async () => (await import('./commands/scorecard/scorecard.ts')).scorecardOpen,
        },
        {
          name: 'csv',
          summary: { en: 'write it as a table', zh: '导出为表格' },
          load: async () => (await import('./commands/scorecard/scorecard.ts')).scorecardCsvFile,
        },
        {
          name: 'signed',
          summary: { en: 'write it as a signed document', zh: '导出为已签署文件' },
          load: async () => (await import('./commands/scorecard/scorecard.ts')).scorecardSigned,
        },
        {
          name: 'verify',
          summary: { en: 'verify a signed scorecard offline', zh: '离线验证已签署的记分卡' },
          load: async () => (await import('./commands/scorecard/scorecard.ts')).scorecardVerify,
        },
      ],
    },
    {
      name: 'mailbox',
      summary: { en: 'mailboxes for silent peers', zh: '为未响应的对等节点设置的信箱' },
      entries: [
        {
          name: 'list',
          summary: { en: 'list mailboxes and what lies in them', zh: '列出信箱及其中的包裹' },
          load: async () => (await import('./commands/mailbox.ts')).mailboxList,
        },
        {
          name: 'poll',
          summary: { en: 'take in and leave parcels now', zh: '立即收取并存放包裹' },
          load: async () => (await import('./commands/mailbox.ts')).mailboxPoll,
        },
      ],
    },
    {
      name: 'monitor',
      summary: { en: 'follow the logs of others', zh: '跟踪核查其他节点的日志' },
      load: async () => (await import('./commands/monitor.ts')).monitor,
    },
    {
      name: 'breaches',
      summary: {
        en: 'what other nodes did against the rules, with evidence',
        zh: '其他节点的违规行为及其证据',
      },
      load: async () => (await import('./commands/breaches.ts')).breaches,
    },
    {
      name: 'import',
      summary: { en: 'import a file of intelligence', zh: '导入威胁信息文件' },
      load: async () => (await import('./commands/intel.ts')).importCommand,
    },
    {
      name: 'feed',
      summary: { en: 'feeds that this node reads', zh: '本节点读取的情报源' },
      entries: [
        {
          name: 'add',
          summary: { en: 'add a feed, disabled', zh: '添加情报源（初始停用）' },
          load: async () => (await import('./commands/feed/add.ts')).feedAdd,
        },
        {
          name: 'list',
          summary: { en: 'list feeds', zh: '列出情报源' },
          load: async () => (await import('./commands/feed/feed.ts')).feedList,
        },
        {
          name: 'preview',
          summary: { en: 'show what a feed would bring', zh: '预览情报源的内容' },
          load: async () => (await import('./commands/feed/feed.ts')).feedPreview,
        },
        {
          name: 'enable',
          summary: { en: 'read a feed on its schedule', zh: '按计划读取情报源' },
          load: async () => (await import('./commands/feed/feed.ts')).feedEnable,
        },
        {
          name: 'disable',
          summary: { en: 'stop reading a feed', zh: '停止读取情报源' },
          load: async () => (await import('./commands/feed/feed.ts')).feedDisable,
        },
        {
          name: 'run',
          summary: { en: 'read a feed now', zh: '立即读取情报源' },
          load: async () => (await import('./commands/feed/feed.ts')).feedRun,
        },
        {
          name: 'health',
          summary: { en: 'how reading goes', zh: '查看读取状况' },
          load: async () => (await import('./commands/feed/feed.ts')).feedHealth,
        },
        {
          name: 'remove',
          summary: { en: 'remove a feed; its objects stay', zh: '删除情报源，保留其对象' },
          load: async () => (await import('./commands/feed/feed.ts')).feedRemove,
        },
      ],
    },
    {
      name: 'taxii',
      summary: {
        en: 'TAXII: this node’s collections, and other servers',
        zh: 'TAXII：本节点的集合及其他服务器',
      },
      entries: [
        {
          name: 'collection',
          summary: { en: 'collections that this node serves', zh: '本节点提供的集合' },
          entries: [
            {
              name: 'add',
              summary: { en: 'make a collection', zh: '创建集合' },
              load: async () => (await import('./commands/taxii/collections.ts')).collectionAdd,
            },
            {
              name: 'list',
              summary: { en: 'list collections', zh: '列出集合' },
              load: async () => (await import('./commands/taxii/collections.ts')).collectionList,
            },
            {
              name: 'remove',
              summary: { en: 'remove a collection; objects stay', zh: '删除集合，保留对象' },
              load: async () => (await import('./commands/taxii/collections.ts')).collectionRemove,
            },
          ],
        },
        {
          name: 'token',
          summary: { en: 'who may use them', zh: '可使用集合的令牌' },
          entries: [
            {
              name: 'add',
              summary: { en: 'make a token, shown once', zh: '创建令牌，仅显示一次' },
              load: async () => (await import('./commands/taxii/tokens.ts')).tokenAdd,
            },
            {
              name: 'list',
              summary: { en: 'list tokens', zh: '列出令牌' },
              load: async () => (await import('./commands/taxii/tokens.ts')).tokenList,
            },
            {
              name: 'revoke',
              summary: { en: 'revoke a token, at once', zh: '立即吊销令牌' },
              load: async () => (await import('./commands/taxii/tokens.ts')).tokenRevoke,
            },
          ],
        },
        {
          name: 'discover',
          summary: { en: 'what another server says of itself', zh: '查看其他服务器的自我描述' },
          load: async () => (await import('./commands/taxii/look.ts')).taxiiDiscover,
        },
        {
          name: 'list',
          summary: { en: 'collections of another server', zh: '列出其他服务器的集合' },
          load: async () => (await import('./commands/taxii/look.ts')).taxiiList,
        },
        {
          name: 'pull',
          summary: { en: 'pull a collection into a file', zh: '将集合拉取到文件' },
          load: async () => (await import('./commands/taxii/pull.ts')).taxiiPull,
        },
        {
          name: 'push',
          summary: { en: 'push files into a collection', zh: '将文件推送到集合' },
          load: async () => (await import('./commands/taxii/push.ts')).taxiiPush,
        },
      ],
    },
    {
      name: 'objects',
      summary: { en: 'list objects', zh: '列出对象' },
      load: async () => (await import('./commands/intel.ts')).objects,
    },
    {
      name: 'share',
      summary: {
        en: 'share with a peer what the compact allows',
        zh: '向对等节点共享约定允许的内容',
      },
      load: async () => (await import('./commands/intel.ts')).share,
    },
    {
      name: 'search',
      summary: { en: 'find what is known', zh: '查找已知信息' },
      load: async () => (await import('./commands/search/search.ts')).searchCommand,
    },
    {
      name: 'lookup',
      summary: { en: 'look up each value of a list', zh: '批量查询取值' },
      load: async () => (await import('./commands/search/search.ts')).lookupCommand,
    },
    {
      name: 'retract',
      summary: { en: 'take shared objects back', zh: '撤回已共享的对象' },
      load: async () => (await import('./commands/intel.ts')).retract,
    },
    {
      name: 'sight',
      summary: { en: 'report that shared objects were seen', zh: '反馈共享对象的命中情况' },
      load: async () => (await import('./commands/intel.ts')).sight,
    },
    ...PEOPLE_COMMANDS,
    {
      name: 'log',
      summary: { en: 'the transparency log', zh: '透明日志' },
      entries: [
        {
          name: 'status',
          summary: { en: 'size, witnesses and more', zh: '大小、见证方等' },
          load: async () => (await import('./commands/status.ts')).status,
        },
        {
          name: 'proof',
          summary: { en: 'prove that the log holds a leaf', zh: '证明日志中有某个叶' },
          load: async () => (await import('./commands/log-proof.ts')).logProof,
        },
        {
          name: 'fsck',
          summary: { en: 'check everything that the log is', zh: '全面检查日志' },
          load: async () => (await import('./commands/log-fsck.ts')).logFsck,
        },
        {
          name: 'repair',
          summary: { en: 'put right what can be proved', zh: '修复可证明的损坏' },
          load: async () => (await import('./commands/log-repair.ts')).logRepair,
        },
      ],
    },
    {
      name: 'evidence',
      summary: { en: 'evidence packages', zh: '证据包' },
      entries: [
        {
          name: 'export',
          summary: { en: 'write the evidence for a shared object', zh: '写出已共享对象的证据包' },
          load: async () => (await import('./commands/evidence-export.ts')).evidenceExport,
        },
      ],
    },
    {
      name: 'verify',
      summary: { en: 'verify an evidence package offline', zh: '离线验证证据包' },
      load: async () => (await import('./commands/verify.ts')).verify,
    },
    {
      name: 'stix',
      summary: { en: 'files of STIX; needs no node', zh: '处理 STIX 文件，无需节点' },
      entries: [
        {
          name: 'validate',
          summary: { en: 'check files against STIX 2.1', zh: '按 STIX 2.1 校验文件' },
          load: async () => (await import('./commands/stix/validate.ts')).stixValidate,
        },
        {
          name: 'upgrade',
          summary: { en: 'turn STIX 2.0 into 2.1', zh: '将 STIX 2.0 升级为 2.1' },
          load: async () => (await import('./commands/stix/upgrade.ts')).stixUpgrade,
        },
        {
          name: 'pattern',
          summary: { en: 'check and match STIX patterns', zh: '检查并匹配 STIX 模式' },
          load: async () => (await import('./commands/stix/pattern.ts')).stixPattern,
        },
        {
          name: 'extract',
          summary: {
            en: 'find observables in text, mail or tables',
            zh: '从文本、邮件或表格中提取可观测数据',
          },
          load: async () => (await import('./commands/stix/extract.ts')).stixExtract,
        },
      ],
    },
    {
      name: 'account',
      summary: { en: 'people who sign in at the console', zh: '可登录控制台的人员' },
      entries: [
        {
          name: 'add',
          summary: { en: 'make an account', zh: '新建账户' },
          load: async () => (await import('./commands/account/account.ts')).accountAdd,
        },
        {
          name: 'list',
          summary: { en: 'list accounts', zh: '列出账户' },
          load: async () => (await import('./commands/account/account.ts')).accountList,
        },
        {
          name: 'roles',
          summary: { en: 'give an account other roles', zh: '更改账户的角色' },
          load: async () => (await import('./commands/account/account.ts')).accountRoles,
        },
        {
          name: 'disable',
          summary: { en: 'bar an account and end its sessions', zh: '停用账户并结束其会话' },
          load: async () => (await import('./commands/account/account.ts')).accountDisable,
        },
        {
          name: 'enable',
          summary: { en: 'let a barred account in again', zh: '恢复已停用的账户' },
          load: async () => (await import('./commands/account/account.ts')).accountEnable,
        },
        {
          name: 'reset',
          summary: {
            en: 'new password, no second factor, no sessions',
            zh: '重置密码，清除第二重验证和会话',
          },
          load: async () => (await import('./commands/account/account.ts')).accountReset,
        },
      ],
    },
    {
      name: 'setup-code',
      summary: {
        en: 'show the code that makes the first administrator',
        zh: '显示用于设置首位管理员的初始设置码',
      },
      load: async () => (await import('./commands/account/account.ts')).setupCode,
    },
    {
      name: 'audit',
      summary: { en: 'who did what, when and from where', zh: '操作记录：人员、时间、来源' },
      load: async () => (await import('./commands/account/audit.ts')).audit,
    },
    {
      name: 'doctor',
      summary: { en: 'check everything a node needs', zh: '检查节点所需的一切' },
      load: async () => (await import('./commands/doctor.ts')).doctor,
    },
    {
      name: 'backup',
      summary: { en: 'copy the node while it runs', zh: '备份节点，运行中亦可' },
      load: async () => (await import('./commands/backup.ts')).backup,
    },
    {
      name: 'restore',
      summary: { en: 'put a backup in place; never forks the log', zh: '恢复备份，绝不使日志分叉' },
      load: async () => (await import('./commands/restore.ts')).restore,
    },
    {
      name: 'help',
      summary: { en: 'show help for a command', zh: '显示命令的帮助' },
      load: async () => (await import('./commands/help.ts')).help,
    },
    {
      name: 'version',
      summary: { en: 'show the version', zh: '显示版本' },
      load: async () => (await import('./commands/version.ts')).version,
    },
  ],
}
