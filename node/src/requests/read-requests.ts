import { hex } from '@concert/core'
import {
  type Phase,
  type RequestContent,
  type RequestRoot,
  type RequestTemplateId,
  readRequestContent,
} from '@concert/threads'
import type { Expression, SqlBool } from 'kysely'
import { bytesOf } from '../exchange/statements.ts'
import type { RequestsTable } from '../store/schema.ts'
import type { Reader } from '../store/store.ts'
import { NO_DUE } from './project-request.ts'

type Reading = Pick<Reader, 'db'>

/** Which requests to list. Drill and live never stand in one list. */
export interface RequestFilter {
  readonly exercise?: boolean
  /** Which we are. */
  readonly side?: 'asker' | 'owner'
  readonly peer?: string
  readonly urgency?: RequestRoot['urgency']
  readonly type?: RequestRoot['type']
  readonly template?: RequestTemplateId
  readonly phase?: Phase
  /** Open ones by their deadline, or closed ones, newest first. */
  readonly open?: boolean
  /** Those with a time that was missed in silence. */
  readonly lapsed?: boolean
  /** Those in which the next word is ours. */
  readonly ours?: boolean
  readonly limit?: number
  readonly after?: string
}

/** One line of a list of requests. Times are milliseconds since 1970 UTC. */
export interface RequestLine {
  readonly id: string
  readonly title: RequestContent['title'] | null
  readonly peer: string
  readonly side: 'asker' | 'owner'
  readonly notice: boolean
  readonly exercise: boolean
  readonly type: string
  readonly template: string
  readonly urgency: string
  readonly phase: Phase
  /** As {@link RequestLine.phase}, or `delivered`, or `lapsed`. */
  readonly status: Phase | 'delivered' | 'lapsed'
  readonly turn: 'asker' | 'owner' | 'nobody'
  readonly open: boolean
  readonly paused: boolean
  readonly sent: number
  readonly started: number | null
  readonly acknowledgeDue: number | null
  readonly answerDue: number | null
  readonly callBack: boolean
  readonly targets: number
  readonly targetsDone: number
  readonly updated: number
}

/** A page of requests. */
export interface RequestPage {
  readonly requests: readonly RequestLine[]
  /** Pass as `after` for the next page; null at the end. */
  readonly next: string | null
}

const PAGE = 100
const CALL_BACK_MS = 900_000

/** The peer of a request, or undefined when it is not known here. */
export async function peerOf(reader: Reading, id: string): Promise<string | undefined> {
  const row = await reader.db
    .selectFrom('requests')
    .select('peer')
    .where('root', '=', bytesOf(id))
    .executeTakeFirst()
  return row?.peer
}

/** A page of requests: open ones by what is due first, others by what moved last. */
export async function listRequests(
  reader: Reading,
  filter: RequestFilter,
  now: number,
): Promise<RequestPage> {
  const { limit = PAGE } = filter
  const rows = await pageOf(reader, filter, now, limit)
  const titles = await titlesOf(
    reader,
    rows.map(({ root }) => root),
  )
  const requests = rows.map((row) => lineOf(row, titles.get(hex(row.root)) ?? null, now))
  const last = rows.at(-1)
  const more = last && rows.length === limit
  return { requests, next: more ? cursorOf(filter, last) : null }
}

async function pageOf(reader: Reading, filter: RequestFilter, now: number, limit: number) {
  const byUpdate = filter.open === false
  const order = byUpdate ? 'updated' : 'next_due'
  const after = parseCursor(filter.after)
  let query = reader.db
    .selectFrom('requests')
    .selectAll()
    .where('exercise', '=', filter.exercise ? 1 : 0)
  if (filter.open !== undefined) query = query.where('is_open', '=', filter.open ? 1 : 0)
  for (const name of ['side', 'peer', 'urgency', 'type', 'template', 'phase'] as const) {
    const wanted = filter[name]
    if (wanted !== undefined) query = query.where(name, '=', wanted)
  }
  if (filter.lapsed) query = query.where('is_open', '=', 1).where('next_due', '<=', now)
  if (filter.ours) {
    query = query.where('is_open', '=', 1).whereRef('side', '=', 'turn')
  }
  if (after) {
    const beyond = byUpdate ? '<' : '>'
    query = query.where((where) =>
      where.or([
        where(order, beyond, after.value),
        where.and([where(order, '=', after.value), where('id', beyond, after.id)]),
      ]),
    )
  }
  const way = byUpdate ? 'desc' : 'asc'
  return await query.orderBy(order, way).orderBy('id', way).limit(limit).execute()
}

