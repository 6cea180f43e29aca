import type { PatternCheckCode, PatternFault } from '../language/faults.ts'
import type { Span } from '../language/syntax.ts'

/** Takes note of one fault. */
export type Report = (code: PatternCheckCode, severity: PatternFault['severity'], at: Span) => void
