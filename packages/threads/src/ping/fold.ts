import { ok, type Result, refuse } from '@concert/core'
import type { Fold, Opening } from '../thread/fold.ts'
import type { ThreadStatement } from '../thread/statement.ts'
import { type ContactRole, decodePingAct, isPingKind, type PingAct } from './acts.ts'

/** Most machine answers that are listened to; a machine that goes on is passed over. */
const MAX_MACHINE_ANSWERS = 16

/** Something said in a ping test, and when it arrived by the word of whoever it was said to. */
export interface PingWord {
  readonly digest: string
  readonly heard: string | null
}

/** The state of a ping test: a pure function of its statements. */
export interface PingState {
  /** Digest of the root: the thread. */
  readonly id: string
  readonly asker: string
  /** Whose role is to answer. */
  readonly owner: string
  readonly role: ContactRole
  /** Minutes from the arrival of the question. */
  readonly within: number
  readonly asked: PingWord
  /** The first answer of a person; null while there is none. */
  readonly answer: PingWord | null
  /** Answers of machines, which never count. */
  readonly machine: readonly PingWord[]
}

type Step = Result<PingState>

/** The fold of a ping test. */
export const PING: Fold<PingState> = {
  open: openPing,
  step(state, statement) {
    const { kind } = statement
    if (!isPingKind(kind)) return refuse('unsupported-kind')
    if (kind === 'ping.ask') return statement.digest === state.id ? ok(state) : refuse('not-now')
    const act = decodePingAct(kind, statement.act)
    if (!act.ok) return act
    return kind === 'ping.answer'
      ? answer(state, statement, act.value as PingAct<'ping.answer'>)
      : receive(state, statement, act.value as PingAct<'ping.receive'>)
  },
}

function openPing(root: ThreadStatement): Opening<PingState> | undefined {
  if (root.kind !== 'ping.ask') return undefined
  const act = decodePingAct('ping.ask', root.act)
  if (!act.ok) return undefined
  const { parties, role, within } = act.value
  const [asker = '', owner = ''] = parties
  if (asker !== root.author) return undefined
  const asked = { digest: root.digest, heard: null }
  const state = { id: root.digest, asker, owner, role, within, asked, answer: null, machine: [] }
  return { participants: parties, state }
}

function answer(
  state: PingState,
  { author, digest }: ThreadStatement,
  { role, human }: PingAct<'ping.answer'>,
): Step {
  if (author !== state.owner) return refuse('not-yours')
  if (role !== state.role) return refuse('other-role')
  if (state.answer) return refuse('already-answered')
  const word = { digest, heard: null }
  if (human) return ok({ ...state, answer: word })
  if (state.machine.length >= MAX_MACHINE_ANSWERS) return refuse('too-many-moves')
  return ok({ ...state, machine: [...state.machine, word] })
}

/** The word of whoever it was said to is taken once; the earliest counts. */
function receive(
  state: PingState,
  { author }: ThreadStatement,
  { held }: PingAct<'ping.receive'>,
): Step {
  const spoken = author === state.owner ? [state.asked] : [...state.machine, state.answer]
  if (!held.every(({ statement }) => spoken.some((word) => word?.digest === statement))) {
    return refuse('unknown-statement')
  }
  const times = new Map(held.map((entry) => [entry.statement, entry.received]))
  const mark = (word: PingWord): PingWord => {
    const received = times.get(word.digest)
    if (received === undefined || (word.heard !== null && word.heard <= received)) return word
    return { ...word, heard: received }
  }
  return ok({
    ...state,
    asked: mark(state.asked),
    answer: state.answer && mark(state.answer),
    machine: state.machine.map(mark),
  })
}
