import type { Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on feeds say. */
const TEXTS = {
  none: { en: 'No feeds.', zh: '没有情报源。' },
  name: { en: 'Feed', zh: '情报源' },
  kind: { en: 'Kind', zh: '类型' },
  state: { en: 'State', zh: '状态' },
  due: { en: 'Next', zh: '下次读取' },
  added: { en: 'Objects', zh: '对象' },
  'state-new': { en: 'to preview', zh: '待预览' },
  'state-off': { en: 'disabled', zh: '已停用' },
  'state-on': { en: 'enabled', zh: '已启用' },
  'state-running': { en: 'reading', zh: '读取中' },
  'state-failing': { en: 'FAILING ({count})', zh: '失败（{count} 次）' },
  'was-added': {
    en: 'Feed {name} added, disabled. Look at what it brings: `concert feed preview {name}`.',
    zh: '已添加情报源 {name}（停用状态）。请先预览内容：`concert feed preview {name}`。',
  },
  'was-enabled': { en: 'Feed {name} is enabled.', zh: '情报源 {name} 已启用。' },
  'was-disabled': { en: 'Feed {name} is disabled.', zh: '情报源 {name} 已停用。' },
  'was-removed': {
    en: 'Feed {name} removed; the objects that it brought stay.',
    zh: '已删除情报源 {name}，其带来的对象予以保留。',
  },
  previewed: {
    en: 'The first {read} entries; nothing was stored. {faults} are faulty.',
    zh: '以下为前 {read} 个条目，未存储任何内容；其中 {faults} 处有误。',
  },
  enable: {
    en: 'To read it on its schedule: `concert feed enable {name}`.',
    zh: '如需按计划读取：`concert feed enable {name}`。',
  },
  progress: { en: '{read} read, {added} new', zh: '已读取 {read} 个，新增 {added} 个' },
  done: {
    en: '{read} read, {added} new, {faults} faulty.',
    zh: '读取 {read} 个，新增 {added} 个，有误 {faults} 处。',
  },
  stopped: { en: 'Not read to the end: {why}', zh: '未能读完：{why}' },
  'health-times': {
    en: 'last tried {attempted}, last good {succeeded}, next {due}',
    zh: '上次尝试 {attempted}，上次成功 {succeeded}，下次 {due}',
  },
  'health-counts': {
    en: '{polls} readings, {read} objects read, {added} new, {faults} faults, {bytes} bytes',
    zh: '读取 {polls} 次，对象 {read} 个，新增 {added} 个，错误 {faults} 处，{bytes} 字节',
  },
  never: { en: 'never', zh: '从未' },
  title: { en: 'Title', zh: '标题' },
} as const

/** The sentence of a key with its values filled in. */
export function say(
  lang: Language,
  key: keyof typeof TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][lang], params)
}
