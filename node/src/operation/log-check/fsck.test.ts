import { access, cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utf8 } from '@concert/core'
import { leafHash } from '@concert/tlog'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runCommandLine } from '../../cli/run.ts'
import { COMMANDS } from '../../cli/table.ts'
import { createNodeCrypto } from '../../crypto/node-crypto.ts'
import { startNode } from '../../node.ts'
import { openStore } from '../../store/open-store.ts'
import type { Store } from '../../store/store.ts'
import { keysIn, type NodeSetup, setUpNode } from '../../testing/pair.ts'
import { makeBackup } from '../backup.ts'
import { databasePath, fsckProgressPath, watermarkPath } from '../data-files.ts'
import { checkWholeLog, type FsckDeps } from './fsck.ts'
import { repairLog } from './repair.ts'
import { type Damage, REPAIRABLE_DAMAGE, run } from './testing/damage.ts'

const ENTRIES = 1_500
const crypto = createNodeCrypto()
let whole: NodeSetup
let wholeCopy: string
let root: string
let setup: NodeSetup
let store: Store

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'concert-fsck-'))
  whole = await setUpNode(join(root, 'whole'), 'a')
  const { config, keys } = whole
  const node = await startNode({ config, secrets: {}, keys })
  const { log, store: open } = node.parts.context
  const leaves = Array.from({ length: ENTRIES - 1 }, () => crypto.random(33))
  await open.transact((tx) => log.submit(tx, leaves))
  log.wake()
  await log.integrated(leaves)
  await node.stop()
  const copy = await makeBackup(config, join(root, 'copy'), true)
  if (!copy.ok) throw new Error(copy.code)
  wholeCopy = copy.value.folder
})
afterAll(() => rm(root, { recursive: true, force: true }))

beforeEach(async () => {
  const dataDir = await mkdtemp(join(root, 'node-'))
  await cp(wholeCopy, dataDir, { recursive: true })
  await cp(watermarkPath(whole.config.dataDir), watermarkPath(dataDir))
  setup = { config: { ...whole.config, dataDir }, keys: await keysIn(dataDir) }
  const { host, names, economy, url, listen } = setup.config
  const file = JSON.stringify({ host, names, economy, url, listen })
  await writeFile(join(dataDir, 'concert.json'), file, { mode: 0o600 })
  store = await openStore({ kind: 'sqlite', path: databasePath(dataDir) })
})
afterEach(() => store.close())

async function fsck(more: Partial<FsckDeps> = {}) {
  return await checkWholeLog({
    store,
    crypto,
    config: setup.config,
    progressPath: fsckProgressPath(setup.config.dataDir),
    isRestarted: false,
    now: Date.now,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...more,
  })
}

async function codes(): Promise<readonly string[]> {
  const report = await fsck()
  if (!report.ok) throw new Error(report.code)
  expect(report.value.ok).toBe(report.value.count === 0)
  return [...new Set(report.value.problems.map(({ code }) => code))].toSorted()
}

function repair(isDryRun = false) {
  return repairLog({ store, crypto, config: setup.config, isDryRun, onProgress: () => undefined })
}

/** Every row of the log's tables, so that a repair can be shown to bring all back. */
async function contents(): Promise<unknown> {
  const { db } = store.read
  const tiles = await db
    .selectFrom('log_tiles')
    .selectAll()
    .orderBy('level')
    .orderBy('number')
    .execute()
  const leaves = await db.selectFrom('log_leaves').selectAll().orderBy('position').execute()
  const state = await db.selectFrom('log_state').selectAll().execute()
  return { tiles, leaves, state }
}

describe('a log that is whole', () => {
  test('is found so, and nothing is left to repair', async () => {
    expect(await codes()).toEqual([])
    expect(await repair()).toMatchObject({ ok: true, value: { count: 0, size: ENTRIES } })
  })

  test('is checked while the node runs', async () => {
    const node = await startNode({ config: setup.config, secrets: {}, keys: setup.keys })
    const { log, store: open } = node.parts.context
    const leaves = Array.from({ length: 600 }, () => crypto.random(33))
    const growing = (async () => {
      for (const leaf of leaves) {
        await open.transact((tx) => log.submit(tx, [leaf]))
        log.wake()
      }
      await log.integrated(leaves)
    })()
    expect(await codes()).toEqual([])
    await growing
    expect(await codes()).toEqual([])
    await node.stop()
  })
})