function cursorOf({ open }: RequestFilter, row: RequestsTable): string {
  return `${open === false ? row.updated : row.next_due}-${row.id}`
}

/** @param text - as somebody sent it */
function parseCursor(text: string | undefined) {
  const found = /^(\d{1,16})-(\d{1,16})$/.exec(text ?? '')
  return found ? { value: Number(found[1]), id: Number(found[2]) } : undefined
}

async function titlesOf(reader: Reading, roots: readonly Uint8Array[]) {
  const titles = new Map<string, RequestContent['title']>()
  if (roots.length === 0) return titles
  const rows = await reader.db
    .selectFrom('statements')
    .select(['digest', 'content'])
    .where('digest', 'in', roots)
    .execute()
  for (const { digest, content } of rows) {
    const read = readRequestContent('root', content)
    if (read) titles.set(hex(digest), read.title)
  }
  return titles
}

/** A row of the projection as it stands now. */
function lineOf(
  row: RequestsTable,
  title: RequestContent['title'] | null,
  now: number,
): RequestLine {
  const phase = row.phase as Phase
  const isLapsed = row.next_due <= now
  const isDelivered = phase === 'sent' && row.started !== null && !isUnheard(row)
  return {
    id: hex(row.root),
    title,
    peer: row.peer,
    side: row.side as RequestLine['side'],
    notice: row.notice === 1,
    exercise: row.exercise === 1,
    type: row.type,
    template: row.template,
    urgency: row.urgency,
    phase,
    status: isLapsed ? 'lapsed' : isDelivered ? 'delivered' : phase,
    turn: row.turn as RequestLine['turn'],
    open: row.is_open === 1,
    paused: row.paused === 1,
    sent: row.sent,
    started: row.started,
    acknowledgeDue: row.acknowledge_due,
    answerDue: row.answer_due,
    callBack: isUnreceipted(row, now),
    targets: row.targets,
    targetsDone: row.targets_done,
    updated: row.updated,
  }
}

function isUnreceipted(row: RequestsTable, now: number): boolean {
  return row.is_open === 1 && isUnheard(row) && now - row.sent >= CALL_BACK_MS
}

/** Whether a peer has not receipted what we ask, though a mailbox may have offered it. */
function isUnheard({ side, phase, unclaimed }: RequestsTable): boolean {
  return side === 'asker' && phase === 'sent' && unclaimed === 1
}

/** How requests stand, in numbers, for a duty desk; drill and live apart. */
export interface RequestCounts {
  readonly open: number
  readonly ours: number
  readonly lapsed: number
  readonly callBack: number
  /** Ours that were refused: to be amended, or closed. */
  readonly refused: number
  readonly nextDue: number | null
}

/** Counts open requests in one pass, and those of ours that were refused. */
export async function countRequests(
  reader: Reading,
  exercise: boolean,
  now: number,
): Promise<RequestCounts> {
  const row = await reader.db
    .selectFrom('requests')
    .where('exercise', '=', exercise ? 1 : 0)
    .where('is_open', '=', 1)
    .select(({ fn, eb, ref, and, case: choose }) => {
      const many = (holds: Expression<SqlBool>) =>
        fn.sum<number | null>(choose().when(holds).then(1).else(0).end())
      const unreceipted = and([
        eb('side', '=', 'asker'),
        eb('phase', '=', 'sent'),
        eb('unclaimed', '=', 1),
        eb('sent', '<=', now - CALL_BACK_MS),
      ])
      return [
        fn.countAll<number>().as('open'),
        many(eb('side', '=', ref('turn'))).as('ours'),
        many(eb('next_due', '<=', now)).as('lapsed'),
        many(unreceipted).as('callBack'),
        fn.min('next_due').as('nextDue'),
      ]
    })
    .executeTakeFirstOrThrow()
  const refused = await reader.db
    .selectFrom('requests')
    .where('exercise', '=', exercise ? 1 : 0)
    .where('is_open', '=', 0)
    .where('phase', '=', 'refused' satisfies Phase)
    .where('side', '=', 'asker')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const due = row.nextDue === null ? NO_DUE : Number(row.nextDue)
  return {
    open: Number(row.open),
    ours: Number(row.ours),
    lapsed: Number(row.lapsed),
    callBack: Number(row.callBack),
    refused: Number(refused.n),
    nextDue: due === NO_DUE ? null : due,
  }
}
