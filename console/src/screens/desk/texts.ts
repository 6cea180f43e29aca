import type { Both } from '../../i18n/both.ts'
import { counted } from '../../i18n/format.ts'

export const texts = {
  title: ['Duty desk', '值班台'],
  weOwe: ['We owe', '我方应答'],
  theyOwe: ['They owe us', '对方应答'],
  byTime: ['by time left', '按剩余时间'],
  noneTheirs: ['Nothing is owed to us.', '对方没有待办应答。'],
  newRequests: (n: number): Both => [
    `${n} new ${n === 1 ? 'request' : 'requests'} · show`,
    `${n}条新请求 · 显示`,
  ],
  newRequest: ['New request', '新建请求'],
  handOver: ['Hand over', '交班'],
  handover: ['Accept a hand-over', '确认交接班'],
  ping: ['Answer a ping test', '应答联络测试'],
  pingBy: (peer: string, until: string): Both => [
    `asked by ${peer} · until ${until}`,
    `由${peer}发起 · ${until}前`,
  ],
  goNoGo: ['Say go or no-go', '对协同行动表态'],
  all: ['All requests', '全部请求'],
  appear: ['New requests appear here by time left.', '新请求将按剩余时间显示在此。'],
  waiting: ['Waiting for a decision', '待决定'],
  nothingWaits: ['Nothing waits for a decision.', '没有待决定事项。'],
  nothingOwed: ['Nothing is owed.', '没有待办应答。'],
  lastReceipt: (time: string): Both => [`Last receipt ${time}.`, `最近一次回执${time}。`],
  noReceipt: ['No receipt yet.', '尚无回执。'],
  release: (n: number): Both => [
    `Release ${counted(n, 'object', 'objects', '')[0]}`,
    `放行${n}个对象`,
  ],
  releaseFor: (peer: string, until: string): Both => [
    `to ${peer} · decide by ${until}`,
    `发往${peer} · ${until}前决定`,
  ],
  compare: ['Compare safety numbers', '核对安全号码'],
  compareNew: ['not confirmed yet; nothing is exchanged', '尚未确认，未交换任何内容'],
  compareFrozen: ['on hold until compared', '核对前暂停往来'],
  sign: ['Sign a compact', '签署合作约定'],
  signBy: (peer: string, until: string): Both => [
    `proposed by ${peer} · sign by ${until}`,
    `由${peer}提出 · ${until}前签署`,
  ],
  peers: ['Peers', '对等节点'],
  links: ['what goes between us', '往来情况'],
  noPeers: ['No peer yet.', '尚无对等节点。'],
  addPeer: ['Add one under Peers.', '在“对等节点”中添加。'],
  answers: ['receipts come', '回执正常'],
  queued: (n: number, since: string): Both => [
    `${counted(n, 'envelope waits', 'envelopes wait', '')[0]}, oldest ${since}`,
    `${n}个信封待回执，最早${since}`,
  ],
  failing: (n: number): Both => [
    `${counted(n, 'attempt', 'attempts', '')[0]} failed in a row`,
    `连续${n}次发送失败`,
  ],
  alarms: (n: number): Both => [
    `${counted(n, 'alarm', 'alarms', '')[0]}: a history differs or is not shown.`,
    `${n}个警报：有历史不一致或未出示。`,
  ],
  sealSoon: (until: string): Both => [
    `Peers can send to this node until ${until}: its key for that runs out.`,
    `对方可向本节点发送至${until}：密封密钥即将到期。`,
  ],
  sealOver: [
    'Peers can send nothing to this node: its key for that has run out.',
    '对方已无法向本节点发送：密封密钥已到期。',
  ],
  sealRotate: ['An operator brings the root key and runs', '请操作员取回根密钥并运行'],
  openTrust: ['Open Trust', '打开“信任”'],
  here: ['Here', '本节点'],
  own: ['own objects', '自有对象'],
  received: ['received', '收到'],
  retracted: ['retracted', '已撤回'],
  logSize: ['log entries', '日志条目'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>
