import {
  type BothLanguages,
  EXPLANATION_WORDS,
  type Explanation,
  fillBoth,
  REACHED_WORDS,
} from '@concert/envelope'
import { element, on } from './dom.ts'
import type { SaidPart } from './said.ts'
import type { Outcome, State } from './state.ts'
import { type Lang, TEXTS, TLP_MEANINGS } from './texts.ts'
import { stepRow } from './view-step.ts'
import type { Actions } from './view-top.ts'

/** The verdict, what it shows and what not, and the steps. */
export function resultView(state: State, outcome: Outcome, actions: Actions): HTMLElement {
  const { lang, opened } = state
  const { explained } = outcome
  const isAllOpen = explained.steps.every(({ step }) => opened.has(step))
  return element(
    'section',
    { class: `result ${explained.verdict}` },
    exerciseBand(explained, lang),
    verdictBand(explained, lang),
    conclusions(explained, lang),
    element(
      'section',
      { class: 'card steps' },
      element(
        'header',
        {},
        element('h2', {}, EXPLANATION_WORDS.steps[lang]),
        on(
          element(
            'button',
            { type: 'button', class: 'link', 'data-key': 'toggle-all' },
            isAllOpen ? TEXTS.closeAll[lang] : TEXTS.openAll[lang],
          ),
          'click',
          () => actions.toggleAll(!isAllOpen),
        ),
        on(
          element(
            'button',
            { type: 'button', class: 'link', 'data-key': 'print' },
            TEXTS.print[lang],
          ),
          'click',
          () => window.print(),
        ),
      ),
      element(
        'ol',
        {},
        explained.steps.map((step) => stepRow(step, opened.has(step.step), lang, actions)),
      ),
    ),
    saidView(outcome.said, opened.has('said'), lang, actions),
    filesChecked(state, outcome, lang),
  )
}

function factOf({ steps }: Explanation, name: string): BothLanguages | undefined {
  const statement = steps.find(({ step }) => step === 'statement-signature')
  return statement?.facts.find((fact) => fact.name === name)?.value
}

function exerciseBand(explained: Explanation, lang: Lang): HTMLElement | undefined {
  if (factOf(explained, 'mode')?.en !== 'EXERCISE') return undefined
  return element('div', { class: 'drill' }, TEXTS.exercise[lang])
}

function verdictBand(explained: Explanation, lang: Lang): HTMLElement {
  const { verdict, headline } = explained
  const sign = { holds: '✓', fails: '✕', 'cannot-tell': '?' }[verdict]
  return element(
    'div',
    { class: 'verdict', role: verdict === 'holds' ? 'status' : 'alert', tabindex: '-1' },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    element(
      'div',
      { class: 'what' },
      element('h2', {}, TEXTS[verdict][lang]),
      element('p', {}, headline[lang]),
    ),
    element('div', { class: 'beside' }, badge(explained, lang), tlpChip(explained, lang)),
  )
}

/** Five squares: how far the proof reaches, the last for this very check. */
function badge({ reached, verdict }: Explanation, lang: Lang): HTMLElement {
  const square = (state: string) =>
    element('i', { class: state, 'aria-hidden': 'true' }, state === 'failed' ? '✕' : '')
  const last = { holds: 'yes', fails: 'failed', 'cannot-tell': 'no' }[verdict]
  return element(
    'ul',
    { class: verdict === 'holds' ? 'badge here' : 'badge' },
    reached.map(({ name, state }) =>
      element('li', { class: state }, square(state), REACHED_WORDS[name][lang]),
    ),
    element('li', { class: last }, square(last), TEXTS[`here-${verdict}`][lang]),
  )
}

function tlpChip(explained: Explanation, lang: Lang): HTMLElement | undefined {
  const label = factOf(explained, 'tlp')?.en
  if (label === undefined) return undefined
  const name = label.replace('TLP:', '').replace('+STRICT', '').toLowerCase()
  return element(
    'p',
    { class: 'marking' },
    element('span', { class: `tlp ${name}` }, label),
    element('span', { class: 'hint' }, TLP_MEANINGS[label]?.[lang] ?? ''),
  )
}

function conclusions({ shows, gaps, limits }: Explanation, lang: Lang): HTMLElement {
  const list = (title: BothLanguages, texts: readonly BothLanguages[], kind: string) =>
    element(
      'section',
      { class: `card ${kind}` },
      element('header', {}, element('h2', {}, title[lang])),
      element(
        'ul',
        {},
        texts.map((text) => element('li', {}, text[lang])),
      ),
    )
  return element(
    'div',
    { class: shows.length > 0 ? 'columns' : 'columns single' },
    shows.length > 0 ? list(EXPLANATION_WORDS.shows, shows, 'shows') : undefined,
    list(EXPLANATION_WORDS.doesNotShow, [...gaps, limits], 'limits'),
  )
}

function saidView(
  said: readonly SaidPart[],
  isOpen: boolean,
  lang: Lang,
  actions: Actions,
): HTMLElement | undefined {
  if (said.length === 0) return undefined
  const details = element(
    'details',
    { class: 'card said', open: isOpen },
    element('summary', { 'data-key': 'said' }, element('h2', {}, TEXTS.said[lang])),
    element('p', { class: 'hint' }, TEXTS.saidHint[lang]),
    said.map((part) => partView(part, lang)),
  )
  return on(details, 'toggle', () => actions.toggle('said', details.open))
}

function partView(part: SaidPart, lang: Lang): HTMLElement {
  const { number, total, text, shown, count } = part
  const title =
    number === undefined ? TEXTS.text : fillBoth(TEXTS.item, { number, total: total ?? number })
  return element(
    'figure',
    {},
    element('figcaption', {}, title[lang]),
    text === undefined
      ? element('p', {}, fillBoth(TEXTS.binary, { count })[lang])
      : element('pre', { class: 'mono', translate: 'no', tabindex: '0' }, text),
    shown < count
      ? element('p', { class: 'hint' }, fillBoth(TEXTS.cut, { shown, count })[lang])
      : undefined,
  )
}

/** Which files these were, so that the result can be tied to them later. */
function filesChecked({ files }: State, { digests }: Outcome, lang: Lang): HTMLElement {
  return element(
    'section',
    { class: 'card' },
    element('header', {}, element('h2', {}, TEXTS.filesChecked[lang])),
    element(
      'dl',
      {},
      (['evidence', 'keys'] as const).flatMap((slot) => [
        element('dt', {}, TEXTS[slot][lang]),
        element(
          'dd',
          {},
          element('bdi', {}, files[slot]?.name ?? ''),
          element('div', { class: 'mono digest' }, `SHA-256 ${digests[slot]}`),
        ),
      ]),
    ),
  )
}
