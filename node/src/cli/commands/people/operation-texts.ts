import type { Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on concerted operations say. */
const TEXTS = {
  none: { en: 'No concerted operations.', zh: '没有协同行动。' },
  drill: { en: 'DRILL', zh: '应急演练' },
  id: { en: 'Id', zh: '编号' },
  status: { en: 'Status', zh: '状态' },
  start: { en: 'Start', zh: '开始时间' },
  title: { en: 'Title', zh: '标题' },
  steps: { en: 'Steps', zh: '步骤' },
  step: { en: 'Step', zh: '步骤' },
  party: { en: 'Party', zh: '参与方' },
  action: { en: 'Action', zh: '动作' },
  after: { en: 'After', zh: '前置步骤' },
  says: { en: 'Says', zh: '表态' },
  what: { en: 'What', zh: '内容' },
  round: {
    en: 'Plan {round}, {status}, start {start}',
    zh: '第 {round} 版计划，{status}，开始时间 {start}',
  },
  proposed: { en: 'proposed', zh: '已提议' },
  agreed: { en: 'every party says go', zh: '各方均表示可行' },
  'counting-down': { en: 'launched, before the start', zh: '已启动，等待开始' },
  'under-way': { en: 'under way', zh: '进行中' },
  aborted: { en: 'ABORTED', zh: '已中止' },
  closed: { en: 'closed', zh: '已结束' },
  go: { en: 'go', zh: '可行' },
  'no-go': { en: 'NO-GO', zh: '不可行' },
  silent: { en: 'silent', zh: '未表态' },
  waiting: { en: 'waiting', zh: '等待' },
  running: { en: 'running', zh: '执行中' },
  done: { en: 'done', zh: '完成' },
  failed: { en: 'FAILED', zh: '失败' },
  skipped: { en: 'skipped', zh: '略过' },
  'plan-written': {
    en: 'Plan written to {file}. Its parties, in this order: {parties}. Party 0 is the node that proposes: `concert operation propose {file} PEER…`.',
    zh: '计划已写入 {file}。参与方依次为：{parties}。第 0 方为提议节点：`concert operation propose {file} PEER…`。',
  },
  'left-out': { en: 'not taken over:', zh: '未采用：' },
  'playbook-bad': { en: 'The playbook cannot be taken over:', zh: '无法采用该剧本：' },
  'file-bad': { en: '{file} cannot be read as JSON.', zh: '无法将 {file} 作为 JSON 读取。' },
} as const

/** The sentence of a key with its values filled in. */
export function say(
  lang: Language,
  key: keyof typeof TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][lang], params)
}
