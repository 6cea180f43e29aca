import { ok, type Result, refuse } from '@concert/core'
import type { Fold, Opening } from '../thread/fold.ts'
import type { ThreadStatement } from '../thread/statement.ts'
import {
  decodeRequestAct,
  isRequestKind,
  isRequestRoot,
  type ProgressAct,
  type RequestAct,
  type RequestMove,
  type RequestRoot,
} from './acts.ts'
import { whyNot } from './moves.ts'
import { isRsitType } from './rsit.ts'
import type { RequestEvent, RequestState } from './state.ts'
import { applyTargets, areOrdered, push, type TargetRun } from './targets.ts'
import { ASKER_TARGET_STATUS, type EvidenceItem, type Phase } from './words.ts'

/** Most things that people can say in one request. */
export const MAX_EVENTS = 2000
/** Most runs of targets a request can be divided into. */
const MAX_RUNS = 100_000

type Step = Result<RequestState>

/** The fold of a request's thread. */
export const REQUEST: Fold<RequestState> = {
  open: openRequest,
  step(state, statement) {
    const { kind } = statement
    if (!isRequestKind(kind)) return refuse('unsupported-kind')
    if (isRequestRoot(kind)) {
      // The root has had its effect when the thread opened; nobody can ask again in its place.
      return statement.digest === state.id ? ok(state) : refuse('not-now')
    }
    const forbidden = whyNot(state, statement.author, kind)
    if (forbidden) return refuse(forbidden)
    return move(state, statement, kind)
  },
}

function openRequest(root: ThreadStatement): Opening<RequestState> | undefined {
  if (!isRequestRoot(root.kind)) return undefined
  const read = decodeRequestAct(root.kind, root.act)
  if (!read.ok) return undefined
  const act: RequestRoot = read.value
  const [asker = '', owner = ''] = act.parties
  if (asker !== root.author || !isRsitType(act.incident.class, act.incident.type)) return undefined
  const open: TargetRun = {
    from: 0,
    count: act.targets,
    status: 'open',
    at: null,
    seen: null,
    down: null,
    relapses: 0,
  }
  const state: RequestState = {
    id: root.digest,
    isNotice: root.kind === 'request.notify',
    asker,
    owner,
    root: act,
    phase: 'sent',
    interrupted: null,
    round: 1,
    events: [eventOf(root, root.kind, 1)],
    questions: Array.from({ length: act.questions }, () => 'open' as const),
    targets: act.targets === 0 ? [] : [open],
    listed: 0,
    evidence: act.evidence,
    wanted: [],
    usefulness: null,
  }
  return { participants: act.parties, state }
}

function move(state: RequestState, statement: ThreadStatement, kind: RequestMove): Step {
  const read = decodeRequestAct(kind, statement.act)
  if (!read.ok) return read
  if (kind === 'request.receive') {
    return receive(state, statement, read.value as RequestAct<'request.receive'>)
  }
  if (kind === 'request.tender') {
    return tendered(state, statement, read.value as RequestAct<'request.tender'>)
  }
  if (kind === 'request.targets') {
    return list(state, read.value as RequestAct<'request.targets'>)
  }
  if (state.events.length >= MAX_EVENTS) return refuse('too-many-moves')
  const next = effectOf(state, statement, kind, read.value)
  return next.ok ? ok(recorded(next.value, statement, kind, read.value)) : next
}

function effectOf(
  state: RequestState,
  { author }: ThreadStatement,
  kind: RequestMove,
  act: unknown,
): Step {
  switch (kind) {
    case 'request.acknowledge':
      // A machine's acknowledgement is recorded and changes nothing: it never counts as human.
      return (act as RequestAct<'request.acknowledge'>).human
        ? to(state, 'acknowledged')
        : ok(state)
    case 'request.accept':
      return to(state, 'accepted')
    case 'request.need-info':
      return needInfo(state, act as RequestAct<'request.need-info'>)
    case 'request.info':
      return info(state, act as RequestAct<'request.info'>)
    case 'request.refuse':
      return refused(state, act as RequestAct<'request.refuse'>)
    case 'request.transfer':
      return to(state, 'transferred')
    case 'request.update':
      return author === state.asker
        ? askerUpdate(state, act as ProgressAct)
        : progress(state, act as ProgressAct, working(state))
    case 'request.partial':
      return progress(state, act as ProgressAct, 'partly-answered')
    case 'request.answer':
      return progress(state, act as ProgressAct, 'answered')
    case 'request.withdraw':
      return to(state, 'withdrawn')
    case 'request.rate':
      return ok({
        ...state,
        phase: 'rated',
        usefulness: (act as RequestAct<'request.rate'>).usefulness,
      })
    case 'request.dispute':
      return disputed(state, act as RequestAct<'request.dispute'>)
    case 'request.close':
      return to(state, 'closed')
    default:
      // Extensions, holds and escalations are facts that the view reads.
      return ok(state)
  }
}

function to(state: RequestState, phase: Phase): Step {
  return ok({ ...state, phase, interrupted: null })
}

function working({ phase, isNotice }: RequestState): Phase {
  if (phase === 'needs-info' || phase === 'answered' || phase === 'rated') return phase
  return phase === 'partly-answered' || isNotice ? phase : 'in-progress'
}

function needInfo(state: RequestState, act: RequestAct<'request.need-info'>): Step {
  // The clock stops for it, so it must say what is missing.
  if (act.items.length + act.questions.length === 0) return refuse('item-required')
  if (!act.questions.every((n) => n <= state.root.questions)) return refuse('unknown-question')
  const wanted = act.items as readonly EvidenceItem[]
  return ok({ ...state, phase: 'needs-info', interrupted: state.phase, wanted })
}

