import { chmod, copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { hex } from '@concert/core'
import { leafFor } from '@concert/envelope'
import { leafHash, parseProofFile, verifyInclusion } from '@concert/tlog'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommandLine } from '../cli/run.ts'
import { COMMANDS } from '../cli/table.ts'
import { indicators, type Pair, startPair } from '../testing/pair.ts'
import type { Check } from './doctor/check.ts'
import { checkConsole, checkDisk, checkRuntime } from './doctor/machine-checks.ts'
import { checkClock } from './doctor/peer-checks.ts'

let pair: Pair
let folder: string

beforeEach(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 3))
  await pair.share()
  await pair.settled()
  const { dataDir, host, names, economy, url, listen } = pair.setup.a.config
  folder = dataDir
  const file = JSON.stringify({ host, names, economy, url, listen })
  await writeFile(join(folder, 'concert.json'), file, { mode: 0o600 })
})
afterEach(() => pair.close())

async function concert(...line: string[]) {
  let out = ''
  let err = ''
  const code = await runCommandLine({
    line: [...line, '--data', folder],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, out, err }
}

async function doctor() {
  const { code, out } = await concert('doctor', '--json')
  const { checks } = JSON.parse(out) as { checks: Check[] }
  const bad = checks.filter(({ state }) => state !== 'ok')
  return {
    code,
    names: checks.map(({ name }) => name),
    bad: bad.map((c) => `${c.name} ${c.state}`),
  }
}

test('doctor finds everything well, running or not, and writes both languages', async () => {
  const names = ['runtime', 'folder', 'config', 'keys', 'seal-key', 'disk', 'node', 'store']
  const all = [...names, 'log', 'watermark', 'witness-mark', 'peer', 'clock', 'alarm']
  expect(await doctor()).toEqual({ code: 0, names: all, bad: [] })
  await pair.stop('a')
  expect(await doctor()).toEqual({ code: 0, names: all, bad: [] })
  expect((await concert('doctor', '--lang', 'zh')).out).toContain('水位记录')
  await pair.stop('b')
  expect((await doctor()).bad).toEqual(['peer warn'])
  await pair.start('a')
  await pair.start('b')
})

test('doctor names what is wrong and ends in 1', async () => {
  await pair.stop('a')
  await rm(join(folder, 'watermark.json'))
  await chmod(join(folder, 'keys', 'log-1-ed25519.json'), 0o644)
  expect(await doctor()).toMatchObject({ code: 1, bad: ['keys fail', 'watermark fail'] })
  await writeFile(join(folder, 'watermark.json'), 'x')
  await writeFile(join(folder, 'concert.json'), '{}')
  expect(await doctor()).toMatchObject({ code: 1, bad: ['config fail', 'keys fail'] })
})

/** Changes the database of a stopped node, looks, and changes it back. */
async function doctorAfter(...statements: readonly string[]): Promise<readonly string[]> {
  const file = join(folder, 'concert.db')
  const copy = `${file}.whole`
  await copyFile(file, copy)
  const database = new DatabaseSync(file)
  for (const statement of statements) database.exec(statement)
  database.close()
  const { bad } = await doctor()
  for (const part of ['-wal', '-shm']) await rm(file + part, { force: true })
  await copyFile(copy, file)
  return bad
}

test('doctor tells a bad log, a bad record and a bad peer apart', async () => {
  await pair.stop('a')
  expect((await doctor()).bad).toEqual([])
  const damaged = 'update log_tiles set data = zeroblob(length(data)) where level = 0'
  expect(await doctorAfter(damaged)).toEqual(['log fail', 'watermark fail'])
  expect(await doctorAfter('update log_state set root = zeroblob(32)')).toEqual(['log fail'])
  const older = 'update log_state set size = size - 1'
  expect(await doctorAfter(older)).toEqual(['log fail', 'watermark fail'])
  expect(await doctorAfter('delete from log_state')).toEqual(['log warn'])
  const forgotten = "delete from node_state where name = 'witness-mark'"
  expect(await doctorAfter(forgotten)).toEqual(['witness-mark fail'])
  const frozen = "update peers set state = 'frozen', frozen = 'two-envelopes'"
  expect(await doctorAfter(frozen)).toEqual(['peer fail'])
  const unknown = 'delete from identities where node in (select node from peers)'
  expect(await doctorAfter(unknown)).toEqual(['peer fail'])
  expect(await doctorAfter("update migrations set digest = 'x'")).toEqual(['store fail'])
  expect((await doctor()).bad).toEqual([])
  // The peer's log is not what it was: its database came back without its last tiles.
  const { store } = pair.b.parts.context
  await store.transact((tx) => tx.db.deleteFrom('log_tiles').where('level', '=', 0).execute())
  expect((await doctor()).bad).toEqual(['peer fail'])
  await pair.start('a')
})

test('the limits of single checks', async () => {
  expect(checkRuntime('v25.9.0').state).toBe('fail')
  expect((await checkDisk(folder)).name).toBe('disk')
  const nowhere = pathToFileURL(`${folder}/`)
  const config = { console: { origin: 'https://console.example' } } as never
  expect(await checkConsole(config, nowhere)).toMatchObject([{ name: 'console', state: 'fail' }])
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  expect(await checkConsole(config, nowhere)).toMatchObject([{ state: 'ok' }])
  expect(await checkConsole({ console: undefined } as never, nowhere)).toEqual([])
  expect(checkClock([]).state).toBe('ok')
  expect(checkClock([-301_000, 400_000]).state).toBe('warn')
  expect(checkClock([-301_000, 200]).state).toBe('ok')
})

/** What the proof's `extra` line opens is the identity that the node shows, and nothing else. */
async function expectIdentityProof(made: { leaf: string; proof: string }): Promise<void> {
  const { crypto, own, log } = pair.a.parts.context
  const file = parseProofFile(made.proof)
  if (!file.ok || !file.value.extra) throw new Error(made.proof)
  const leaf = leafFor(crypto.sha256, file.value.extra, 'identity', log.origin, own.identity.digest)
  expect(hex(leaf)).toBe(made.leaf)
  const { index, proof, checkpoint } = file.value
  const [, size, root = ''] = checkpoint.split('\n')
  const head = { size: Number(size), root: Buffer.from(root, 'base64') }
  const hash = leafHash(crypto.sha256, leaf)
  expect(verifyInclusion(crypto.sha256, head, index, hash, proof)).toBe(true)
}

test('backup, restore, rotate and log proof from the command line', async () => {
  const to = join(folder, 'copy')
  expect(await concert('backup', to, '--with-keys')).toMatchObject({ code: 0 })
  expect((await readdir(to)).toSorted()).toEqual(['concert.db', 'concert.json', 'keys'])
  expect(await concert('backup', to)).toMatchObject({ code: 1, out: '' })
  const [object] = indicators(pair.a, 0, 1)
  const proof = join(folder, 'leaf.tlog-proof')
  expect(await concert('log', 'proof', object!.view.id, proof)).toMatchObject({ code: 0 })
  expect(await readFile(proof, 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/)
  await expectIdentityProof(JSON.parse((await concert('log', 'proof', 'identity', '--json')).out))
  for (const line of [
    ['restore', to],
    ['identity', 'rotate', '--use', 'seal'],
  ]) {
    const refused = await concert(...line)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('[not-stopped]')
  }
  await pair.stop('a')
  const restored = JSON.parse((await concert('restore', to, '--json')).out)
  expect(restored).toMatchObject({ standing: 'same' })
  expect((await concert('restore', join(folder, 'none'))).err).toContain('[restore-no-backup]')
  expect((await concert('identity', 'rotate')).code).toBe(2)
  const rotated = await concert('identity', 'rotate', '--use', 'seal', '--json')
  expect(JSON.parse(rotated.out)).toMatchObject({
    version: restored.identityVersion + 1,
    keys: [{ file: 'seal-2-x25519.json' }],
  })
  for (const name of await readdir(join(folder, 'keys'))) {
    if (name.startsWith('root-')) await rm(join(folder, 'keys', name))
  }
  for (const line of [
    ['restore', to],
    ['identity', 'rotate', '--use', 'sign'],
  ]) {
    expect((await concert(...line)).err).toContain('[root-missing]')
  }
  expect((await doctor()).code).toBe(0)
})

test('a lost data folder comes back from a backup with keys', async () => {
  const to = `${folder}-copy`
  expect(await concert('backup', to, '--with-keys')).toMatchObject({ code: 0 })
  await pair.stop('a')
  await rm(folder, { recursive: true })
  expect((await concert('restore', to, '--json')).out).toContain('"standing":"unknown"')
  await pair.start('a')
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 50, 3))
  await pair.share()
  await pair.settled()
  expect((await doctor()).code).toBe(0)
})
