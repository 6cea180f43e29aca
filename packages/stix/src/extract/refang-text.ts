import { DEFANGED, type MappedText, TextBuilder } from './mapped-text.ts'

const OPEN = '[\\[({<【［（｛〔]'
const CLOSE = '[\\])}>】］）｝〕]'
const SQUARE_OPEN = '[\\[{【［｛〔]'
const SQUARE_CLOSE = '[\\]}】］｝〕]'

/** A way to write a character so that nobody clicks on it, and the character. */
type Spelling = readonly [pattern: RegExp, plain: (match: RegExpExecArray) => string]

const IN_BRACKETS: readonly Spelling[] = [
  [new RegExp(`${OPEN} ?(?:[.。．｡]|d[o0]t|点|點) ?${CLOSE}`, 'iy'), () => '.'],
  [new RegExp(`${OPEN} ?(?:[@＠]|at) ?${CLOSE}`, 'iy'), () => '@'],
  [
    new RegExp(`${SQUARE_OPEN}(:\\/\\/|:|\\/\\/|\\/)${SQUARE_CLOSE}`, 'y'),
    ([, plain]) => plain ?? '',
  ],
]

// What can follow the opening bracket: most brackets are just that.
const IN_BRACKET = /[ .。．｡d点點@＠a:/]/i

// What can begin something that is written otherwise than it is meant.
const TRIGGER =
  /[[({<【［（｛〔\]\u00ad\u200b-\u200d\u2060\ufeff\u2010\u2011。｡．－＿＠／：０-９Ａ-Ｚａ-ｚ]/g

// Zero-width characters and soft hyphens, which PDFs and web pages put into long words.
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/
const WORD = /[a-z0-9０-９Ａ-Ｚａ-ｚ]/i
const FULL_WIDTH = 0xfee0

/**
 * Undoes, all through a text, what makes addresses harmless to click (`[.]`, `(dot)`, `{at}`, `[:]`,
 * `[://]`, `evil[.com`, Chinese brackets and full stops) and what hides them from software:
 * full-width letters and digits, zero-width characters. `hxxp` stays: the scheme is read with the
 * URL. One pass; each place looks at a bounded number of characters.
 */
export function refangText(made: MappedText): MappedText {
  const { text } = made
  const builder = new TextBuilder(text)
  let done = 0
  TRIGGER.lastIndex = 0
  for (let hit = TRIGGER.exec(text); hit !== null; hit = TRIGGER.exec(text)) {
    const found = plainAt(text, hit.index)
    if (found === undefined) continue
    builder.copy(done, hit.index)
    done = hit.index + found.length
    builder.replace(hit.index, done, found.plain, found.defanged ? DEFANGED : 0)
    TRIGGER.lastIndex = done
  }
  if (done === 0) return made
  builder.copy(done, text.length)
  return builder.build(made)
}

interface Plain {
  readonly length: number
  readonly plain: string
  readonly defanged: boolean
}

function plainAt(text: string, at: number): Plain | undefined {
  const unit = text.charAt(at)
  if (INVISIBLE.test(unit)) return { length: 1, plain: '', defanged: false }
  if (unit === '\u2010' || unit === '\u2011') return { length: 1, plain: '-', defanged: false }
  if (unit === '。' || unit === '｡' || unit === '．') return fullStopAt(text, at)
  if (unit >= '！' && unit <= '～' && !'［（｛'.includes(unit)) return narrowAt(text, at)
  return bracketAt(text, at)
}

/** A full-width stop is a dot between letters or digits; elsewhere it ends a sentence. */
function fullStopAt(text: string, at: number): Plain | undefined {
  if (!WORD.test(text.charAt(at - 1)) || !WORD.test(text.charAt(at + 1))) return undefined
  return { length: 1, plain: '.', defanged: true }
}

function narrowAt(text: string, at: number): Plain | undefined {
  const unit = text.charAt(at)
  if (unit === '：' && !/[/／]/.test(text.charAt(at + 1))) return undefined
  if (unit === '／' && !/[：:/／a-z0-9０-９Ａ-Ｚａ-ｚ]/i.test(text.charAt(at - 1))) return undefined
  const plain = String.fromCharCode(unit.charCodeAt(0) - FULL_WIDTH)
  return { length: 1, plain, defanged: true }
}

function bracketAt(text: string, at: number): Plain | undefined {
  if (!IN_BRACKET.test(text.charAt(at + 1))) return halfBracketAt(text, at)
  for (const [pattern, plain] of IN_BRACKETS) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) return { length: match[0].length, plain: plain(match), defanged: true }
  }
  return halfBracketAt(text, at)
}

/** `evil[.com` and `evil.]com`. */
function halfBracketAt(text: string, at: number): Plain | undefined {
  const isOpen = text.startsWith('[.', at)
  if (isOpen && WORD.test(text.charAt(at - 1)) && WORD.test(text.charAt(at + 2))) {
    return { length: 2, plain: '.', defanged: true }
  }
  const isClose = text.charAt(at) === ']' && text.charAt(at - 1) === '.'
  if (isClose && WORD.test(text.charAt(at - 2)) && WORD.test(text.charAt(at + 1))) {
    return { length: 1, plain: '', defanged: true }
  }
  return undefined
}
