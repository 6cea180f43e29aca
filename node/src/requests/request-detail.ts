import { parseStatement, type Tlp } from '@concert/envelope'
import {
  type Calendars,
  type ContentOf,
  countTargets,
  gbtCategory,
  movesOf,
  type RequestContent,
  type RequestEvent,
  type RequestState,
  type RequestView,
  readRequestContent,
  type TargetRun,
  turnOf,
  viewRequest,
} from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'
import { listHeld } from './held-words.ts'
import { readRoot } from './read-root.ts'
import { openRequestThread } from './request-thread.ts'
import { type ShownWord, showBytes } from './word-bytes.ts'

/** One thing that was said, with its texts. */
export interface DetailEvent extends RequestEvent {
  readonly party: 'asker' | 'owner'
  /** The author's own time; what counts is `heard`. */
  readonly time: string
  readonly act: object
  readonly content: ContentOf<'move'> | null
}

/** A request whole, at a time. */
export interface RequestDetail {
  readonly id: string
  readonly kind: 'request' | 'notify'
  readonly exercise: boolean
  readonly tlp: Tlp
  readonly sent: string
  readonly side: 'asker' | 'owner'
  readonly peer: string
  readonly root: RequestState['root']
  readonly gbt: string | null
  /** Null when it was erased. */
  readonly content: RequestContent | null
  readonly phase: RequestState['phase']
  readonly round: number
  readonly turn: ReturnType<typeof turnOf>
  readonly view: RequestView
  readonly questions: RequestState['questions']
  readonly evidence: readonly string[]
  readonly wanted: readonly string[]
  readonly usefulness: number | null
  readonly targets: {
    readonly total: number
    readonly listed: number
    readonly byStatus: Readonly<Partial<Record<TargetRun['status'], number>>>
    readonly relapses: number
  }
  readonly events: readonly DetailEvent[]
  /** What this side may say now. */
  readonly moves: readonly string[]
  /** Objects that it points to, and whether they are here. */
  readonly objects: readonly { readonly id: string; readonly here: boolean }[]
  /** What this side would say and a second person has to look at first. */
  readonly held: readonly ShownWord[]
}

/** Everything about a request, or undefined when it is not known here. */
export async function readRequest(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  calendars: Calendars,
  id: string,
): Promise<RequestDetail | undefined> {
  const root = await readRoot(context, reader, id)
  const thread = await openRequestThread(context, reader, id)
  if (!root || !thread) return undefined
  const { state } = thread
  const own = context.own.node
  const content = readRequestContent('root', root.content)
  const side = state.asker === own ? 'asker' : 'owner'
  return {
    id,
    kind: state.isNotice ? 'notify' : 'request',
    exercise: root.exercise,
    tlp: root.tlp,
    sent: root.time,
    side,
    peer: side === 'asker' ? state.owner : state.asker,
    root: state.root,
    gbt: gbtCategory(state.root.incident.class, state.root.incident.type) ?? null,
    content,
    phase: state.phase,
    round: state.round,
    turn: turnOf(state),
    view: viewRequest(state, context.now(), calendars, Date.parse(root.time)),
    questions: state.questions,
    evidence: state.evidence,
    wanted: state.wanted,
    usefulness: state.usefulness,
    targets: {
      total: state.root.targets,
      listed: state.listed,
      byStatus: countTargets(state.targets),
      relapses: state.targets.reduce((sum, { relapses, count }) => sum + relapses * count, 0),
    },
    events: await eventsOf(context, reader, state),
    moves: movesOf(state, own),
    objects: await objectsOf(reader, content?.facts.stix ?? []),
    held: await showBytes(context, reader, await listHeld(reader, { request: id })),
  }
}

async function eventsOf(
  context: NodeContext,
  reader: Pick<Reader, 'db'>,
  state: RequestState,
): Promise<readonly DetailEvent[]> {
  const rows = await reader.db
    .selectFrom('statements')
    .select(['document', 'content'])
    .where('thread', '=', bytesOf(state.id))
    .where('kind', 'not in', ['request.receive', 'request.targets', 'request.tender'])
    .execute()
  const said = new Map<string, Pick<DetailEvent, 'time' | 'act' | 'content'>>()
  for (const { document, content } of rows) {
    const parsed = parseStatement(context.crypto, document)
    if (!parsed.ok) continue
    const { digest, time, act } = parsed.value
    // The root's texts stand in the request itself.
    const texts = digest === state.id ? null : readRequestContent('move', content)
    said.set(digest, { time, act: digest === state.id ? {} : act, content: texts })
  }
  return state.events.map((event) => ({
    ...event,
    party: event.by === state.asker ? 'asker' : 'owner',
    ...(said.get(event.digest) ?? { time: '', act: {}, content: null }),
  }))
}

async function objectsOf(
  reader: Pick<Reader, 'db'>,
  ids: readonly string[],
): Promise<RequestDetail['objects']> {
  if (ids.length === 0) return []
  const rows = await reader.db
    .selectFrom('objects')
    .select('stix_id')
    .distinct()
    .where('stix_id', 'in', ids)
    .where('retracted_by', 'is', null)
    .execute()
  const here = new Set(rows.map((row) => row.stix_id))
  return ids.map((id) => ({ id, here: here.has(id) }))
}
