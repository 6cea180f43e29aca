import type { EvidenceFinding, EvidenceReport } from '../evidence-report.ts'
import type { Explanation } from './explain.ts'
import type { BothLanguages } from './step-texts.ts'

/** A report for machines: docs/protocol/evidence.md, "Report". */
export interface ReportJson
  extends Pick<Explanation, 'verdict' | 'failed' | 'headline' | 'limits'> {
  readonly v: 1
  readonly verified: boolean
  readonly reached: Readonly<Record<string, string>>
  readonly shows: readonly BothLanguages[]
  readonly gaps: readonly BothLanguages[]
  /** The findings as `verifyEvidence` made them, each with its sentence if it did not hold. */
  readonly steps: readonly (EvidenceFinding & { readonly said?: BothLanguages })[]
}

/** Puts a report and its explanation together for machines. */
export function reportJson(report: EvidenceReport, explanation: Explanation): ReportJson {
  const { verdict, failed, headline, reached, shows, gaps, limits, steps } = explanation
  return {
    v: 1,
    verified: report.verified,
    verdict,
    ...(failed === undefined ? {} : { failed }),
    headline,
    reached: Object.fromEntries(reached.map(({ name, state }) => [name, state])),
    shows,
    gaps,
    limits,
    steps: report.steps.map((finding, i) => {
      const said = steps[i]?.said
      return said ? { ...finding, said } : finding
    }),
  }
}
