import { decode, ok, type Result, refuse } from '@concert/core'
import type { NodeContext } from '../context.ts'
import { notify } from '../notifications/notice.ts'
import type { DirectoryCode } from './codes.ts'
import { HOURS, type Hours } from './hours.ts'
import { onCall, ROTA_LINES, type RotaLine } from './lines.ts'

/** One person on one line in some hours of the week. */
export interface Shift {
  readonly line: RotaLine
  readonly contact: string
  readonly hours: Hours
  /** Milliseconds since 1970 UTC. */
  readonly starts: number
  readonly ends: number | null
}

/** The rota as people see it. */
export interface RotaView {
  /** Who is on call now; null when the rota says nobody. */
  readonly onCall: Readonly<Record<RotaLine, string | null>>
  readonly shifts: readonly (Shift & { readonly id: number })[]
  readonly handovers: readonly Handover[]
}

/** One hand-over of a line. */
export interface Handover {
  readonly id: number
  readonly line: RotaLine
  readonly giver: string | null
  readonly taker: string
  readonly state: 'offered' | 'accepted' | 'declined'
  readonly offered: string
  readonly until: string
  readonly note: string
}

/** Who is on call when, and how one hands over to the next. It stays in this node. */
export class Rota {
  readonly #context: NodeContext

  constructor(context: NodeContext) {
    this.#context = context
  }

  async view(): Promise<RotaView> {
    const { store } = this.#context
    const shifts = await store.read.db.selectFrom('rota_shifts').selectAll().orderBy('id').execute()
    const handovers = await store.read.db
      .selectFrom('rota_handovers')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(50)
      .execute()
    const called = { duty: null, deputy: null } as Record<RotaLine, string | null>
    for (const line of ROTA_LINES) {
      called[line] = (await onCall(this.#context, store.read, line)) ?? null
    }
    return {
      onCall: called,
      shifts: shifts.flatMap(({ line, hours, ...rest }) => {
        const read = decode(HOURS, JSON.parse(hours))
        return read.ok ? [{ ...rest, line: line as RotaLine, hours: read.value }] : []
      }),
      handovers: handovers.map((row) => ({
        id: row.id,
        line: row.line as RotaLine,
        giver: row.giver,
        taker: row.taker,
        state: row.state as Handover['state'],
        offered: new Date(row.offered).toISOString(),
        until: new Date(row.until).toISOString(),
        note: row.note,
      })),
    }
  }

  /** Puts a person on a line. */
  async add(shift: Shift): Promise<Result<{ readonly id: number }, DirectoryCode>> {
    if (shift.ends !== null && shift.ends <= shift.starts) return refuse('time-form', 'ends')
    if (!(await this.#isOurs(shift.contact))) return refuse('contact-unknown', 'contact')
    const row = await this.#context.store.transact(({ db }) =>
      db
        .insertInto('rota_shifts')
        .values({ ...shift, hours: JSON.stringify(shift.hours) })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    return ok({ id: row.id })
  }

  async remove(id: number): Promise<Result<{ readonly id: number }, DirectoryCode>> {
    const gone = await this.#context.store.transact(({ db }) =>
      db.deleteFrom('rota_shifts').where('id', '=', id).executeTakeFirst(),
    )
    return gone.numDeletedRows === 1n ? ok({ id }) : refuse('shift-unknown', 'id')
  }

  /** Offers a line to another person until a time; who is on call now stays so until it is accepted. */
  async offer(
    line: RotaLine,
    taker: string,
    until: number,
    note: string,
  ): Promise<Result<{ readonly id: number }, DirectoryCode>> {
    const { store, now } = this.#context
    if (until <= now()) return refuse('time-form', 'until')
    if (!(await this.#isOurs(taker))) return refuse('contact-unknown', 'taker')
    const giver = (await onCall(this.#context, store.read, line)) ?? null
    const id = await store.transact(async (tx) => {
      const row = await tx.db
        .insertInto('rota_handovers')
        .values({
          line,
          giver,
          taker,
          offered: now(),
          until,
          state: 'offered',
          settled: null,
          note,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      const mark = `handover-offered ${row.id}`
      const subject = String(row.id)
      const told = { kind: 'handover-offered', subject, urgency: null, exercise: false } as const
      await notify(tx, this.#context, { mark, ...told, line })
      return row.id
    })
    return ok({ id })
  }

  /** The taker accepts or declines. */
  async settle(
    id: number,
    isAccepted: boolean,
  ): Promise<Result<{ readonly id: number }, DirectoryCode>> {
    const { store, now } = this.#context
    const row = await store.transact(({ db }) =>
      db
        .updateTable('rota_handovers')
        .set({ state: isAccepted ? 'accepted' : 'declined', settled: now() })
        .where('id', '=', id)
        .where('state', '=', 'offered')
        .where('until', '>', now())
        .returning('id')
        .executeTakeFirst(),
    )
    return row ? ok({ id }) : refuse('handover-unknown', 'id')
  }

  async #isOurs(contact: string): Promise<boolean> {
    const { store, own } = this.#context
    const row = await store.read.db
      .selectFrom('contacts')
      .select('contact')
      .where('node', '=', own.node)
      .where('contact', '=', contact)
      .where('state', '=', 'standing')
      .executeTakeFirst()
    return row !== undefined
  }
}
