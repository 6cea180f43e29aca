import type { Result } from '@concert/core'
import type { RefusalCode } from './codes.ts'
import type { QuorumNode } from './evidence-quorum.ts'

/** The steps of verifying evidence, in the order in which they are reported. */
export const EVIDENCE_STEPS = [
  'file',
  'keys',
  'sender-identity',
  'receiver-identity',
  'statement-signature',
  'content',
  'items',
  'envelope-signature',
  'envelope-lists-statement',
  'sender-log',
  'sender-witness',
  'receipt-signature',
  'receipt-names-envelope',
  'receipt-holds',
  'receiver-log',
  'receiver-witness',
] as const

/**
 * Steps after {@link EVIDENCE_STEPS} that are reported when the file has what they check: a tender
 * of a mailbox, a notice that no receipt came.
 */
export const OFFER_STEPS = [
  'lodgement',
  'tender',
  'silence-signature',
  'silence-log',
  'silence-witness',
] as const

/** One of {@link EVIDENCE_STEPS} or of {@link OFFER_STEPS}. */
export type EvidenceStep = (typeof EVIDENCE_STEPS)[number] | (typeof OFFER_STEPS)[number]

/** Why a step failed: a refusal code, or too few cosignatures for the verifier's policy. */
export type EvidenceCode = RefusalCode | 'witness-quorum'

/** What a step established, for people and programs: never content. */
export type EvidenceFacts = Readonly<Record<string, string | number>>

/**
 * Why a step neither held nor failed: the file has nothing to check there, the published keys do
 * not ask for it, a step that it rests on failed, or the receiver itself says that it holds less.
 */
export type WhyOpen = 'absent' | 'not-asked' | 'not-checked' | 'says-less'

/** The outcome of one step. */
export interface EvidenceFinding {
  readonly step: EvidenceStep
  /** null: neither held nor failed, see `why`. */
  readonly ok: boolean | null
  /** Present exactly when `ok` is null. */
  readonly why?: WhyOpen
  readonly code?: EvidenceCode
  /** The field that the failure is about. */
  readonly at?: string
  readonly facts: EvidenceFacts
  /** How the cosignatures stand against the policy of the published keys. */
  readonly quorum?: QuorumNode
}

/** The outcome of verifying an evidence file: every step, and whether none of them failed. */
export interface EvidenceReport {
  readonly verified: boolean
  readonly steps: readonly EvidenceFinding[]
}

/** What a check found: facts when it holds, `why` when there was nothing to decide. */
export type Checked = (
  | Result<EvidenceFacts, EvidenceCode>
  | { readonly ok: null; readonly why: WhyOpen; readonly facts: EvidenceFacts }
) & { readonly quorum?: QuorumNode }

/** Nothing to decide, with what is known all the same. */
export function open(why: WhyOpen, facts: EvidenceFacts = {}): Checked {
  return { ok: null, why, facts }
}

/** Collects findings; a step whose ground did not hold is not run. */
export class Findings {
  readonly #findings = new Map<EvidenceStep, EvidenceFinding>()

  /**
   * Runs a step unless one that it stands on did not hold.
   *
   * @param ground - steps that must have held
   */
  async step(
    step: EvidenceStep,
    ground: readonly EvidenceStep[],
    check: () => Checked | Promise<Checked>,
  ): Promise<void> {
    const missing = ground.filter((earlier) => !this.holds(earlier))
    const checked = missing.length === 0 ? await check() : open(this.#whyWithout(missing))
    this.#findings.set(step, finding(step, checked))
  }

  /** Whether a step was run and held. */
  holds(step: EvidenceStep): boolean {
    return this.#findings.get(step)?.ok === true
  }

  /** Every step, open when nobody asked to run it; of an offer only the steps that were run. */
  report(): EvidenceReport {
    const why = this.#whyWithout(['file'])
    const steps = [
      ...EVIDENCE_STEPS.map((step) => this.#findings.get(step) ?? finding(step, open(why))),
      ...OFFER_STEPS.flatMap((step) => this.#findings.get(step) ?? []),
    ]
    return { verified: steps.every(({ ok }) => ok !== false), steps }
  }

  #whyWithout(ground: readonly EvidenceStep[]): WhyOpen {
    const isBroken = ground.some((step) => {
      const found = this.#findings.get(step)
      return found?.ok === false || found?.why === 'not-checked'
    })
    return isBroken ? 'not-checked' : 'absent'
  }
}

function finding(step: EvidenceStep, checked: Checked): EvidenceFinding {
  const quorum = checked.quorum ? { quorum: checked.quorum } : {}
  if (checked.ok === null) {
    return { step, ok: null, why: checked.why, facts: checked.facts, ...quorum }
  }
  if (checked.ok) return { step, ok: true, facts: checked.value, ...quorum }
  const { code, at } = checked
  return { step, ok: false, code, ...(at === undefined ? {} : { at }), facts: {}, ...quorum }
}
