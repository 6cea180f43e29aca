import type { BothLanguages } from './step-texts.ts'

/** What a fact of a step is called. A fact without a line here is shown under its own name. */
export const FACT_LABELS: Readonly<Record<string, BothLanguages>> = {
  author: { en: 'author', zh: '作者' },
  author_name: { en: 'name of the author', zh: '作者名称' },
  by: { en: 'signed by node', zh: '签署节点' },
  bytes: { en: 'bytes', zh: '字节数' },
  code: { en: 'reason', zh: '原因' },
  commitment: { en: 'commitment', zh: '承诺值' },
  compact: { en: 'compact', zh: '合作约定' },
  cosignatures: { en: 'cosignatures', zh: '联署数' },
  deadline: { en: 'deadline', zh: '期限' },
  digest: { en: 'digest', zh: '摘要' },
  disposition: { en: 'disposition', zh: '处理结果' },
  epoch: { en: 'epoch', zh: '纪元' },
  from: { en: 'from node', zh: '发送节点' },
  host: { en: 'host', zh: '主机' },
  index: { en: 'entry', zh: '条目序号' },
  items: { en: 'items', zh: '条目数' },
  kind: { en: 'kind', zh: '类型' },
  mailbox: { en: 'mailbox', zh: '信箱' },
  mode: { en: 'exercise or live', zh: '演练或实战' },
  name: { en: 'name', zh: '名称' },
  node: { en: 'node', zh: '节点' },
  origin: { en: 'log', zh: '日志' },
  parcel: { en: 'parcel', zh: '包裹' },
  party: { en: 'party', zh: '参与方' },
  quorum: { en: 'quorum asked for', zh: '所要求的法定数' },
  receiver: { en: 'receiver', zh: '接收方' },
  receiver_name: { en: 'name of the receiver', zh: '接收方名称' },
  received: { en: 'time by its own clock', zh: '自述时间' },
  role: { en: 'role', zh: '角色' },
  root: { en: 'root', zh: '根哈希' },
  sender: { en: 'sender', zh: '发送方' },
  sender_name: { en: 'name of the sender', zh: '发送方名称' },
  seq: { en: 'number', zh: '序号' },
  shown: { en: 'items shown', zh: '所附条目' },
  size: { en: 'size of the log', zh: '日志规模' },
  statements: { en: 'statements in it', zh: '所含声明数' },
  suites: { en: 'signature suites', zh: '签名套件' },
  tendered: { en: 'offered since', zh: '可领取起始时间' },
  time: { en: 'time by its own clock', zh: '自述时间' },
  tlp: { en: 'TLP', zh: 'TLP' },
  to: { en: 'to node', zh: '接收节点' },
  total: { en: 'items in all', zh: '条目总数' },
  until: { en: 'held until', zh: '保管至' },
  version: { en: 'identity version', zh: '身份文件版本' },
  witnessed: { en: 'existed by', zh: '不晚于' },
  witnesses: { en: 'witnesses', zh: '见证方' },
}

/** Values that are words: what they are called where they are not kept as they are. */
export const FACT_VALUES: Readonly<Record<string, Readonly<Record<string, BothLanguages>>>> = {
  disposition: {
    accepted: { en: 'accepted', zh: '已接收' },
    pending: { en: 'pending', zh: '待处理' },
    withheld: { en: 'withheld', zh: '暂不交付' },
    refused: { en: 'refused', zh: '已拒收' },
  },
  mode: {
    exercise: { en: 'EXERCISE', zh: '演练' },
    live: { en: 'live', zh: '实战' },
  },
}

/** Names of signature suites as their standards spell them. */
export const SUITE_NAMES: Readonly<Record<string, string>> = {
  ed25519: 'Ed25519',
  'ml-dsa-65': 'ML-DSA-65',
  'ml-dsa-44': 'ML-DSA-44',
}
