import type { Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on drills say. */
const TEXTS = {
  none: { en: 'No drills.', zh: '没有应急演练。' },
  fine: { en: 'The scenario is fine: {steps} steps.', zh: '演练脚本有效，共 {steps} 个步骤。' },
  faults: { en: 'The scenario cannot be played:', zh: '演练脚本不可用：' },
  drill: { en: 'Drill {id}: {title}', zh: '应急演练 {id}：{title}' },
  times: {
    en: '{state}, started {started}, {speed} times as fast',
    zh: '{state}，开始于 {started}，{speed} 倍速',
  },
  running: { en: 'running', zh: '进行中' },
  done: { en: 'done', zh: '完成' },
  stopped: { en: 'stopped', zh: '已终止' },
  waiting: { en: 'waiting', zh: '等待' },
  drafted: { en: 'being sent', zh: '正在发送' },
  failed: { en: 'FAILED', zh: '失败' },
  step: { en: 'Step', zh: '步骤' },
  kind: { en: 'Does', zh: '动作' },
  state: { en: 'State', zh: '状态' },
  at: { en: 'Time', zh: '时间' },
  why: { en: 'Why', zh: '原因' },
  number: { en: 'Number', zh: '编号' },
  title: { en: 'Title', zh: '标题' },
  peer: { en: 'Peer', zh: '对等节点' },
} as const

/** The sentence of a key with its values filled in. */
export function say(
  lang: Language,
  key: keyof typeof TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][lang], params)
}
