import type { Bilingual, Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on contacts, ping tests, the rota and notices say. */
const TEXTS = {
  'no-contacts': { en: 'No contacts.', zh: '没有联络点。' },
  'no-pings': { en: 'No ping tests.', zh: '没有联络测试。' },
  'no-schedules': { en: 'No ping tests are scheduled.', zh: '没有定期联络测试。' },
  'no-notices': { en: 'No notices.', zh: '没有通知。' },
  node: { en: 'Node', zh: '节点' },
  us: { en: 'us', zh: '本方' },
  id: { en: 'Id', zh: '编号' },
  role: { en: 'Role', zh: '角色' },
  name: { en: 'Name', zh: '名称' },
  hours: { en: 'Hours', zh: '时段' },
  now: { en: 'Now', zh: '当前' },
  reach: { en: 'E-mail, phone', zh: '电子邮件、电话' },
  languages: { en: 'Languages', zh: '语言' },
  shared: { en: 'Held by', zh: '已告知' },
  yes: { en: 'yes', zh: '在岗' },
  no: { en: 'no', zh: '不在岗' },
  erased: { en: '(erased)', zh: '（已删除）' },
  key: { en: 'PGP', zh: 'PGP' },
  withdrawn: { en: 'Contact {id} is withdrawn.', zh: '已撤回联络点 {id}。' },
  peer: { en: 'Peer', zh: '对等节点' },
  direction: { en: 'Asked by', zh: '发起方' },
  them: { en: 'them', zh: '对方' },
  status: { en: 'Status', zh: '状态' },
  asked: { en: 'Asked', zh: '发起时间' },
  minutes: { en: 'Minutes', zh: '用时（分钟）' },
  machine: { en: 'Machine answers', zh: '自动回应' },
  sent: { en: 'sent', zh: '已发出' },
  arrived: { en: 'waits for a person', zh: '等待人员回应' },
  answered: { en: 'answered in time', zh: '按时回应' },
  late: { en: 'answered late', zh: '逾期回应' },
  missed: { en: 'MISSED', zh: '未回应' },
  'ping-sent': {
    en: 'Ping test {id} is on its way; only a person can answer it.',
    zh: '联络测试 {id} 已发出，仅可由人员回应。',
  },
  'ping-answered': { en: 'Ping test {id} is answered.', zh: '已回应联络测试 {id}。' },
  every: { en: 'Every', zh: '间隔' },
  within: { en: 'Within', zh: '时限' },
  next: { en: 'Next', zh: '下次' },
  'on-call': { en: 'On call now', zh: '当前值守' },
  nobody: { en: 'nobody', zh: '无人' },
  line: { en: 'Line', zh: '岗位' },
  contact: { en: 'Contact', zh: '联络点' },
  starts: { en: 'From', zh: '起' },
  ends: { en: 'Until', zh: '止' },
  handovers: { en: 'Hand-overs', zh: '交接班' },
  offered: { en: 'offered', zh: '待确认' },
  accepted: { en: 'accepted', zh: '已接班' },
  declined: { en: 'declined', zh: '已谢绝' },
  giver: { en: 'From', zh: '交班' },
  taker: { en: 'To', zh: '接班' },
  note: { en: 'Note', zh: '备注' },
  done: { en: 'Done: {id}.', zh: '已完成：{id}。' },
  made: { en: 'Time', zh: '时间' },
  notice: { en: 'Notice', zh: '通知' },
  seen: { en: 'Seen by', zh: '查看人' },
  channels: { en: 'Sent', zh: '发送情况' },
  'call-pending': {
    en: 'NOT YET SURE: call back through one of these contacts, not through what the request says.',
    zh: '尚未核实：请通过以下联络点回拨，切勿使用请求中所列的联系方式。',
  },
  'call-history': { en: 'Ping tests with this peer', zh: '与该节点的联络测试' },
  'call-contacts': { en: 'Whom to call', zh: '可致电的联络点' },
  calls: { en: 'Calls made', zh: '已拨打的电话' },
  ladder: { en: 'Escalation', zh: '问题升级' },
  'drill-feed': { en: 'DRILL', zh: '应急演练' },
} as const

/** Roles of contacts and lines of the rota, as the commands take them. */
const POSTS: Readonly<Record<string, Bilingual>> = {
  technical: { en: 'technical', zh: '技术' },
  policy: { en: 'policy', zh: '政策' },
  hotline: { en: 'hotline', zh: '热线' },
  duty: { en: 'duty', zh: '值班' },
  deputy: { en: 'deputy', zh: '副班' },
}

/** A role or a line in words; in Chinese with the code, which is what one types. */
export function post(lang: Language, code: string): string {
  const words = POSTS[code]?.[lang]
  return words === undefined || words === code ? code : `${words} (${code})`
}

/** The sentence of a key with its values filled in. */
export function say(
  lang: Language,
  key: keyof typeof TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][lang], params)
}