describe('damage that can be proved is found and repaired to the very same bytes', () => {
  test.each(Object.entries(REPAIRABLE_DAMAGE))('%s', async (_name, [damage, expected]) => {
    const before = await contents()
    await damage(store)
    const found = await codes()
    // A wrong root column is told apart from wrong entries by the signed checkpoint.
    expect(found).toEqual(expected.filter((code) => code !== 'root'))
    const dry = await repair(true)
    expect(dry.ok && dry.value.count).toBeGreaterThan(0)
    expect(await codes()).toEqual(found)
    expect(await repair()).toMatchObject({ ok: true })
    expect(await codes()).toEqual([])
    expect(await contents()).toEqual(before)
  })

  test('a lost row of the log comes back from the watermark', async () => {
    const before = await contents()
    await run(sql`delete from log_state`)(store)
    expect(await codes()).toContain('state')
    expect(await repair()).toMatchObject({ ok: true })
    expect(await codes()).toEqual([])
    expect(await contents()).toEqual(before)
  })

  test('a node starts on what was repaired and goes on', async () => {
    await run(sql`delete from log_tiles where level >= 0`)(store)
    await repair()
    const node = await startNode({ config: setup.config, secrets: {}, keys: setup.keys })
    const { log, store: open } = node.parts.context
    await open.transact((tx) => log.submit(tx, [crypto.random(33)]))
    log.wake()
    while (log.head().size === ENTRIES) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(log.head().size).toBe(ENTRIES + 1)
    await node.stop()
    expect(await codes()).toEqual([])
  })
})

describe('what cannot be proved is told and left alone', () => {
  async function refused(damage: Damage, expected: readonly string[], code: string) {
    await damage(store)
    const before = await contents()
    expect(await codes()).toEqual(expected)
    expect(await repair()).toMatchObject({ ok: false, code })
    expect(await contents()).toEqual(before)
  }

  test('entries that are nowhere', async () => {
    const damage: Damage = async (open) => {
      await run(sql`delete from log_tiles where level = -1 and number = 1`)(open)
      await run(sql`delete from log_leaves where position = 300`)(open)
    }
    await refused(damage, ['entries-lost'], 'repair-unproven')
  })

  test('an entry that was exchanged in every place', async () => {
    const other = crypto.random(33)
    const damage: Damage = async (open) => {
      const at = { bundle: 2 + 35 * 4, tile: 32 * 4 }
      await open.transact(async (tx) => {
        const rows = await tx.db
          .selectFrom('log_tiles')
          .selectAll()
          .where('number', '=', 0)
          .execute()
        for (const row of rows.filter(({ level }) => level < 1)) {
          const data = Uint8Array.from(row.data)
          if (row.level === -1) data.set(other, at.bundle)
          else data.set(leafHash(crypto.sha256, other), at.tile)
          const update = tx.db.updateTable('log_tiles').set({ data }).where('number', '=', 0)
          await update.where('level', '=', row.level).execute()
        }
        await tx.db
          .updateTable('log_leaves')
          .set({ leaf: other })
          .where('position', '=', 4)
          .execute()
      })
    }
    await refused(damage, ['root', 'tile', 'watermark'], 'repair-unproven')
  })

  test('a checkpoint of another key, and no watermark', async () => {
    await rm(watermarkPath(setup.config.dataDir))
    const damage = run(sql`update log_state set checkpoint = ${utf8('x\n')}`)
    await refused(damage, ['checkpoint', 'watermark'], 'repair-no-head')
  })
})

