import type { Tlp } from '@concert/envelope'
import { TLP_LEVELS } from '@concert/stix'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { announce } from '../federation/post.ts'
import { retractRows } from '../intel/retract.ts'
import { isNewer, lockVersions } from '../intel/versions.ts'
import type { Transaction } from '../store/store.ts'
import { recordDecisions } from './desk-rows.ts'

/** Objects looked at in one transaction. */
const BATCH = 1000
const CURSOR = 'release_narrowing'

/** An older version of an object of ours that a new one has replaced. */
interface Replaced {
  readonly id: number
  readonly stixId: string
  readonly isNarrowed: boolean
}

/**
 * Looks at new versions of our own objects: what waited of an older one waits no more, and where the
 * new one may be seen by fewer, the older one is taken back from everybody who got it. The new one
 * then goes to whoever may have it.
 *
 * Where it stands is kept with what it did, in one transaction, so a crash neither loses nor repeats
 * anything.
 */
export class Narrowing {
  readonly #context: NodeContext
  readonly #compacts: Compacts
  #running: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(context: NodeContext, compacts: Compacts) {
    this.#context = context
    this.#compacts = compacts
  }

  /** Looks at everything that has come since the last look. */
  async round(): Promise<void> {
    const round = this.#running.then(() => this.#all())
    this.#running = round.catch(() => undefined)
    await round
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }

  async #all(): Promise<void> {
    while (!this.#isStopped && (await this.#behind())) await this.#once()
  }

  async #behind(): Promise<boolean> {
    const { read } = this.#context.store
    const newest = await read.db
      .selectFrom('objects')
      .select((select) => select.fn.max('id').as('id'))
      .executeTakeFirst()
    return (newest?.id ?? 0) > (await cursorOf(read))
  }

  async #once(): Promise<void> {
    const { store, own } = this.#context
    const peers = await store.transact(async (tx) => {
      await lockVersions(tx)
      const from = await cursorOf(tx)
      const seen = await tx.db
        .selectFrom('objects')
        .select('id')
        .where('id', '>', from)
        .orderBy('id')
        .limit(BATCH)
        .execute()
      const to = seen.at(-1)?.id
      if (to === undefined) return []
      const replaced = await replacedBetween(tx, own.node, from, to)
      await this.#drop(tx, replaced)
      const narrowed = replaced.filter(({ isNarrowed }) => isNarrowed)
      const ids = narrowed.map(({ id }) => id)
      const done = await retractRows(tx, this.#context, this.#compacts, ids, 'narrowed')
      await this.#record(tx, narrowed, done.peers)
      await moveTo(tx, to)
      return done.peers
    })
    if (peers.length > 0) announce(this.#context, peers)
  }

  /** What waited for a person of an older version waits no more. */
  async #drop(tx: Transaction, replaced: readonly Replaced[]): Promise<void> {
    if (replaced.length === 0) return
    await tx.db
      .deleteFrom('release_queue')
      .where(
        'object_id',
        'in',
        replaced.map(({ id }) => id),
      )
      .where('state', 'in', ['review', 'blocked'])
      .execute()
  }

  async #record(
    tx: Transaction,
    narrowed: readonly Replaced[],
    peers: readonly string[],
  ): Promise<void> {
    const common = { actor: '', action: 'narrowed', statementId: null, objects: 1 } as const
    await recordDecisions(
      tx,
      this.#context.now(),
      peers.flatMap((peer) =>
        narrowed.map(({ id, stixId }) => {
          const rest = { findings: '[]', bytes: null, note: '' }
          return { ...common, ...rest, peer, objectId: id, stixId }
        }),
      ),
    )
  }
}

async function cursorOf({
  db,
}: Pick<Transaction, 'db'> | NodeContext['store']['read']): Promise<number> {
  const row = await db
    .selectFrom('node_state')
    .select('value')
    .where('name', '=', CURSOR)
    .executeTakeFirst()
  return Number(row?.value ?? 0)
}

async function moveTo(tx: Transaction, id: number): Promise<void> {
  await tx.db
    .insertInto('node_state')
    .values({ name: CURSOR, value: String(id) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(id) }))
    .execute()
}

async function replacedBetween(
  tx: Transaction,
  own: string,
  from: number,
  to: number,
): Promise<readonly Replaced[]> {
  const rows = await tx.db
    .selectFrom('objects as newer')
    .innerJoin('objects as older', 'older.stix_id', 'newer.stix_id')
    .select(['older.id', 'older.stix_id', 'older.tlp as before', 'newer.tlp as after'])
    .where('newer.id', '>', from)
    .where('newer.id', '<=', to)
    .where('newer.source', '=', own)
    .where('newer.version_key', 'is not', null)
    .where('older.source', '=', own)
    .where('older.version_key', 'is not', null)
    .where('older.retracted_by', 'is', null)
    .where(isNewer('newer', 'older'))
    .execute()
  const found = new Map<number, Replaced>()
  for (const { id, stix_id: stixId, before, after } of rows) {
    const isNarrowed = level(after) > level(before) || found.get(id)?.isNarrowed === true
    found.set(id, { id, stixId, isNarrowed })
  }
  return [...found.values()]
}

/** Both columns were taken from checked objects. */
function level(tlp: string): number {
  return TLP_LEVELS.indexOf(tlp as Tlp)
}
