import type { RequestDetail } from '../../api/request-answers.ts'
import { asWorded, langOf } from './words.ts'

/** What a move wants to know; the dialog shows a field for each. */
export type MoveField =
  | 'scope'
  | 'result'
  | 'items'
  | 'code'
  | 'until'
  | 'reason'
  | 'usefulness'
  | 'transfer'
  | 'rung'
  | 'targets'
  | 'answers'
  | 'note'

/** Fields of each move, in the order of the form. */
export const FIELDS = {
  acknowledge: [],
  accept: ['scope', 'note'],
  'need-info': ['items', 'note'],
  info: ['items', 'note'],
  refuse: ['code', 'note'],
  transfer: ['transfer', 'note'],
  update: ['targets', 'note'],
  partial: ['answers', 'targets', 'note'],
  answer: ['result', 'answers', 'targets', 'note'],
  extend: ['until', 'reason', 'note'],
  hold: ['until', 'reason', 'note'],
  withdraw: ['reason', 'note'],
  escalate: ['rung', 'note'],
  rate: ['usefulness', 'reason', 'note'],
  dispute: ['reason', 'note'],
  close: ['reason'],
} as const satisfies Record<string, readonly MoveField[]>

/** A move that a person makes. */
export type Move = keyof typeof FIELDS

/** The move that comes first: what the clock is about. */
export const FIRST: readonly Move[] = ['acknowledge', 'answer', 'info', 'rate', 'close']

/** Moves that take something from the other side. */
export const HARD: ReadonlySet<Move> = new Set(['refuse', 'withdraw', 'dispute'])

/** What stands in the form. */
export interface MoveValues {
  readonly scope: 'whole' | 'part'
  readonly result: 'complete' | 'part' | 'nothing-found'
  readonly items: readonly string[]
  readonly code: string
  readonly item: string | null
  /** `2026-11-28T15:00`, UTC. */
  readonly until: string
  readonly reason: string
  readonly usefulness: number
  readonly transfer: string
  readonly rung: string
  readonly targets: string | undefined
  readonly answers: Readonly<Record<number, string>>
  readonly note: string
}

/** The form before anything was typed. */
export function emptyValues(now: number): MoveValues {
  return {
    scope: 'whole',
    result: 'complete',
    items: [],
    code: 'not-our-constituency',
    item: null,
    until: new Date(now + 86_400_000).toISOString().slice(0, 16),
    reason: 'no-reason-given',
    usefulness: 2,
    transfer: 'constituent',
    rung: 'policy-contact',
    targets: undefined,
    answers: {},
    note: '',
  }
}

/** What is sent: the act as the protocol has it, texts beside it. */
export function moveBody(request: RequestDetail, move: Move, values: MoveValues, now: number) {
  const answers = Object.entries(values.answers)
    .filter(([, text]) => text.trim() !== '')
    .map(([n, text]) => ({ n: Number(n), text: asWorded(langOf(text), text) }))
  const note = values.note.trim() === '' ? null : asWorded(langOf(values.note), values.note)
  const hasContent = note !== null || answers.length > 0
  return {
    id: request.id,
    move,
    act: actOf(request, move, values, now),
    ...(hasContent && { content: { note, answers, evidence: [] } as Record<string, unknown> }),
  }
}

/**
 * What makes a move the act that it is. When a target was found to be so is set as it is sent: asked
 * for again because no answer came, the same report has another time.
 */
export function moveMeant<B extends { readonly act: Readonly<Record<string, unknown>> }>(body: B) {
  const { targets, ...act } = body.act
  if (!Array.isArray(targets)) return body
  return { ...body, act: { ...act, targets: targets.map(({ at: _, ...run }) => run) } }
}

function actOf(
  request: RequestDetail,
  move: Move,
  values: MoveValues,
  now: number,
): Record<string, unknown> {
  const { reason, until } = values
  const items = [...values.items].sort()
  switch (move) {
    case 'acknowledge':
      return { human: true }
    case 'accept':
      return { scope: values.scope, by: null }
    case 'need-info':
      return { items, questions: [] }
    case 'info':
      return { items }
    case 'refuse':
      return {
        code: values.code,
        item: values.code === 'insufficient-evidence' ? values.item : null,
      }
    case 'transfer':
      return { to: null, kind: values.transfer }
    case 'update':
    case 'partial':
      return progressOf(request, values, now)
    case 'answer':
      return { ...progressOf(request, values, now), result: values.result }
    case 'extend':
    case 'hold':
      return { until: `${until}:00.000Z`, reason }
    case 'escalate':
      return { to: values.rung, step: 1 }
    case 'rate':
      return { usefulness: values.usefulness, reason }
    case 'dispute':
      return { statement: lastWordOf(request), reason }
    default:
      return { reason }
  }
}

function progressOf({ targets }: RequestDetail, values: MoveValues, now: number) {
  const questions = Object.entries(values.answers)
    .filter(([, text]) => text.trim() !== '')
    .map(([n]) => ({ n: Number(n), status: 'settled' }))
  const at = new Date(now).toISOString()
  const all = { from: 0, count: targets.total, status: values.targets, at }
  return { questions, targets: values.targets === undefined || targets.total === 0 ? [] : [all] }
}

/** What is disputed: the other side's latest word. */
function lastWordOf({ events }: RequestDetail): string {
  return events.findLast(({ party }) => party === 'owner')?.digest ?? ''
}
