import type { Tlp } from '../../api/intel-answers.ts'

/** How everything that is imported now is marked. */
export interface ImportMarks {
  readonly tlp: Tlp
  readonly labels: string
  readonly confidence: string
  readonly isWarnedKept: boolean
}

/** Whether a confidence may be sent. */
export function isConfidence(text: string): boolean {
  return /^(?:100|[0-9]{0,2})$/.test(text)
}
