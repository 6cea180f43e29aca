import type { QuorumNode } from '../evidence-quorum.ts'
import type {
  EvidenceFacts,
  EvidenceFinding,
  EvidenceReport,
  EvidenceStep,
  WhyOpen,
} from '../evidence-report.ts'
import { conclusionsOf, gapsOf } from './conclusions.ts'
import { FACT_LABELS, FACT_VALUES, SUITE_NAMES } from './fact-texts.ts'
import { failureMessage, OPEN_MESSAGES } from './outcome-texts.ts'
import { type BothLanguages, EVIDENCE_LIMITS, EVIDENCE_MESSAGES } from './step-texts.ts'
import { fillBoth, readable } from './template.ts'

/** What a report comes to. `cannot-tell`: all holds, but the keys vouch for none of these nodes. */
export type Verdict = 'holds' | 'fails' | 'cannot-tell'

/** How a step came out. */
export type StepState = 'held' | 'failed' | WhyOpen

/** One value that a step established, with what it is called. */
export interface ExplainedFact {
  readonly name: string
  readonly label: BothLanguages
  readonly value: BothLanguages
}

/** One step in words. */
export interface ExplainedStep {
  readonly step: EvidenceStep
  /** Counted from 1. */
  readonly number: number
  readonly state: StepState
  readonly title: BothLanguages
  /** Why it failed or is open; absent when it held. */
  readonly said?: BothLanguages
  readonly code?: string
  readonly at?: string
  readonly facts: readonly ExplainedFact[]
  readonly quorum?: QuorumNode
  readonly proves: BothLanguages
  readonly doesNotProve: BothLanguages
}

/** How far a proof reaches, as the console's proof badge shows it. */
export interface Reached {
  readonly name: 'signed' | 'logged' | 'witnessed' | 'receipted'
  readonly state: 'yes' | 'no' | 'failed'
}

/** A report in words of both languages. Values of peers are as they came: escape them. */
export interface Explanation {
  readonly verdict: Verdict
  readonly headline: BothLanguages
  /** The first step that failed. */
  readonly failed?: EvidenceStep
  readonly reached: readonly Reached[]
  /** What the file shows. Empty unless it holds: from a file that fails nothing follows. */
  readonly shows: readonly BothLanguages[]
  /** What it does not show: because it has nothing for it, or because it does not hold. */
  readonly gaps: readonly BothLanguages[]
  /** What no evidence file shows. */
  readonly limits: BothLanguages
  readonly steps: readonly ExplainedStep[]
}

/** Explains what verifying an evidence file came to, step by step and as a whole. */
export function explainEvidence(report: EvidenceReport): Explanation {
  const steps = report.steps.map(explainStep)
  const failed = steps.find(({ state }) => state === 'failed')
  const verdict = verdictOf(report)
  const holds = verdict === 'holds'
  return {
    verdict,
    headline: headline(verdict, failed),
    ...(failed ? { failed: failed.step } : {}),
    reached: reachedOf(report),
    shows: holds ? conclusionsOf(report) : [],
    gaps: holds ? gapsOf(report) : [NOTHING_FOLLOWS],
    limits: EVIDENCE_LIMITS,
    steps,
  }
}

function verdictOf({ steps, verified }: EvidenceReport): Verdict {
  if (verified) return 'holds'
  const isOther = steps.some(({ ok, step }) => ok === false && step !== 'keys')
  return isOther ? 'fails' : 'cannot-tell'
}

const HEADLINES: Readonly<Record<Verdict, BothLanguages>> = {
  holds: {
    en: 'The evidence holds: nothing in the file fails.',
    zh: '证据包成立：文件中没有不成立之处。',
  },
  fails: {
    en: 'The evidence does NOT hold. It fails at step {number}: {why}',
    zh: '证据包不成立。第{number}步不成立：{why}',
  },
  'cannot-tell': {
    en: 'Cannot tell: the file is consistent, but these keys do not vouch for its nodes.',
    zh: '无法判定：文件自身一致，但所给密钥不能为其中的节点担保。',
  },
}

const NOTHING_FOLLOWS: BothLanguages = {
  en: 'Nothing follows from a file that does not hold, not even from the steps that do.',
  zh: '证据包未能成立时，不得据以作出任何结论，包括其中成立的步骤。',
}

function headline(verdict: Verdict, failed: ExplainedStep | undefined): BothLanguages {
  const why = failed?.said ?? { en: '', zh: '' }
  return fillBoth(HEADLINES[verdict], { number: failed?.number ?? 0, why })
}

function explainStep(finding: EvidenceFinding, index: number): ExplainedStep {
  const { step, code, at, quorum } = finding
  const { en, zh, proves, doesNotProve } = EVIDENCE_MESSAGES[step]
  const said = saidOf(finding)
  return {
    step,
    number: index + 1,
    state: stateOf(finding),
    title: { en, zh },
    ...(said ? { said } : {}),
    ...(code === undefined ? {} : { code }),
    ...(at === undefined ? {} : { at }),
    facts: explainFacts(finding.facts),
    ...(quorum ? { quorum } : {}),
    proves,
    doesNotProve,
  }
}

function stateOf({ ok, why = 'absent' }: EvidenceFinding): StepState {
  return ok === null ? why : ok ? 'held' : 'failed'
}

function saidOf({ step, ok, why, code }: EvidenceFinding): BothLanguages | undefined {
  if (ok === null) return OPEN_MESSAGES[why ?? 'absent']
  return ok ? undefined : failureMessage(step, code ?? '')
}

/** Facts in their order; a pair `x_en`, `x_zh` is one fact in two languages. */
function explainFacts(facts: EvidenceFacts): readonly ExplainedFact[] {
  return Object.entries(facts).flatMap(([key, value]) => {
    if (key.endsWith('_zh') && `${key.slice(0, -3)}_en` in facts) return []
    const isPair = key.endsWith('_en')
    const name = isPair ? key.slice(0, -3) : key
    const label = FACT_LABELS[name] ?? { en: name, zh: name }
    const zh = isPair ? facts[`${name}_zh`] : undefined
    return [{ name, label, value: spelled(name, value, zh ?? value) }]
  })
}

function spelled(name: string, en: string | number, zh: string | number): BothLanguages {
  const word = FACT_VALUES[name]?.[String(en)]
  if (word) return word
  const spell = (value: string | number) => {
    if (name === 'tlp') return `TLP:${value}`.toUpperCase()
    if (name !== 'suites') return readable(value)
    const suites = String(value).split(', ')
    return suites.map((suite) => SUITE_NAMES[suite] ?? suite).join(' + ')
  }
  return { en: spell(en), zh: spell(zh) }
}

const REACHED: Readonly<Record<Reached['name'], readonly EvidenceStep[]>> = {
  signed: ['statement-signature', 'envelope-signature', 'envelope-lists-statement'],
  logged: ['sender-log'],
  witnessed: ['sender-witness'],
  receipted: ['receipt-signature', 'receipt-names-envelope'],
}

function reachedOf({ steps }: EvidenceReport): readonly Reached[] {
  return (Object.keys(REACHED) as Reached['name'][]).map((name) => {
    const mine = steps.filter(({ step }) => REACHED[name].includes(step))
    if (mine.some(({ ok }) => ok === false)) return { name, state: 'failed' as const }
    return { name, state: mine.every(({ ok }) => ok === true) ? 'yes' : ('no' as const) }
  })
}
