import type { Refusal, Result } from '@concert/core'
import type { RefusalCode } from './codes.ts'

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

/** One of {@link EVIDENCE_STEPS}. */
export type EvidenceStep = (typeof EVIDENCE_STEPS)[number]

/** Why a step failed: a refusal code, or too few cosignatures for the verifier's policy. */
export type EvidenceCode = RefusalCode | 'witness-quorum'

/** What a step established, for people and programs: never content. */
export type EvidenceFacts = Readonly<Record<string, string | number>>

/** The outcome of one step. */
export interface EvidenceFinding {
  readonly step: EvidenceStep
  /** null: not in the file, not asked for, or not checked because an earlier step failed. */
  readonly ok: boolean | null
  readonly code?: EvidenceCode
  /** The field that the failure is about. */
  readonly at?: string
  readonly facts: EvidenceFacts
}

/** The outcome of verifying an evidence file: every step, and whether none of them failed. */
export interface EvidenceReport {
  readonly verified: boolean
  readonly steps: readonly EvidenceFinding[]
}

/** What a check found: facts when it holds, null facts-only when there was nothing to check. */
export type Checked =
  | Result<EvidenceFacts, EvidenceCode>
  | ({ readonly ok: null } & {
      readonly facts: EvidenceFacts
    })

/** Nothing to check, with what is known all the same. */
export function absent(facts: EvidenceFacts = {}): Checked {
  return { ok: null, facts }
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
    if (!ground.every((earlier) => this.holds(earlier))) return
    this.#findings.set(step, finding(step, await check()))
  }

  /** Whether a step was run and held. */
  holds(step: EvidenceStep): boolean {
    return this.#findings.get(step)?.ok === true
  }

  /** Every step, with null for those that were not run. */
  report(): EvidenceReport {
    const steps = EVIDENCE_STEPS.map(
      (step) => this.#findings.get(step) ?? { step, ok: null, facts: {} },
    )
    return { verified: steps.every(({ ok }) => ok !== false), steps }
  }
}

function finding(step: EvidenceStep, checked: Checked): EvidenceFinding {
  if (checked.ok === null) return { step, ok: null, facts: checked.facts }
  return checked.ok ? { step, ok: true, facts: checked.value } : failure(step, checked)
}

function failure(step: EvidenceStep, { code, at }: Refusal<EvidenceCode>): EvidenceFinding {
  return { step, ok: false, code, ...(at === undefined ? {} : { at }), facts: {} }
}
