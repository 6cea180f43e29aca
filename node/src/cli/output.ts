import { type Fault, faultSentence } from '../i18n/faults.ts'
import type { Bilingual } from '../i18n/language.ts'
import { translate } from '../i18n/translate.ts'
import type { CommandContext } from './command.ts'
import { safeText } from './width.ts'

type Voice = Pick<CommandContext, 'lang' | 'json' | 'err'>

/** An error as a person or a program gets it. */
export interface Problem {
  readonly code: string
  readonly sentence: Bilingual
  /** The field that the error is about. */
  readonly at?: string
  readonly faults?: readonly Fault[]
}

/** Writes a result: the value as one line of JSON, or the text that `render` makes of it. */
export function print<T>(
  context: Pick<CommandContext, 'json' | 'out'>,
  value: T,
  render: (value: T) => string,
): void {
  context.out.write(context.json ? `${JSON.stringify(value)}\n` : render(value))
}

/** Writes an error to the error stream: `Error [code]: sentence`, or one line of JSON. */
export function complain(voice: Voice, problem: Problem): void {
  voice.err.write(voice.json ? problemJson(problem) : problemText(voice, problem))
}

function problemText({ lang }: Voice, problem: Problem): string {
  const { code, sentence, at, faults = [] } = problem
  const place = at === undefined ? '' : ` (${safeText(at)})`
  // A sentence may name somebody: what they call themselves moves no cursor.
  const said = sentence[lang].split('\n').map(safeText).join('\n')
  const head = `${translate(lang, 'cli.error')} [${safeText(code)}]: ${said}${place}\n`
  const list = faults.map((found) => {
    const text = faultSentence(lang, found)
    return `  ${safeText(found.at)}: ${safeText(text)} [${found.code}]\n`
  })
  return head + list.join('')
}

function problemJson({ code, sentence, at, faults }: Problem): string {
  const list = faults?.map((found) => ({
    code: found.code,
    at: found.at,
    en: faultSentence('en', found),
    zh: faultSentence('zh', found),
  }))
  return `${JSON.stringify({ error: { code, at, ...sentence, faults: list } })}\n`
}
