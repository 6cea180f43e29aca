import {
  EXPLANATION_WORDS,
  type ExplainedStep,
  type Explanation,
  fillBoth,
  type QuorumNode,
  REACHED_WORDS,
  readable,
  STATE_WORDS,
  type StepState,
} from '@concert/envelope'
import type { Language } from '../i18n/language.ts'
import { displayWidth, padEnd, padStart, safeText } from './width.ts'

const MARKS: Readonly<Record<StepState, string>> = {
  held: '✓',
  failed: '✗',
  absent: '–',
  'not-asked': '–',
  'not-checked': '–',
  'says-less': '–',
}

const INDENT = '      '

/**
 * An explanation as text: the steps, and at the end, where a terminal shows it, what they come to.
 *
 * @param isBrief - one line for each step, without values
 */
export function explanationText(lang: Language, explained: Explanation, isBrief: boolean): string {
  const { steps, verdict, headline, reached, shows, gaps, limits } = explained
  const words = EXPLANATION_WORDS
  const mark = verdict === 'holds' ? '✓' : verdict === 'fails' ? '✗' : '?'
  const badge = reached.map(({ name, state }) => {
    const square = { yes: '■', no: '□', failed: '✗' }[state]
    return `${square} ${REACHED_WORDS[name][lang]}`
  })
  const doesNotShow = [...gaps.map((gap) => gap[lang]), limits[lang]]
  return [
    ...steps.map((step) => stepText(lang, step, isBrief)),
    `\n${mark} ${headline[lang]}\n`,
    `  ${badge.join('  ')}\n`,
    shows.length > 0
      ? listText(
          words.shows[lang],
          shows.map((text) => text[lang]),
        )
      : '',
    listText(words.doesNotShow[lang], doesNotShow),
  ].join('')
}

function listText(title: string, lines: readonly string[]): string {
  return `\n${title}\n${lines.map((line) => `  - ${safeText(line)}\n`).join('')}`
}

function stepText(lang: Language, step: ExplainedStep, isBrief: boolean): string {
  const { state, title, number, proves, doesNotProve } = step
  const note = state === 'held' ? '' : ` [${STATE_WORDS[state][lang]}]`
  const head = `${padStart(String(number), 2)} ${MARKS[state]} ${title[lang]}${note}\n`
  const why = whyText(lang, step)
  if (isBrief) return head + (state === 'failed' ? why : '')
  const words = EXPLANATION_WORDS
  const holds = [
    [words.proves[lang], proves[lang]],
    [words.limits[lang], doesNotProve[lang]],
  ] as const
  const pairs = [
    ...step.facts.map(({ label, value }) => [label[lang], value[lang]] as const),
    ...(state === 'held' ? holds : []),
  ]
  return head + why + pairLines(pairs) + quorumText(lang, step)
}

function whyText(lang: Language, { said, code, at }: ExplainedStep): string {
  if (!said) return ''
  const place = at === undefined ? '' : ` (${safeText(at)})`
  return `${INDENT}${code === undefined ? '' : `${safeText(code)}${place}: `}${said[lang]}\n`
}

function pairLines(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...pairs.map(([label]) => displayWidth(label)))
  return pairs
    .map(([label, value]) => `${INDENT}${padEnd(label, width)}  ${safeText(value)}\n`)
    .join('')
}

function quorumText(lang: Language, { quorum }: ExplainedStep): string {
  if (!quorum) return ''
  return `${INDENT}${EXPLANATION_WORDS.quorum[lang]}\n${quorumLines(lang, quorum, `${INDENT}  `)}`
}

function quorumLines(lang: Language, node: QuorumNode, indent: string): string {
  const words = EXPLANATION_WORDS
  const { name, isMet, threshold, members, time } = node
  const head = `${indent}${isMet ? '✓' : '✗'} ${safeText(name)}  `
  if (members.length === 0) {
    return `${head}${time === null ? words.noCosignature[lang] : readable(time)}\n`
  }
  const needed = fillBoth(words.needed, { threshold, members: members.length })[lang]
  const state = (isMet ? words.isMet : words.isNotMet)[lang]
  const below = members.map((member) => quorumLines(lang, member, `${indent}  `))
  return `${head}${state}${lang === 'zh' ? '：' : ': '}${needed}\n${below.join('')}`
}
