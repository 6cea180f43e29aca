import type { RequestMove } from './acts.ts'
import type { RequestState } from './state.ts'
import { PHASES, type Phase } from './words.ts'

const UNANSWERED: readonly Phase[] = [
  'sent',
  'acknowledged',
  'accepted',
  'in-progress',
  'partly-answered',
]
const OPEN: readonly Phase[] = [...UNANSWERED, 'needs-info']
const DONE: readonly Phase[] = ['answered', 'rated', 'refused', 'transferred', 'withdrawn']

interface Rule {
  readonly by: 'asker' | 'owner' | 'either'
  readonly phases: readonly Phase[]
  /** Whether it also fits a notification, to which no answer is owed. */
  readonly notice: boolean
}

/** Who may say what, and when. What is not here is without effect. */
const RULES: Readonly<Record<RequestMove, Rule>> = {
  'request.targets': { by: 'asker', phases: [...OPEN], notice: true },
  'request.receive': { by: 'either', phases: [...PHASES], notice: true },
  'request.tender': { by: 'either', phases: [...PHASES], notice: true },
  'request.acknowledge': { by: 'owner', phases: ['sent'], notice: true },
  'request.accept': { by: 'owner', phases: ['sent', 'acknowledged'], notice: false },
  'request.need-info': { by: 'owner', phases: UNANSWERED, notice: true },
  'request.info': { by: 'asker', phases: ['needs-info', 'refused'], notice: true },
  'request.refuse': { by: 'owner', phases: OPEN, notice: false },
  'request.transfer': { by: 'owner', phases: OPEN, notice: true },
  'request.update': {
    by: 'either',
    phases: [...UNANSWERED, 'needs-info', 'answered', 'rated'],
    notice: true,
  },
  'request.partial': { by: 'owner', phases: [...UNANSWERED, 'needs-info'], notice: false },
  'request.answer': { by: 'owner', phases: [...UNANSWERED, 'needs-info'], notice: false },
  'request.extend': { by: 'owner', phases: UNANSWERED, notice: false },
  'request.hold': { by: 'owner', phases: UNANSWERED, notice: false },
  'request.withdraw': { by: 'asker', phases: OPEN, notice: true },
  'request.escalate': { by: 'asker', phases: OPEN, notice: true },
  'request.rate': { by: 'asker', phases: ['answered'], notice: false },
  'request.dispute': {
    by: 'asker',
    phases: ['partly-answered', 'answered', 'rated', 'refused', 'transferred'],
    notice: false,
  },
  'request.close': { by: 'asker', phases: DONE, notice: true },
}

/** Why a party may not say something now: `not-yours` or `not-now`; undefined when it may. */
export function whyNot(
  state: RequestState,
  author: string,
  move: RequestMove,
): 'not-yours' | 'not-now' | undefined {
  const { by, phases, notice } = RULES[move]
  if (author !== state.asker && author !== state.owner) return 'not-yours'
  if (by !== 'either' && author !== state[by]) return 'not-yours'
  if (state.isNotice) return notice && mayOnNotice(state, move) ? undefined : 'not-now'
  if (!phases.includes(state.phase)) return 'not-now'
  return undefined
}

/** A notification ends with its acknowledgement, so it can be closed from then on. */
function mayOnNotice({ phase }: RequestState, move: RequestMove): boolean {
  if (move === 'request.close') return phase !== 'closed' && phase !== 'sent'
  return RULES[move].phases.includes(phase)
}

/** What a party may say now, in the order of the protocol; machines' own words left out. */
export function movesOf(state: RequestState, party: string): readonly RequestMove[] {
  const moves = Object.keys(RULES) as RequestMove[]
  return moves.filter(
    (move) =>
      move !== 'request.receive' &&
      move !== 'request.tender' &&
      move !== 'request.targets' &&
      whyNot(state, party, move) === undefined,
  )
}

/** Whether the owner still owes something. */
export function isOpenPhase(phase: Phase): boolean {
  return OPEN.includes(phase)
}

/** Whose turn it is: who owes the next word, or nobody. */
export function turnOf({ phase, isNotice }: RequestState): 'asker' | 'owner' | 'nobody' {
  if (isNotice && phase !== 'sent' && phase !== 'needs-info') return 'nobody'
  if (UNANSWERED.includes(phase)) return 'owner'
  return phase === 'needs-info' || phase === 'answered' ? 'asker' : 'nobody'
}