/** Ends the wait; after a refusal for evidence it submits the request again, in a new round. */
function info(state: RequestState, act: RequestAct<'request.info'>): Step {
  const evidence = [...new Set([...state.evidence, ...act.items])].toSorted()
  const wanted = state.wanted.filter((item) => !act.items.includes(item))
  if (state.phase === 'refused') {
    // Only what was missing can be sent after: any other refusal stands.
    if (state.wanted.length === 0) return refuse('not-now')
    if (wanted.length > 0) return refuse('item-required')
    return ok({ ...state, phase: 'sent', round: state.round + 1, evidence, wanted })
  }
  return ok({ ...state, phase: state.interrupted ?? 'sent', interrupted: null, evidence, wanted })
}

function refused(state: RequestState, { code, item }: RequestAct<'request.refuse'>): Step {
  if ((code === 'insufficient-evidence') !== (item !== null)) return refuse('item-required')
  return ok({ ...state, phase: 'refused', interrupted: null, wanted: item === null ? [] : [item] })
}

function disputed(state: RequestState, { statement }: RequestAct<'request.dispute'>): Step {
  const isTheirs = state.events.some((e) => e.digest === statement && e.by === state.owner)
  return isTheirs ? ok(state) : refuse('unknown-statement')
}

function askerUpdate(state: RequestState, act: ProgressAct): Step {
  if (act.questions.length > 0) return refuse('not-yours')
  const own: readonly string[] = ASKER_TARGET_STATUS
  if (!act.targets.every(({ status }) => own.includes(status))) return refuse('not-yours')
  return progress(state, act, state.phase, true)
}

function progress(state: RequestState, act: ProgressAct, phase: Phase, isAsker = false): Step {
  if (!areOrdered(act.targets, state.root.targets)) return refuse('unknown-target')
  const theirs: readonly string[] = ASKER_TARGET_STATUS
  if (!isAsker && act.targets.some(({ status }) => theirs.includes(status))) {
    return refuse('not-yours')
  }
  const questions = [...state.questions]
  for (const { n, status } of act.questions) {
    if (n > questions.length) return refuse('unknown-question')
    questions[n - 1] = status
  }
  const targets =
    act.targets.length === 0 ? state.targets : applyTargets(state.targets, act.targets)
  if (targets.length > MAX_RUNS) return refuse('too-many-moves')
  const interrupted = phase === 'needs-info' ? state.interrupted : null
  return ok({ ...state, phase, interrupted, questions, targets })
}

/** The asker lists its targets in order, without a gap; status may have been told before. */
function list(state: RequestState, { from, count, seen }: RequestAct<'request.targets'>): Step {
  if (from !== state.listed || from + count > state.root.targets) return refuse('unknown-target')
  const end = from + count
  const targets: TargetRun[] = []
  for (const run of state.targets) {
    const last = run.from + run.count
    const cuts = [run.from, Math.max(run.from, from), Math.min(last, end), last]
    for (const [i, part] of cuts.slice(0, 3).entries()) {
      const size = (cuts[i + 1] as number) - part
      if (size > 0)
        push(targets, { ...run, from: part, count: size, seen: i === 1 ? seen : run.seen })
    }
  }
  return ok({ ...state, targets, listed: end })
}

/**
 * Takes in when statements arrived. Of what the receiving node says, the earliest counts, and
 * counts before what the author says, so that neither side can date the other's words alone.
 */
function receive(
  state: RequestState,
  { author }: ThreadStatement,
  act: RequestAct<'request.receive'>,
): Step {
  const told = new Map<string, string>()
  for (const { statement, received } of act.held) {
    const before = told.get(statement)
    if (before === undefined || received < before) told.set(statement, received)
  }
  let found = 0
  const events = state.events.map((event) => {
    const time = told.get(event.digest)
    if (time === undefined) return event
    found++
    const field = event.by === author ? 'claimed' : 'heard'
    const before = event[field]
    return before !== null && before <= time ? event : { ...event, [field]: time }
  })
  return found === told.size ? ok({ ...state, events }) : refuse('unknown-statement')
}

/** Takes in tenders: of one's own words alone, for the other side's were offered to oneself. */
function tendered(
  state: RequestState,
  { author }: ThreadStatement,
  act: RequestAct<'request.tender'>,
): Step {
  const told = new Map<string, string>()
  for (const { statement, received } of act.tendered) {
    const before = told.get(statement)
    if (before === undefined || received < before) told.set(statement, received)
  }
  let found = 0
  const events = state.events.map((event) => {
    const time = told.get(event.digest)
    if (time === undefined || event.by !== author) return event
    found++
    const before = event.tendered
    return before !== null && before <= time ? event : { ...event, tendered: time }
  })
  return found === told.size ? ok({ ...state, events }) : refuse('unknown-statement')
}

function recorded(
  state: RequestState,
  statement: ThreadStatement,
  kind: RequestMove,
  act: unknown,
): RequestState {
  const { until, by, code, reason, result, human, to: whom } = act as Record<string, unknown>
  const said = code ?? reason ?? result ?? whom ?? (human === false ? 'machine' : null)
  const event: RequestEvent = {
    ...eventOf(statement, kind, state.round),
    until: typeof until === 'string' ? until : typeof by === 'string' ? by : null,
    code: typeof said === 'string' ? said : null,
  }
  return { ...state, events: [...state.events, event] }
}

function eventOf(
  { digest, author }: ThreadStatement,
  kind: RequestEvent['kind'],
  round: number,
): RequestEvent {
  const told = { heard: null, claimed: null, tendered: null }
  return { digest, by: author, kind, round, ...told, until: null, code: null }
}