test('a database older than what was released is told, whatever else is right', async () => {
  const other = await startNode({ config: setup.config, secrets: {}, keys: setup.keys })
  const { log, store: open } = other.parts.context
  const leaf = crypto.random(33)
  await open.transact((tx) => log.submit(tx, [leaf]))
  log.wake()
  await log.integrated([leaf])
  await other.stop()
  const old = { ...setup.config, dataDir: setup.config.dataDir }
  const copy = await openStore({ kind: 'sqlite', path: databasePath(wholeCopy) })
  const deps = { store: copy, crypto, config: old, isDryRun: false, onProgress: () => undefined }
  const report = await fsck({ store: copy })
  expect(report.ok && report.value.problems.map(({ code }) => code)).toEqual(['rolled-back'])
  expect(await repairLog(deps)).toMatchObject({ ok: false, code: 'repair-rolled-back' })
  await copy.close()
})

test('an interrupted check goes on where it ended', async () => {
  const MORE = 7_400
  const size = ENTRIES + MORE
  const node = await startNode({ config: setup.config, secrets: {}, keys: setup.keys })
  const { log, store: open } = node.parts.context
  const leaves = Array.from({ length: MORE }, () => crypto.random(33))
  await open.transact((tx) => log.submit(tx, leaves))
  log.wake()
  await log.integrated(leaves)
  await node.stop()
  await run(sql`delete from log_tiles where level = 0 and number = 3`)(store)
  const abort = new AbortController()
  const seen: number[] = []
  const first = await fsck({
    signal: abort.signal,
    onProgress: (step, done) => {
      seen.push(done)
      if (step === 'entries') abort.abort()
    },
  })
  expect(first).toMatchObject({ ok: false, code: 'fsck-interrupted' })
  expect(seen).toEqual([8_192])
  const resumed: number[] = []
  const second = await fsck({
    onProgress: (step, done) => void (step === 'entries' && resumed.push(done)),
  })
  expect(resumed).toEqual([size])
  expect(second.ok && second.value.problems).toEqual([
    { code: 'tile', at: 'tile/0/003', repairable: true },
  ])
  const third: number[] = []
  await fsck({ onProgress: (step, done) => void (step === 'entries' && third.push(done)) })
  expect(third[0]).toBe(8_192)
})

test('the commands say it in both languages and in JSON, with their exit codes', async () => {
  const concert = async (...line: string[]) => {
    const told = { out: '', err: '' }
    const code = await runCommandLine({
      line: [...line, '--data', setup.config.dataDir],
      out: { write: (text) => (told.out += text) },
      err: { write: (text) => (told.err += text) },
      env: {},
      signal: new AbortController().signal,
      commands: COMMANDS,
    })
    return { code, ...told }
  }
  expect((await concert('log', 'fsck')).out).toContain('Everything is right.')
  await run(sql`delete from log_tiles where level = 0 and number = 3`)(store)
  const bad = await concert('log', 'fsck', '--lang', 'zh')
  expect(bad.code).toBe(1)
  expect(bad.out).toContain('分块 tile/0/003 缺失')
  expect(JSON.parse((await concert('log', 'fsck', '--json')).out)).toMatchObject({
    ok: false,
    size: ENTRIES,
    problems: [{ code: 'tile', at: 'tile/0/003', repairable: true }],
  })
  expect((await concert('log', 'repair', '--dry-run')).out).toContain('Would be repaired: 1')
  expect((await concert('log', 'repair', '--lang', 'zh')).out).toContain('已修复 1 处')
  expect(await concert('log', 'fsck', '--restart')).toMatchObject({ code: 0, err: '' })
  const node = await startNode({ config: setup.config, secrets: {}, keys: setup.keys })
  expect((await concert('log', 'repair')).err).toContain('[not-stopped]')
  await node.stop()
  // A folder without a database gets none by being looked at.
  const database = databasePath(setup.config.dataDir)
  await rename(database, `${database}.away`)
  for (const command of ['fsck', 'repair']) {
    expect((await concert('log', command)).err).toContain('[fsck-no-log]')
  }
  await expect(access(database)).rejects.toThrow('ENOENT')
})
