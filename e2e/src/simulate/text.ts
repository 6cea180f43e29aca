import type { Action } from './honest.ts'
import type { Deed } from './malice.ts'
import { NAMES } from './world.ts'

/** A language of the report. */
export type Lang = 'en' | 'zh'

type Both = Readonly<Record<Lang, string>>

/** What the report says. */
export const TEXT = {
  usage: {
    en: 'npm run simulate -- [--seed N] [--steps M] [--postgres] [--json] [--lang en|zh]\n  Five nodes, three compacts, one of the nodes malicious, run from a seed. Exit code 0 when every honest node\n  holds exactly what it should and every breach is named, 1 when not, 2 for usage.',
    zh: 'npm run simulate -- [--seed N] [--steps M] [--postgres] [--json] [--lang en|zh]\n  五个节点、三份合作约定，其中一个节点怀有恶意，按随机种子运行。所有诚实节点持有的内容均正确、\n  所有违规均被指明时，退出码为 0；否则为 1；用法错误为 2。',
  },
  step: { en: 'step {step} of {steps}', zh: '第 {step} 步，共 {steps} 步' },
  ran: {
    en: 'Seed {seed}, {steps} steps: {actions}.',
    zh: '种子 {seed}，{steps} 步：{actions}。',
  },
  held: {
    en: '{held} objects came from others and are held at honest nodes.',
    zh: '诚实节点共持有来自他方的对象 {held} 个。',
  },
  named: { en: 'What Maren did, and who can show it:', zh: '马伦的行为，以及可出示证据者：' },
  row: {
    en: '  {deed}: done {done}, named {named}, proven {proven} (by {by})',
    zh: '  {deed}：实施 {done} 次，指明 {named} 次，证实 {proven} 次（由 {by}）',
  },
  unsigned: {
    en: '  {deed}: done {done}; leaves nothing signed, and changed nothing (at {by})',
    zh: '  {deed}：实施 {done} 次；未留下签名，也未造成改变（对 {by}）',
  },
  right: {
    en: 'Every honest node holds exactly what it should; every breach is named.',
    zh: '所有诚实节点持有的内容均正确；所有违规均已指明。',
  },
  wrong: { en: 'WRONG:', zh: '有误：' },
} as const satisfies Readonly<Record<string, Both>>

/** What the malicious side did, in words. */
export const DEEDS: Readonly<Record<Deed, Both>> = {
  forge: { en: "forged a statement in another's name", zh: '以他方名义伪造声明' },
  overshare: {
    en: 'sent TLP:RED under a compact for GREEN',
    zh: '在上限为 GREEN 的约定下发送 TLP:RED',
  },
  'wrong-type': { en: 'sent a type that is not agreed', zh: '发送未约定的对象类型' },
  'mix-exercise': { en: 'mixed an exercise into live traffic', zh: '将演练内容混入实际通信' },
  tamper: { en: 'changed items after signing', zh: '签名后篡改条目' },
  'take-back-others': { en: 'took back what others shared', zh: '撤回他方所分享的内容' },
  'pass-on': { en: 'passed on what was for itself alone', zh: '擅自转发仅供其自身使用的内容' },
  replay: { en: 'replayed a parcel', zh: '重放包裹' },
  flood: { en: 'flooded an inbox', zh: '以大量请求冲击收件口' },
  'other-history': { en: 'showed another history of its log', zh: '出示日志的另一份历史' },
  fork: { en: 'said two things at one place of a thread', zh: '在议程线同一位置作出两份声明' },
  conflict: { en: 'signed two envelopes under one number', zh: '以同一序号签署两个信封' },
  withhold: { en: 'answered no more', zh: '不再作出回应' },
}

/** What honest sides and the world did, in words. */
const ACTIONS: Readonly<Record<Action, Both>> = {
  import: { en: 'imports', zh: '导入' },
  share: { en: 'shares', zh: '共享' },
  forward: { en: 'onward shares', zh: '再次分享' },
  retract: { en: 'retractions', zh: '撤回' },
  narrow: { en: 'narrowings', zh: '收窄范围' },
  sight: { en: 'sightings', zh: '命中反馈' },
  ask: { en: 'requests', zh: '协助请求' },
  answer: { en: 'moves in requests', zh: '请求处理动作' },
  suspend: { en: 'suspensions', zh: '暂停' },
  resume: { en: 'resumptions', zh: '恢复' },
  amend: { en: 'amendments', zh: '修订约定' },
  cut: { en: 'links cut', zh: '切断链路' },
  mend: { en: 'links mended', zh: '恢复链路' },
  stop: { en: 'nodes stopped', zh: '停止节点' },
  kill: { en: 'nodes killed', zh: '强制终止节点' },
  start: { en: 'nodes started', zh: '启动节点' },
  drift: { en: 'clocks set wrong', zh: '时钟偏移' },
}

/** What was done, with how often. */
export function actionsText(
  lang: Lang,
  actions: Readonly<Partial<Record<Action | Deed, number>>>,
): string {
  const list = Object.entries(ACTIONS).flatMap(([action, words]) => {
    const times = actions[action as Action]
    return times === undefined ? [] : [`${words[lang]} ${times}`]
  })
  return list.join(lang === 'zh' ? '、' : ', ')
}

/** A side by its name in the language. */
export function sideText(lang: Lang, side: string): string {
  return NAMES.find(({ en }) => en === side)?.[lang] ?? side
}

/** A text in a language with values put in. */
export function say(
  lang: Lang,
  key: keyof typeof TEXT,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return TEXT[key][lang].replaceAll(/\{(\w+)\}/g, (all, name: string) =>
    String(values[name] ?? all),
  )
}
