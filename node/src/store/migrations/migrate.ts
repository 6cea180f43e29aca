import crypto from 'node:crypto'
import type { SqlConnection } from '../sql-connection.ts'
import type { Engine } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { COLUMN_TYPES, type Migration } from './migration.ts'
import { MIGRATIONS } from './migrations.ts'

interface Step {
  readonly number: number
  readonly name: string
  /** Hex SHA-256 of the statements. */
  readonly digest: string
  readonly statements: readonly string[]
}

/**
 * Brings a database to the schema of this program. Call it inside a transaction that nobody else
 * can run at the same time.
 *
 * @throws StoreError `store-newer` when the database knows migrations that this program does not;
 *   `store-changed` when a migration it was made with differs from ours. Both change nothing.
 */
export async function migrate(
  engine: Engine,
  connection: SqlConnection,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const steps = migrations.map((migration) => toStep(engine, migration))
  await createHistory(engine, connection)
  const applied = await readHistory(connection)
  requireOurs(applied, steps)
  for (const step of steps.slice(applied.length)) await apply(connection, step)
}

function toStep(engine: Engine, { number, name, up }: Migration): Step {
  const statements = up(COLUMN_TYPES[engine])
  const digest = crypto.hash('sha256', statements.join(';\n'), 'hex')
  return { number, name, digest, statements }
}

async function createHistory(engine: Engine, connection: SqlConnection): Promise<void> {
  const { int, text, table } = COLUMN_TYPES[engine]
  await connection.execute(
    `create table if not exists migrations (
      number ${int} not null primary key,
      name ${text} not null,
      digest ${text} not null
    )${table}`,
    [],
  )
}

async function readHistory(connection: SqlConnection): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await connection.execute(
    'select number, name, digest from migrations order by number',
    [],
  )
  return rows
}

function requireOurs(applied: readonly Record<string, unknown>[], steps: readonly Step[]): void {
  if (applied.length > steps.length) {
    throw new StoreError('store-newer', { database: applied.length, program: steps.length })
  }
  for (const [index, row] of applied.entries()) {
    const step = steps[index]
    if (row.number !== step?.number || row.digest !== step?.digest) {
      throw new StoreError('store-changed', { migration: String(row.number) })
    }
  }
}

async function apply(connection: SqlConnection, step: Step): Promise<void> {
  for (const statement of step.statements) await connection.execute(statement, [])
  await connection.execute(
    `insert into migrations (number, name, digest) values (${step.number}, '${step.name}', '${step.digest}')`,
    [],
  )
}
