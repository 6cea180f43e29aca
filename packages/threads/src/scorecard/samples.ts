import type { PingState } from '../ping/fold.ts'
import { viewPing } from '../ping/view.ts'
import { effectiveTime, type RequestState } from '../request/state.ts'
import type { Calendars, ClockView, RequestView } from '../request/view.ts'
import { viewRequest } from '../request/view.ts'
import type { SampleId } from './measures.ts'

/** A request within the cut. */
export interface ScoredRequest {
  readonly state: RequestState
  readonly exercise: boolean
}

/** A ping within the cut; drills are no pings. */
export type ScoredPing = PingState

/** What a statement within the cut tells by itself, or a receipt for one. */
export interface ScoredFact {
  readonly id: FactId
  /** Whom it is about. */
  readonly of: string
  readonly statement: string
  readonly value: number
  /** Cases that it tells of first. */
  readonly count: number
  /** When whoever it was said to received it; null counts nowhere. */
  readonly at: string | null
}

/** What facts are told of. */
export type FactId = Extract<
  SampleId,
  | 'shared'
  | 'confirmed'
  | 'false-positive'
  | 'novel'
  | 'lead-time'
  | 'terms-exceeded'
  | 'log-consistent'
  | 'operation-step'
>

/** One observation, or `count` alike. */
export interface Sample {
  /** Whom it is about. */
  readonly of: string
  readonly id: SampleId
  readonly urgency: string
  readonly value: number
  readonly count: number
  /** The request's root, or the statement, behind it. */
  readonly source: string
}

const ACTED: ReadonlySet<string> = new Set(['down', 'already-down', 'notified', 'confirmed'])
const TIMED: ReadonlySet<ClockView['status']> = new Set(['met', 'late', 'missed'])

/** What one request tells of both sides. @param until - end of the period, in milliseconds */
export function samplesOf(
  { state, exercise }: ScoredRequest,
  calendars: Calendars,
  until: number,
): readonly Sample[] {
  const owner = sampler(state, state.owner)
  const asker = sampler(state, state.asker)
  const view = viewRequest(state, until, calendars)
  // Drill and live never mix: of a drill only that somebody joined it counts.
  if (exercise) return [owner('drill-joined', view.acknowledge.met === null ? 0 : 1)]
  const out: Sample[] = [asker('asked', 1)]
  clockSamples(out, owner, view.acknowledge, view.started, 'acknowledge')
  if (!state.isNotice) clockSamples(out, owner, view.answer, view.started, 'answer')
  if (view.status === 'lapsed') out.push(owner('lapsed', 1))
  moveSamples(out, owner, asker, state, view.extensions)
  promiseSamples(out, owner, state, view.answer, until)
  if (state.root.template === 'handling-breach') breachSamples(out, owner, state, view)
  if (state.root.type === 'preservation' && state.phase !== 'withdrawn') {
    const isKept = ['answered', 'rated', 'closed'].includes(state.phase)
    out.push(owner('preservation-honoured', isKept ? 1 : 0))
  }
  targetSamples(out, owner, state)
  return out
}

/** What a ping tells of whoever was pinged; nothing while its time is not over. */
export function pingSamples(ping: ScoredPing, until: number): readonly Sample[] {
  const { status } = viewPing(ping, until)
  if (status === 'sent' || status === 'arrived') return []
  const value = status === 'answered' ? 1 : 0
  const { owner: of, id: source } = ping
  return [{ of, id: 'ping-answered', urgency: 'none', value, count: 1, source }]
}

type Sampler = (id: SampleId, value: number, count?: number) => Sample

function sampler(state: RequestState, of: string): Sampler {
  const { urgency } = state.root
  return (id, value, count = 1) => ({ of, id, urgency, value, count, source: state.id })
}

function clockSamples(
  out: Sample[],
  owner: Sampler,
  { status, met }: ClockView,
  started: number | null,
  clock: 'acknowledge' | 'answer',
): void {
  if (!TIMED.has(status)) return
  if (met !== null && started !== null) {
    out.push(owner(`${clock}-time`, Math.max(0, met - started)))
  }
  out.push(owner(`${clock}-on-time`, status === 'met' ? 1 : 0))
}

function moveSamples(
  out: Sample[],
  owner: Sampler,
  asker: Sampler,
  { events, usefulness }: RequestState,
  inTime: number,
): void {
  const extensions = events.filter(({ kind }) => kind === 'request.extend').length
  for (let i = 0; i < extensions; i++) {
    out.push(owner('extensions', 1), owner('extension-in-time', i < inTime ? 1 : 0))
  }
  const refusals = events.filter(({ kind }) => kind === 'request.refuse')
  for (const { code } of refusals) {
    out.push(owner('refusals', 1), owner('refusal-reasoned', code === 'no-reason-given' ? 0 : 1))
  }
  const lacked = refusals.some(({ code }) => code === 'insufficient-evidence')
  out.push(asker('insufficient-evidence', lacked ? 1 : 0))
  if (usefulness !== null) out.push(owner('usefulness', usefulness))
}

/** The time that the owner set itself when it accepted: kept, missed, or not over yet. */
function promiseSamples(
  out: Sample[],
  owner: Sampler,
  { events, round }: RequestState,
  { met }: ClockView,
  until: number,
): void {
  const accepted = events.findLast((event) => event.kind === 'request.accept')
  if (accepted?.round !== round || accepted.until === null) return
  const promised = Date.parse(accepted.until)
  if (met !== null) out.push(owner('promise-kept', met < promised ? 1 : 0))
  else if (until >= promised) out.push(owner('promise-kept', 0))
}

/** Whoever answers in full says that it was put right; a refusal leaves it reported. */
function breachSamples(
  out: Sample[],
  owner: Sampler,
  { phase, events }: RequestState,
  { started }: Pick<RequestView, 'started'>,
): void {
  if (phase === 'withdrawn') return
  out.push(owner('handling-breach', 1))
  const remedy = events.findLast(({ kind, code }) => {
    return kind === 'request.answer' && code === 'complete'
  })
  out.push(owner('handling-remedied', remedy ? 1 : 0))
  const at = remedy && effectiveTime(remedy)
  if (at && started !== null) {
    out.push(owner('handling-remedy-time', Math.max(0, Date.parse(at) - started)))
  }
}

function targetSamples(out: Sample[], owner: Sampler, state: RequestState): void {
  if (state.root.type !== 'takedown') return
  const received = state.events[0] && effectiveTime(state.events[0])
  for (const { status, count, down, seen, relapses } of state.targets) {
    if (status === 'withdrawn' || status === 'not-ours') continue
    out.push(owner('target-acted', ACTED.has(status) || down !== null ? 1 : 0, count))
    if (down !== null && received) {
      out.push(owner('target-act-time', between(received, down), count))
    }
    if (down !== null && seen !== null) {
      out.push(owner('target-life', between(seen, down), count))
    }
    if (relapses > 0) out.push(owner('relapses', 1, relapses * count))
  }
}

/** Milliseconds from one time to another; 0 when the other was earlier. */
function between(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from))
}
