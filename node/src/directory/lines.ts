import { decode } from '@concert/core'
import type { NodeContext } from '../context.ts'
import type { Reader } from '../store/store.ts'
import { type ContactView, listContacts } from './contact-rows.ts'
import { HOURS, isWithin } from './hours.ts'

/** Lines that somebody is on call on by the rota. */
export const ROTA_LINES = ['duty', 'deputy'] as const

/** One of {@link ROTA_LINES}. */
export type RotaLine = (typeof ROTA_LINES)[number]

/** Whom people here can be called through: the rota's lines, and the roles of our contacts. */
export type Line = RotaLine | ContactView['role']

type Clocked = Pick<NodeContext, 'now' | 'own'>

/** Who is on call on a line of the rota now; undefined when the rota says nobody. */
export async function onCall(
  context: Clocked,
  reader: Pick<Reader, 'db'>,
  line: RotaLine,
): Promise<string | undefined> {
  const now = context.now()
  const handed = await reader.db
    .selectFrom('rota_handovers')
    .select('taker')
    .where('line', '=', line)
    .where('state', '=', 'accepted')
    .where('until', '>', now)
    .orderBy('settled', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (handed) return handed.taker
  const shifts = await reader.db
    .selectFrom('rota_shifts')
    .select(['contact', 'hours'])
    .where('line', '=', line)
    .where('starts', '<=', now)
    .where(({ or, eb }) => or([eb('ends', 'is', null), eb('ends', '>', now)]))
    .orderBy('starts', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return shifts.find(({ hours }) => {
    const read = decode(HOURS, JSON.parse(hours))
    return read.ok && isWithin(read.value, now) === true
  })?.contact
}

/**
 * The contacts of ours whom a line reaches now. A line of the rota without anybody on call falls back
 * to the technical contacts, and a role outside its hours to everybody who has it: somebody is told.
 */
export async function reachedBy(
  context: Clocked,
  reader: Pick<Reader, 'db'>,
  line: Line,
): Promise<readonly ContactView[]> {
  const ours = await listContacts(context, reader, { node: context.own.node })
  if (line === 'duty' || line === 'deputy') {
    const person = await onCall(context, reader, line)
    const found = ours.filter(({ id }) => id === person)
    return found.length > 0 ? found : withRole(ours, 'technical')
  }
  return withRole(ours, line)
}

function withRole(ours: readonly ContactView[], role: string): readonly ContactView[] {
  const having = ours.filter((contact) => contact.role === role)
  const awake = having.filter(({ reachable }) => reachable === true)
  return awake.length > 0 ? awake : having
}
