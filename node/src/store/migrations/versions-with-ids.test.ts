import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { SqlConnection } from '../sql-connection.ts'
import { LocalDatabase } from '../sqlite/local-database.ts'
import { versionsWithIds } from './0027-versions-with-ids.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'

const OWN = 'a'.repeat(64)
const PEER = 'b'.repeat(64)
const TIME = '2026-11-30T04:00:00.000Z'

test('a database from before knows its own versions again, and takes no second one', async () => {
  const db = new LocalDatabase(new DatabaseSync(':memory:'))
  const connection: SqlConnection = {
    execute: async (sql, values) => db.execute(sql, values),
  }
  const add = (stixId: string, source: string, key: string | null) =>
    db.execute(
      `insert into objects (stix_id, type, modified, tlp, source, version_key, body, added)
        values (?, 'indicator', '', 'green', ?, ?, x'7b7d', 0) on conflict do nothing`,
      [stixId, source, key],
    ).affected
  const before = MIGRATIONS.slice(0, MIGRATIONS.indexOf(versionsWithIds))
  await migrate('sqlite', connection, before)
  add('indicator--1', OWN, `indicator--1|${TIME}`)
  add('indicator--1', OWN, 'indicator--1|list')
  add('indicator--2', OWN, 'indicator--2|a|b')
  add('indicator--1', PEER, null)

  await migrate('sqlite', connection)

  const { rows } = db.execute('select stix_id, version_key from objects order by id', [])
  expect(rows.map((row) => [row.stix_id, row.version_key])).toEqual([
    ['indicator--1', TIME],
    ['indicator--1', 'list'],
    ['indicator--2', 'a|b'],
    ['indicator--1', null],
  ])
  expect(add('indicator--1', OWN, TIME)).toBe(0)
  expect(add('indicator--2', OWN, TIME)).toBe(1)
  expect(add('indicator--1', PEER, null)).toBe(1)
  db.close()
})
