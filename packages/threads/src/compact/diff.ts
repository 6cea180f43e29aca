import type { ProposeAct } from './acts.ts'
import { type Both, termLabel, termValue } from './labels.ts'

/** What a proposal says in words: title and paragraph pairs, equally authentic. */
export interface CompactText {
  readonly title: Both
  readonly text: readonly Both[]
}

/** A version of a compact: its terms, and its words when they are at hand. */
export interface CompactVersion {
  readonly act: Pick<ProposeAct, 'from' | 'until' | 'sign_by' | 'terms'>
  readonly words: CompactText | null
}

/** One difference between two versions. */
export interface CompactChange {
  /** Path of the term, or `title`, `text.3`: for machines. */
  readonly path: string
  readonly before: unknown
  readonly after: unknown
  /** The same in words, for people. */
  readonly sentence: Both
}

/** Terms that are compared as a whole. */
const WHOLE = new Set(['acknowledge', 'answer', 'ladder', 'mailboxes'])

/**
 * Every difference between two versions of a compact, in the order of the terms: nothing that
 * two parties sign changes without being listed here.
 */
export function diffCompacts(before: CompactVersion, after: CompactVersion): CompactChange[] {
  return [...diffTerms([], before.act, after.act), ...diffWords(before.words, after.words)]
}

function diffTerms(path: readonly string[], before: unknown, after: unknown): CompactChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (isTree(before) && isTree(after) && !WHOLE.has(path.at(-1) ?? '')) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => diffTerms([...path, name], before[name], after[name]))
  }
  return [change(path, before ?? null, after ?? null)]
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function change(path: readonly string[], before: unknown, after: unknown): CompactChange {
  const label = termLabel(path)
  return {
    path: path.join('.'),
    before,
    after,
    sentence:
      isTexts(before) && isTexts(after)
        ? setSentence(label, before, after)
        : valueSentence(label, before, after),
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
}

function valueSentence(label: Both, before: unknown, after: unknown): Both {
  const was = tierValue(before)
  const is = tierValue(after)
  return {
    en: `${label.en}: ${was.en} → ${is.en}`,
    zh: `${label.zh}：${was.zh} → ${is.zh}`,
  }
}

/** A whole tier that is agreed anew is told as agreed; its terms are in the version itself. */
function tierValue(value: unknown): Both {
  if (!isTree(value) || 'count' in value) return termValue(value)
  return { en: 'agreed', zh: '已约定' }
}

function setSentence(label: Both, before: readonly string[], after: readonly string[]): Both {
  const added = after.filter((entry) => !before.includes(entry))
  const gone = before.filter((entry) => !after.includes(entry))
  const en = [part('added', added, 'en'), part('removed', gone, 'en')].filter(Boolean).join('; ')
  const zh = [part('新增', added, 'zh'), part('删除', gone, 'zh')].filter(Boolean).join('；')
  if (en === '') return { en: `${label.en}: in another order`, zh: `${label.zh}：顺序有改动` }
  return { en: `${label.en}: ${en}`, zh: `${label.zh}：${zh}` }
}

/** In words where there are any, as the terms themselves are shown. */
function part(word: string, entries: readonly string[], lang: 'en' | 'zh'): string {
  const names = entries.map((entry) => termValue(entry)[lang])
  return names.length === 0 ? '' : `${word} ${names.join(lang === 'zh' ? '、' : ', ')}`
}

/** Nothing that is signed changes unseen: where words are not at hand, that is said. */
const UNREADABLE: CompactChange = {
  path: 'text',
  before: null,
  after: null,
  sentence: {
    en: 'title and text cannot be compared: those of a version are not at hand',
    zh: '标题与正文无法比较：其中一个版本的文本不在本节点',
  },
}

function diffWords(before: CompactText | null, after: CompactText | null): CompactChange[] {
  if (!before || !after) return [UNREADABLE]
  const title = diffPair('title', { en: 'title', zh: '标题' }, before.title, after.title)
  const count = Math.max(before.text.length, after.text.length)
  const paragraphs = Array.from({ length: count }, (_, i) => {
    const name = { en: `paragraph ${i + 1}`, zh: `第${i + 1}段` }
    return diffPair(`text.${i}`, name, before.text[i] ?? null, after.text[i] ?? null)
  })
  return [...title, ...paragraphs.flat()]
}

function diffPair(path: string, name: Both, before: Both | null, after: Both | null) {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const said: Both =
    before === null
      ? { en: `${name.en} added`, zh: `新增${name.zh}` }
      : after === null
        ? { en: `${name.en} removed`, zh: `删除${name.zh}` }
        : {
            en: `${name.en} changed${inOne(before, after, 'en')}`,
            zh: `${name.zh}有改动${inOne(before, after, 'zh')}`,
          }
  return [{ path, before, after, sentence: said }]
}

/** Both languages bind alike, so a change of one alone is what people must look at. */
function inOne(before: Both, after: Both, lang: 'en' | 'zh'): string {
  if (before.en !== after.en && before.zh !== after.zh) return ''
  const english = before.zh === after.zh
  if (lang === 'en') return english ? ', in the English text only' : ', in the Chinese text only'
  return english ? '（仅英文文本）' : '（仅中文文本）'
}
