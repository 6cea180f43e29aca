import {
  EXPLANATION_WORDS,
  type ExplainedFact,
  type ExplainedStep,
  fillBoth,
  type QuorumNode,
  readable,
  STATE_WORDS,
} from '@concert/envelope'
import { element, on } from './dom.ts'
import type { Lang } from './texts.ts'
import type { Actions } from './view-top.ts'

/** One step: number, mark, sentence and state; its values below when it is open. */
export function stepRow(
  step: ExplainedStep,
  isOpen: boolean,
  lang: Lang,
  actions: Actions,
): HTMLElement {
  const { state, number, title } = step
  const sign = state === 'held' ? '✓' : state === 'failed' ? '✕' : '–'
  const details = element(
    'details',
    { open: isOpen },
    element(
      'summary',
      { 'data-key': `step-${step.step}` },
      element('span', { class: 'number' }, String(number)),
      element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      element('span', { class: 'title' }, title[lang]),
      element('span', { class: 'state' }, STATE_WORDS[state][lang]),
    ),
    element(
      'div',
      { class: 'inside' },
      whyView(step, lang),
      factList(step, lang),
      quorumView(step, lang),
    ),
  )
  on(details, 'toggle', () => actions.toggle(step.step, details.open))
  return element('li', { class: state }, details)
}

function whyView({ said, code, at }: ExplainedStep, lang: Lang): HTMLElement | undefined {
  if (!said) return undefined
  const place = [code, at].filter((part) => part !== undefined).join(' · ')
  return element(
    'p',
    { class: 'why' },
    said[lang],
    place === '' ? undefined : element('code', { class: 'mono' }, place),
  )
}

function factList(
  { facts, state, proves, doesNotProve }: ExplainedStep,
  lang: Lang,
): HTMLElement | undefined {
  const words = EXPLANATION_WORDS
  const rows = facts.flatMap((fact) => [
    element('dt', {}, fact.label[lang]),
    element(
      'dd',
      { class: isMachineText(fact) ? 'mono' : undefined },
      element('bdi', {}, fact.value[lang]),
    ),
  ])
  const meaning =
    state === 'held'
      ? [
          element('dt', {}, words.proves[lang]),
          element('dd', {}, proves[lang]),
          element('dt', {}, words.limits[lang]),
          element('dd', {}, doesNotProve[lang]),
        ]
      : []
  return rows.length + meaning.length === 0 ? undefined : element('dl', {}, rows, meaning)
}

/** Digests, node ids, hosts and roots: what is compared character by character. */
function isMachineText({ name }: ExplainedFact): boolean {
  return [
    'author',
    'by',
    'commitment',
    'compact',
    'digest',
    'from',
    'host',
    'kind',
    'mailbox',
    'node',
    'origin',
    'parcel',
    'receiver',
    'root',
    'sender',
    'to',
  ].includes(name)
}

function quorumView({ quorum }: ExplainedStep, lang: Lang): HTMLElement | undefined {
  if (!quorum) return undefined
  return element(
    'div',
    { class: 'quorum' },
    element('h3', {}, EXPLANATION_WORDS.quorum[lang]),
    element('ul', {}, quorumItem(quorum, lang)),
  )
}

function quorumItem(node: QuorumNode, lang: Lang): HTMLElement {
  const words = EXPLANATION_WORDS
  const { name, isMet, threshold, members, time } = node
  const isGroup = members.length > 0
  const counted = fillBoth(words.needed, { threshold, members: members.length })[lang]
  const when = time === null ? words.noCosignature[lang] : readable(time)
  const state = (isMet ? words.isMet : words.isNotMet)[lang]
  return element(
    'li',
    { class: isMet ? 'met' : 'unmet' },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, isMet ? '✓' : '✕'),
    element('bdi', { class: 'who' }, name),
    element('span', { class: 'hint' }, isGroup ? `${state} · ${counted}` : when),
    isGroup
      ? element(
          'ul',
          {},
          members.map((member) => quorumItem(member, lang)),
        )
      : undefined,
  )
}
