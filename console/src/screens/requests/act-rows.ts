import type { HeldWord } from '../../api/request-answers.ts'
import type { Both, Named } from '../../i18n/both.ts'
import { count, utc } from '../../i18n/format.ts'
import { texts } from './texts.ts'
import type { useWords } from './words.ts'

/** Runs of targets that are listed before the rest is counted. */
const LISTED = 50

/** One field of an act: what it is called, undefined where nobody here knows; a line for each value. */
export interface ActRow {
  readonly field: string
  readonly name: Both | undefined
  readonly lines: readonly Both[]
}

/** Where the words for a field's codes are. */
interface Speaking {
  /** Words of the protocol, as the node has them. */
  readonly word: ReturnType<typeof useWords>
  readonly nameOf: (node: string) => Both | Named
}

/** Every field of the act of a word, in words. What this console does not know stands as it is. */
export function actRows(
  { move, act }: Pick<HeldWord, 'move' | 'act'>,
  speaking: Speaking,
): readonly ActRow[] {
  const names: Readonly<Record<string, Both>> = { ...texts.actFields, ...OTHERWISE[move] }
  return Object.entries(act).map(([field, value]) => {
    const name = Object.hasOwn(names, field) ? names[field] : undefined
    const values = Array.isArray(value) ? value.slice(0, LISTED) : [value]
    const lines = values.map((each) => lineOf(move, field, each, speaking))
    const rest = Array.isArray(value) ? value.length - values.length : 0
    const none = values.length === 0 ? [texts.actNone] : []
    return { field, name, lines: [...lines, ...none, ...(rest > 0 ? [texts.actMore(rest)] : [])] }
  })
}

/** Fields that one kind of word calls otherwise than the others. */
const OTHERWISE: Readonly<Record<string, Readonly<Record<string, Both>>>> = {
  'request.escalate': { to: texts.escalateTo },
  'request.transfer': { to: texts.actNode, kind: texts.transferTo },
}

function lineOf(move: string, field: string, value: unknown, { word, nameOf }: Speaking): Both {
  if (value === null) return texts.actNone
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  const text = String(value)
  switch (field) {
    case 'code':
      return both(word('refusals', text))
    case 'item':
    case 'items':
      return both(word('evidence', text))
    case 'reason':
      return both(word('reasons', text))
    case 'scope':
      return inTable(texts.scopes, text)
    case 'result':
      return inTable(texts.results, text)
    case 'kind':
      return inTable(texts.transfers, text)
    case 'usefulness':
      return inTable(texts.usefulness, text)
    case 'to':
      return move === 'request.transfer' ? both(nameOf(text)) : inTable(texts.rungs, text)
    case 'by':
    case 'until':
      return same(timeOf(text))
    case 'questions':
      return questionLine(value, word)
    case 'targets':
      return targetsLine(value, word)
    default:
      return same(typeof value === 'object' ? JSON.stringify(value) : text)
  }
}

/** A question by its number; with how it stands where that is said. */
function questionLine(value: unknown, word: Speaking['word']): Both {
  if (typeof value !== 'object') return texts.question(Number(value))
  const { n, status } = value as { readonly n: number; readonly status: string }
  return texts.actStands(texts.question(n), both(word('questions', status)))
}

/** Targets that stand alike, by their numbers in the list, and when they were found so. */
function targetsLine(value: unknown, word: Speaking['word']): Both {
  const run = value as Readonly<Record<'from' | 'count', number> & Record<'status' | 'at', string>>
  const [first, last] = [count(run.from + 1), count(run.from + run.count)]
  const [en, zh] = texts.actTargets(first === last ? first : `${first}–${last}`)
  const stands = texts.actStands([en, zh], both(word('targets', run.status)))
  const at = timeOf(run.at)
  return [`${stands[0]}, ${at}`, `${stands[1]}，${at}`]
}

function timeOf(text: string): string {
  return Number.isNaN(Date.parse(text)) ? text : utc(text)
}

function inTable(table: Readonly<Record<string, Both>>, code: string): Both {
  return Object.hasOwn(table, code) ? (table[code] as Both) : same(code)
}

function same(text: string): Both {
  return [text, text]
}

function both(text: Both | Named): Both {
  return 'en' in text ? [text.en, text.zh] : text
}
