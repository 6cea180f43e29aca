import type { Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on languages say. */
const TEXTS = {
  'no-terms': { en: 'No such term.', zh: '没有该术语。' },
  source: { en: 'From', zh: '来源' },
  official: { en: 'official bilingual texts', zh: '官方双语文本' },
  standard: { en: 'GB/T 20986, GB/T 36643', zh: 'GB/T 20986、GB/T 36643' },
  cncert: { en: 'usage of CNCERT', zh: 'CNCERT 用语' },
  usage: { en: 'common usage', zh: '通用译法' },
  authoritative: { en: 'authoritative', zh: '作准文本' },
  'authoritative-both': { en: 'equally authentic', zh: '同等作准' },
  human: { en: 'translated by a person', zh: '人工翻译' },
  machine: { en: 'MACHINE TRANSLATION', zh: '机器翻译' },
  here: { en: 'made here by {maker}', zh: '本方译，译者：{maker}' },
  author: { en: "the author's own", zh: '作者自译' },
  reviewed: { en: 'reviewed by {reviewer}', zh: '审校：{reviewer}' },
  'not-reviewed': { en: 'not reviewed', zh: '未审校' },
  none: { en: '(no translation)', zh: '（无译文）' },
  missing: {
    en: 'Terms without their agreed counterpart: {terms}',
    zh: '未使用约定译法的术语：{terms}',
  },
} as const

/** The sentence of a key with its values filled in. */
export function say(
  lang: Language,
  key: keyof typeof TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][lang], params)
}
