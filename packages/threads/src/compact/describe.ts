import { type Both, termLabel, termValue } from './labels.ts'
import type { Terms } from './terms.ts'

/** One term in words. */
export interface TermLine {
  /** For machines: `intelligence.tlp`. */
  readonly path: string
  readonly label: Both
  readonly value: Both
}

/** Terms whose parts belong together. */
const WHOLE = new Set(['acknowledge', 'answer'])

/** Every term of a compact in words, in the order of the terms. */
export function describeTerms(terms: Terms): TermLine[] {
  return linesOf(['terms'], terms)
}

function linesOf(path: readonly string[], value: unknown): TermLine[] {
  const name = path.at(-1) ?? ''
  if (isTree(value) && !WHOLE.has(name)) {
    return Object.entries(value).flatMap(([key, each]) => linesOf([...path, key], each))
  }
  return [{ path: path.slice(1).join('.'), label: termLabel(path), value: inWords(value) }]
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inWords(value: unknown): Both {
  if (!Array.isArray(value)) return termValue(value)
  if (value.length === 0) return { en: 'none', zh: '无' }
  const each = value.map(stepInWords)
  return { en: each.map(({ en }) => en).join(', '), zh: each.map(({ zh }) => zh).join('、') }
}

/** A name in a list, or a rung of a ladder: who is told, and when. */
function stepInWords(value: unknown): Both {
  if (!isTree(value) || !('to' in value)) return termValue(value)
  const [to, after] = [termValue(value.to), termValue(value.after)]
  return { en: `${to.en} after ${after.en}`, zh: `${after.zh}后${to.zh}` }
}
