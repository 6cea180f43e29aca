/** A text in both languages. */
export interface Both {
  readonly en: string
  readonly zh: string
}

/** What each term is called, by its path; `*` stands for any one step. */
const LABELS: Readonly<Record<string, Both>> = {
  from: { en: 'valid from', zh: '生效时间' },
  until: { en: 'valid until', zh: '失效时间' },
  sign_by: { en: 'to be signed by', zh: '签署截止时间' },
  'terms.intelligence': { en: 'intelligence tier', zh: '情报层' },
  'terms.intelligence.tlp': { en: 'highest TLP label', zh: '最高TLP标签' },
  'terms.intelligence.types': { en: 'object types', zh: '对象类型' },
  'terms.intelligence.attribution': { en: 'attribution', zh: '归因内容' },
  'terms.intelligence.onward': { en: 'onward sharing', zh: '再次分享' },
  'terms.intelligence.holders_told': {
    en: 'authors are told who holds what was passed on',
    zh: '向作者告知转发内容的持有方',
  },
  'terms.intelligence.retention_days': { en: 'retention in days', zh: '保存天数' },
  'terms.requests': { en: 'requests tier', zh: '协助请求层' },
  'terms.requests.types': { en: 'request types', zh: '请求类型' },
  'terms.requests.targets': { en: 'targets in one request', zh: '单项请求的目标数上限' },
  'terms.requests.urgency.*': { en: 'urgency {0}', zh: '紧急程度 {0}' },
  'terms.requests.urgency.*.acknowledge': {
    en: 'urgency {0}: acknowledge within',
    zh: '紧急程度 {0}：确认收到时限',
  },
  'terms.requests.urgency.*.answer': {
    en: 'urgency {0}: first substance within',
    zh: '紧急程度 {0}：首次实质回复时限',
  },
  'terms.requests.urgency.*.ladder': {
    en: 'urgency {0}: ladder when missed',
    zh: '紧急程度 {0}：逾期后的问题升级顺序',
  },
  'terms.matching': { en: 'matching tier', zh: '隐私比对层' },
  'terms.matching.set_min': { en: 'smallest set', zh: '集合最小规模' },
  'terms.matching.set_max': { en: 'largest set', zh: '集合最大规模' },
  'terms.matching.budget_per_day': { en: 'evaluations a day', zh: '每日比对次数' },
  'terms.matching.tell': { en: 'what a match tells', zh: '比对结果的告知范围' },
  'terms.dialogue': { en: 'dialogue tier', zh: '对话层' },
  'terms.dialogue.tracks': { en: 'tracks', zh: '对话轨道' },
  'terms.dialogue.chatham_house': { en: 'Chatham House Rule', zh: '查塔姆宫规则' },
  'terms.suites': { en: 'signature suites required', zh: '必需的签名套件' },
  'terms.witnesses': { en: 'witness policy', zh: '见证方策略' },
  'terms.mailboxes': { en: 'neutral mailboxes', zh: '中立信箱' },
  'terms.notice.suspend_hours': {
    en: 'notice before a suspension, in hours',
    zh: '暂停前的通知期（小时）',
  },
  'terms.notice.end_days': { en: 'notice before the end, in days', zh: '终止前的通知期（天）' },
  'terms.anonymous_relay': { en: 'relaying without the source named', zh: '匿名转达' },
}

/** What the term at a path is called. */
export function termLabel(path: readonly string[]): Both {
  const exact = LABELS[path.join('.')]
  if (exact) return exact
  const [first = '', second = '', third = '', step = '', ...rest] = path
  const found = LABELS[[first, second, third, '*', ...rest].join('.')]
  const name = path.join('.')
  if (!found) return { en: name, zh: name }
  const shown = step.toUpperCase()
  return { en: found.en.replace('{0}', shown), zh: found.zh.replace('{0}', shown) }
}

/** Values with a name of their own. */
const VALUES: Readonly<Record<string, Both>> = {
  true: { en: 'yes', zh: '是' },
  false: { en: 'no', zh: '否' },
  null: { en: 'not agreed', zh: '未约定' },
  count: { en: 'only how many', zh: '仅告知数量' },
  items: { en: 'the matched items', zh: '告知匹配项' },
  red: { en: 'TLP:RED', zh: 'TLP:RED' },
  'amber+strict': { en: 'TLP:AMBER+STRICT', zh: 'TLP:AMBER+STRICT' },
  amber: { en: 'TLP:AMBER', zh: 'TLP:AMBER' },
  green: { en: 'TLP:GREEN', zh: 'TLP:GREEN' },
  clear: { en: 'TLP:CLEAR', zh: 'TLP:CLEAR' },
  analysis: { en: 'analysis', zh: '分析' },
  clarification: { en: 'clarification', zh: '澄清' },
  information: { en: 'information', zh: '提供信息' },
  preservation: { en: 'preservation', zh: '证据保全' },
  takedown: { en: 'takedown or mitigation', zh: '关停或处置' },
  'victim-notification': { en: 'victim notification', zh: '通知受害方' },
  deputy: { en: 'deputy', zh: '副班' },
  'policy-contact': { en: 'policy contact', zh: '政策联络点' },
  hotline: { en: 'hotline', zh: '热线' },
  // Types of STIX: the code is the word in English.
  'attack-pattern': { en: 'attack-pattern', zh: '攻击方法' },
  campaign: { en: 'campaign', zh: '攻击活动' },
  'domain-name': { en: 'domain-name', zh: '域名' },
  file: { en: 'file', zh: '文件' },
  identity: { en: 'identity', zh: '身份' },
  indicator: { en: 'indicator', zh: '攻击指标' },
  infrastructure: { en: 'infrastructure', zh: '基础设施' },
  'ipv4-addr': { en: 'ipv4-addr', zh: 'IPv4地址' },
  'ipv6-addr': { en: 'ipv6-addr', zh: 'IPv6地址' },
  malware: { en: 'malware', zh: '恶意程序' },
  relationship: { en: 'relationship', zh: '关系' },
  report: { en: 'report', zh: '报告' },
  sighting: { en: 'sighting', zh: '命中反馈' },
  tool: { en: 'tool', zh: '工具' },
  url: { en: 'url', zh: '网址' },
  vulnerability: { en: 'vulnerability', zh: '漏洞' },
  government: { en: 'government', zh: '政府' },
  industry: { en: 'industry', zh: '产业界' },
  academic: { en: 'academic', zh: '学术界' },
}

/** A value as people read it. */
export function termValue(value: unknown): Both {
  const known = VALUES[String(value)]
  if (known && (typeof value !== 'string' || value !== 'null')) return known
  const span = spanText(value)
  if (span) return span
  const text =
    typeof value === 'string'
      ? value
      : typeof value === 'number'
        ? value.toLocaleString('en-US')
        : JSON.stringify(value)
  return { en: text, zh: text }
}

function spanText(value: unknown): Both | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { unit, count } = value as { unit?: unknown; count?: unknown }
  if (typeof count !== 'number') return undefined
  if (unit === 'working_days')
    return { en: `${count} working ${count === 1 ? 'day' : 'days'}`, zh: `${count}个工作日` }
  if (unit !== 'minutes') return undefined
  return count % 60 === 0
    ? { en: `${count / 60} h`, zh: `${count / 60}小时` }
    : { en: `${count} min`, zh: `${count}分钟` }
}
