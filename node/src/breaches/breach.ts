import type { RefusalCode } from '@concert/envelope'
import type { Bilingual } from '../i18n/language.ts'

/**
 * What a node can be shown to have done.
 *
 * - `refused`: said what the protocol, or the compact it names, forbids; the envelope and the
 *   statement are signed bytes of its own
 * - `conflict`: two envelopes under one number
 * - `fork`: two statements at one place of a thread
 * - `two-histories`: its log has signed two histories
 * - `silence`: was offered an envelope by a neutral mailbox, and has not receipted it
 */
export const BREACH_KINDS = ['refused', 'conflict', 'fork', 'two-histories', 'silence'] as const

/** One of {@link BREACH_KINDS}. */
export type BreachKind = (typeof BREACH_KINDS)[number]

/** A breach as it is shown. */
export interface Breach {
  readonly kind: BreachKind
  /** Node id, or the origin of a log whose node is not known. */
  readonly peer: string
  /** Why it was refused; null for other kinds. */
  readonly code: string | null
  /** When it was noticed here, RFC 3339. */
  readonly time: string
  /** Signed bytes that show it, in base64. */
  readonly evidence: readonly string[]
  /**
   * Whether the evidence shows it by itself, checked now. A silence never: nothing proves that no
   * receipt was sent.
   */
  readonly proven: boolean
}

/** Refusals that no node which keeps the rules ever causes, whatever was on the way or what its clock says. */
export const ACCUSING: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'statement-signature',
  'commitment-mismatch',
  'own-chain',
  'bad-act',
  'not-author',
  'compact-terms',
  'clause-types',
  'clause-suites',
  'tlp-exceeded',
  'exercise-mixed',
])

/** What each kind says, to people. */
export const BREACH_SENTENCES: Readonly<Record<BreachKind, Bilingual>> = {
  refused: {
    en: 'sent what the rules forbid',
    zh: '发送了规则所禁止的内容',
  },
  conflict: {
    en: 'signed two envelopes under one number',
    zh: '以同一序号签署了两个信封',
  },
  fork: {
    en: 'signed two statements at one place of a thread',
    zh: '在议程线的同一位置签署了两份声明',
  },
  'two-histories': {
    en: 'its log has signed two histories',
    zh: '其日志签署了两份互相矛盾的历史',
  },
  silence: {
    en: 'was offered an envelope by a mailbox and has not receipted it',
    zh: '信箱已向其提供信封，但未出具回执',
  },
}
