import type { Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on requests and scorecards say. */
const TEXTS = {
  none: { en: 'No requests.', zh: '没有协助请求。' },
  'no-drafts': { en: 'No drafts.', zh: '没有草稿。' },
  id: { en: 'Request', zh: '请求' },
  number: { en: 'Draft', zh: '草稿' },
  side: { en: 'Side', zh: '方向' },
  peer: { en: 'Peer', zh: '对等节点' },
  title: { en: 'Title', zh: '标题' },
  urgency: { en: 'Urgency', zh: '紧急程度' },
  status: { en: 'Status', zh: '状态' },
  acknowledge: { en: 'Acknowledge', zh: '确认收到时限' },
  answer: { en: 'First substance', zh: '首次实质回复时限' },
  targets: { en: 'Targets', zh: '目标' },
  'side-asker': { en: 'asked', zh: '发出' },
  'side-owner': { en: 'to answer', zh: '待答' },
  'call-back': { en: 'no receipt: call them', zh: '未见回执：请致电对方' },
  left: { en: '{time} left', zh: '剩余 {time}' },
  over: { en: '{time} over', zh: '已超 {time}' },
  'clock-not-started': { en: 'not started', zh: '未开始' },
  'clock-paused': { en: 'paused, {time} left', zh: '已暂停，剩余 {time}' },
  'clock-met': { en: 'met', zh: '已按时完成' },
  'clock-late': { en: 'late', zh: '已逾期完成' },
  'clock-ended': { en: 'ended', zh: '已终止' },
  unsure: { en: ' (holidays not announced yet)', zh: '（假日安排尚未公布）' },
  days: { en: '{d} d {h} h', zh: '{d} 天 {h} 小时' },
  hours: { en: '{h} h {m} min', zh: '{h} 小时 {m} 分' },
  original: { en: 'original', zh: '原文' },
  translation: { en: 'translation', zh: '译文' },
  authoritative: { en: 'authoritative', zh: '作准' },
  'by-human': { en: 'by a person', zh: '人工' },
  'by-machine': { en: 'by a machine, compared by nobody', zh: '机器翻译，未经人工核对' },
  'by-machine-read': { en: 'by a machine, compared by {who}', zh: '机器翻译，由 {who} 核对' },
  drill: { en: 'DRILL', zh: '演练' },
  history: { en: 'History', zh: '往来记录' },
  asker: { en: 'asker', zh: '请求方' },
  owner: { en: 'answering side', zh: '答复方' },
  moves: { en: 'You can: {moves}', zh: '可执行：{moves}' },
  wanted: { en: 'Asked for: {items}', zh: '对方要求补充：{items}' },
  gbt: { en: 'GB/T 20986: {category}', zh: 'GB/T 20986：{category}' },
  questions: { en: 'Questions', zh: '问题' },
  'by-status': { en: 'Targets: {counts}', zh: '目标：{counts}' },
  relapses: { en: 'relapses: {n}', zh: '重新上线：{n}' },
  notice: {
    en: 'Receipt and acknowledgement are not agreement.',
    zh: '送达回执与确认收到均不代表认可。',
  },
  kept: { en: 'Draft {id}.', zh: '草稿 {id}。' },
  accepted: {
    en: '{accepted} targets, {duplicates} duplicates, {faults} unreadable, {listed} on warning lists.',
    zh: '目标 {accepted} 个，重复 {duplicates} 个，无法识别 {faults} 个，预警名单命中 {listed} 个。',
  },
  block: { en: 'stops it', zh: '阻止发送' },
  warn: { en: 'warning', zh: '提示' },
  ready: {
    en: 'Ready: `concert request send {id}`.',
    zh: '可以发送：`concert request send {id}`。',
  },
  'to-authorise': {
    en: 'Needs a second person: `concert request authorise {id}`.',
    zh: '须由第二人核准：`concert request authorise {id}`。',
  },
  'release-block': { en: 'release desk: blocked', zh: '放行台：不予放行' },
  'release-review': { en: 'release desk: a second person', zh: '放行台：须第二人审核' },
  name: { en: 'Name of these bytes: {name}', zh: '此内容的名称：{name}' },
  'part-of': { en: 'Statement {part} of {parts}: {kind}', zh: '声明 {part}/{parts}：{kind}' },
  act: { en: 'Act', zh: '机读部分' },
  content: { en: 'Content', zh: '文本部分' },
  'nothing-held': { en: 'Nothing waits for a second person.', zh: '没有等待第二人审核的内容。' },
  'is-held': {
    en: 'Held for a second person: `concert request approve {id}`.',
    zh: '等待第二人审核：`concert request approve {id}`。',
  },
  'held-word': {
    en: '{id}: {move} in {request}, by {author}',
    zh: '{id}：{move}，请求 {request}，{author} 提交',
  },
  'held-gone': { en: 'Said: {id}', zh: '已发出：{id}' },
  'held-back': { en: 'Kept here.', zh: '已退回，未发出。' },
  discarded: { en: 'Draft {id} discarded.', zh: '已删除草稿 {id}。' },
  sent: { en: 'Sent: {id}', zh: '已发送：{id}' },
  index: { en: 'No.', zh: '序号' },
  value: { en: 'Target', zh: '目标' },
  seen: { en: 'First seen', zh: '首次发现' },
  down: { en: 'Down', zh: '关停时间' },
  'times-relapsed': { en: 'Relapses', zh: '重新上线' },
  next: { en: 'More: --from {next}', zh: '更多：--from {next}' },
  'more-after': { en: 'More: --after {next}', zh: '更多：--after {next}' },
  covered: { en: '{economy}: draft {id}, {n} targets', zh: '{economy}：草稿 {id}，目标 {n} 个' },
  uncovered: {
    en: 'no peer covers {economy}: {n} targets',
    zh: '没有对等节点覆盖 {economy}：目标 {n} 个',
  },
  'economy-unknown': {
    en: 'economy unknown: {n} targets',
    zh: '所属国家或地区不明：目标 {n} 个',
  },
  'file-unreadable': { en: 'The file cannot be read: {file}.', zh: '无法读取文件：{file}。' },
  'file-json': { en: 'The file is not JSON: {file}.', zh: '文件不是 JSON：{file}。' },
  'bad-range': {
    en: 'Targets are named by ranges such as 0-99=down.',
    zh: '目标须用区间表示，例如 0-99=down。',
  },
  'file-exists': { en: 'The file exists already: {file}.', zh: '文件已存在：{file}。' },
  written: { en: 'Written: {file}', zh: '已写入：{file}' },
  measure: { en: 'Measure', zh: '指标' },
  of: { en: 'Of', zh: '对象' },
  n: { en: 'Cases', zh: '样本数' },
  value2: { en: 'Value', zh: '数值' },
  suppressed: {
    en: '{n} numbers of fewer than five cases are not told.',
    zh: '另有 {n} 项数值的样本少于五个，不予显示。',
  },
  'card-draft': { en: 'not signed', zh: '未签署' },
  'card-proposed': { en: 'signed by one side', zh: '一方已签署' },
  'card-agreed': { en: 'signed by both sides, the same bytes', zh: '双方已签署，字节一致' },
  'card-differs': { en: 'THE TWO SIDES COMPUTED DIFFERENT CARDS', zh: '双方计算结果不一致' },
  'no-cards': { en: 'No scorecards.', zh: '没有记分卡。' },
  period: { en: '{from} to {until}', zh: '{from} 至 {until}' },
  messages: { en: '{n} messages:', zh: '对应消息 {n} 条：' },
  verified: {
    en: 'Verified: card {digest}, signed by {who}.',
    zh: '验证通过：记分卡 {digest}，签署方 {who}。',
  },
} as const

/** A sentence in a language with its values filled in. */
export function say(
  lang: Language,
  key: keyof typeof TEXTS,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][lang], values)
}

/** A sentence in both languages. */
export function sayBoth(key: keyof typeof TEXTS, values: Readonly<Record<string, string>> = {}) {
  return { en: say('en', key, values), zh: say('zh', key, values) }
}
