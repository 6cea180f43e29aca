import { sql } from 'kysely'
import type { Store } from '../../../store/store.ts'

/** Something that happens to a database. */
export type Damage = (store: Store) => Promise<void>

/** Damage by a statement. */
export function run(statement: ReturnType<typeof sql>): Damage {
  return async (open) => {
    await open.transact((tx) => tx.query(statement))
  }
}

/** A bit of a tile is flipped. */
const flip = (level: number, number: number, at: number): Damage => {
  return async (open) => {
    await open.transact(async (tx) => {
      const where = tx.db.selectFrom('log_tiles').select('data').where('level', '=', level)
      const row = await where.where('number', '=', number).executeTakeFirstOrThrow()
      const data = Uint8Array.from(row.data)
      data[at] = (data[at] ?? 0) ^ 1
      const update = tx.db.updateTable('log_tiles').set({ data }).where('level', '=', level)
      await update.where('number', '=', number).execute()
    })
  }
}

/**
 * Damage to a log of 1,500 entries that what is left can prove, with the problems that a check finds
 * in it.
 */
export const REPAIRABLE_DAMAGE: Readonly<Record<string, readonly [Damage, readonly string[]]>> = {
  'a lost tile of level 0': [
    run(sql`delete from log_tiles where level = 0 and number = 3`),
    ['tile'],
  ],
  'a lost tile of level 1': [run(sql`delete from log_tiles where level = 1`), ['tile']],
  'a flipped bit in a tile': [flip(0, 3, 700), ['tile']],
  'a flipped bit in the partial tile': [flip(0, 5, 700), ['tile']],
  'a lost bundle': [run(sql`delete from log_tiles where level = -1 and number = 0`), ['bundle']],
  'a flipped bit in a bundle': [flip(-1, 4, 1000), ['bundle']],
  'a flipped length in a bundle': [flip(-1, 4, 0), ['bundle']],
  'all tiles': [run(sql`delete from log_tiles where level >= 0`), ['tile']],
  'all bundles': [run(sql`delete from log_tiles where level = -1`), ['bundle']],
  'the whole index': [run(sql`delete from log_leaves`), ['leaf']],
  'a wrong place in the index': [
    run(sql`update log_leaves set position = position + 1000000 where position between 5 and 9`),
    ['leaf', 'leaf-stray'],
  ],
  'a bundle and its tile': [
    run(sql`delete from log_tiles where level < 1 and number = 2`),
    ['bundle', 'tile'],
  ],
  'a tile and its index rows': [
    async (open) => {
      await run(sql`delete from log_tiles where level = 0 and number = 2`)(open)
      await run(sql`delete from log_leaves where position between 512 and 767`)(open)
    },
    ['leaf', 'tile'],
  ],
  'a tile beyond the tree': [
    run(sql`insert into log_tiles (level, number, data) values (0, 99, x'00'), (5, 0, x'00')`),
    ['tile-stray'],
  ],
  'a root that is not the signed one': [
    run(sql`update log_state set root = x'00'`),
    ['root', 'state'],
  ],
  'a cosignature that does not verify': [
    run(sql`insert into log_cosignatures (witness, size, line, added) values ('w', 5, 'x', 0)`),
    ['cosignature'],
  ],
}
