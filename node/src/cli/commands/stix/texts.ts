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
  'pattern-none': {
    en: 'Give a file, - or --pattern.',
    zh: '请给出文件、- 或 --pattern。',
  },
  'pattern-at': { en: 'line {line}, column {column}', zh: '第 {line} 行第 {column} 列' },
  'pattern-list-line': { en: 'line {line}', zh: '第 {line} 行' },
  'pattern-line-unread': {
    en: 'The line is not UTF-8, or longer than 256 KiB.',
    zh: '该行不是 UTF-8，或超过 256 KiB。',
  },
  'pattern-matched': {
    en: 'matches {observations}',
    zh: '匹配 {observations}',
  },
  'pattern-undecided': {
    en: 'not decided: telling would take more steps than allowed',
    zh: '未能判定：所需步骤超过允许的上限',
  },
  'pattern-summary': {
    en: '{patterns} patterns, {valid} of them valid; {errors} errors, {warnings} warnings.',
    zh: '{patterns} 个模式，其中 {valid} 个有效；错误 {errors} 处，警告 {warnings} 处。',
  },
  'pattern-match-summary': {
    en: '{matched} of {valid} patterns match {observations} observations; {undecided} not decided.',
    zh: '{valid} 个模式中有 {matched} 个与 {observations} 条观测匹配；{undecided} 个未能判定。',
  },
  'extract-pdf': {
    en: '{name} is a PDF: give the text of it, as `pdftotext` writes it.',
    zh: '{name} 是 PDF 文件：请先用 `pdftotext` 等工具导出其文本。',
  },
  'extract-large': {
    en: '{name} is larger than 32 MiB.',
    zh: '{name} 大于 32 MiB。',
  },
  'extract-creator': {
    en: '--stix needs --creator, the id of the identity in whose name objects are made.',
    zh: '--stix 需要 --creator，即以其名义生成对象的身份的标识符。',
  },
  'extract-raw': { en: ' (written {raw})', zh: '（原文写作 {raw}）' },
  'extract-summary': {
    en: '{name}: {findings} findings, {warned} of them with a warning.',
    zh: '{name}：找到 {findings} 项，其中 {warned} 项带有警告。',
  },
  'extract-truncated': {
    en: '{name} was too long or held too much: the rest was not looked at.',
    zh: '{name} 过长或内容过多，其余部分未查看。',
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
