import type { Bilingual, Language } from '../../../i18n/language.ts'
import { fill } from '../../../i18n/translate.ts'

/** What the commands on STIX files say. */
export const STIX_TEXTS = {
  unreadable: { en: '{file} cannot be read.', zh: '无法读取 {file}。' },
  exists: {
    en: '{file} exists already. Nothing was changed.',
    zh: '{file} 已存在，未作任何更改。',
  },
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  section: { en: 'STIX 2.1 §{section}', zh: 'STIX 2.1 第 {section} 节' },
  expected: { en: 'expected: {values}', zh: '应为：{values}' },
  more: { en: 'and more', zh: '等' },
  input: { en: 'standard input', zh: '标准输入' },
  progress: { en: '{name}: {mb} MB, {objects} objects', zh: '{name}：{mb} MB，{objects} 个对象' },
  progressOf: {
    en: '{name}: {bar} {percent}%, {mb} MB, {objects} objects',
    zh: '{name}：{bar} {percent}%，{mb} MB，{objects} 个对象',
  },
  validated: {
    en: '{name}: {valid} of {objects} objects are valid; {errors} errors, {warnings} warnings.',
    zh: '{name}：{objects} 个对象中 {valid} 个有效；错误 {errors} 处，警告 {warnings} 处。',
  },
  unlisted: {
    en: '{count} more are not listed; see --limit.',
    zh: '另有 {count} 处未列出，见 --limit。',
  },
  old: {
    en: 'A bundle that states its version is of STIX 2.0: see `concert stix upgrade`.',
    zh: '标明版本的集合属于 STIX 2.0：请使用 `concert stix upgrade`。',
  },
  upgraded: {
    en: '{objects} objects read, {upgraded} of them of STIX 2.0; {written} written, {changes} changes, {errors} errors.',
    zh: '读取 {objects} 个对象，其中 {upgraded} 个为 STIX 2.0；写出 {written} 个，更改 {changes} 处，错误 {errors} 处。',
  },
  becomes: { en: '{at} → {to}', zh: '{at} → {to}' },
} as const satisfies Readonly<Record<string, Bilingual>>

/** A sentence in a language, filled in. */
export function say(
  lang: Language,
  key: keyof typeof STIX_TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fill(STIX_TEXTS[key][lang], params)
}

/** A sentence in both languages, filled in. */
export function sayBoth(
  key: keyof typeof STIX_TEXTS,
  params: Readonly<Record<string, string | number>> = {},
): Bilingual {
  return { en: say('en', key, params), zh: say('zh', key, params) }
}
