import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadSettings } from './config/load.ts'

const main = new URL('../bin/concert.js', import.meta.url).pathname
const INIT = ['init', '--host', '127.0.0.1:7401', '--name-en', 'Arden', '--economy', 'XA']

let base: string
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'concert-main-'))
})
afterEach(() => rm(base, { recursive: true }))

async function concert(...line: readonly string[]) {
  const child = spawn(process.execPath, ['--conditions=@concert/source', main, ...line], {
    cwd: base,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { exit: await exit, out, err }
}

test('--help speaks both languages', async () => {
  const [en, zh] = await Promise.all([concert('--help'), concert('--help', '--lang', 'zh')])
  expect([en.exit, zh.exit, en.err, zh.err]).toEqual([0, 0, '', ''])
  expect(en.out).toContain('concert <command> [options]')
  expect(zh.out).toContain('concert <命令> [选项]')
})

test('an unknown option ends with exit 2 and a suggestion', async () => {
  const { exit, out, err } = await concert('version', '--jsno')
  expect([exit, out]).toEqual([2, ''])
  expect(err).toContain('Did you mean --json?')
})

test('init makes a node that loads, and a second init changes nothing', async () => {
  const dataDir = join(base, 'data')
  const line = [...INIT, '--name-zh', '雅登', '--data', dataDir]
  const first = await concert(...line, '--json')
  expect(first.exit).toBe(0)
  const made = JSON.parse(first.out)
  expect(made.keys).toHaveLength(9)
  expect(made).toMatchObject({ host: '127.0.0.1:7401', dataDir, keysKept: false })
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700)

  const settings = await loadSettings({ dataDir, env: {} })
  expect(settings).toMatchObject({
    ok: true,
    config: { url: 'http://127.0.0.1:7401', listen: { port: 7401 }, names: { zh: '雅登' } },
  })

  const config = join(dataDir, 'concert.json')
  const before = await readFile(config)
  const second = await concert(...line, '--economy=XB')
  expect(second.exit).toBe(2)
  const third = await concert(...line)
  expect([third.exit, third.out]).toEqual([1, ''])
  expect(third.err).toContain('[already-initialised]')
  expect(await readFile(config)).toEqual(before)

  await rm(config)
  const again = await concert(...line, '--json')
  expect(JSON.parse(again.out)).toMatchObject({ keysKept: true, keys: made.keys })

  await rm(config)
  await chmod(join(dataDir, 'keys', 'log-1-ed25519.json'), 0o644)
  const refused = await concert(...line)
  expect(refused.exit).toBe(4)
  expect(refused.err).toContain('[keys-exist]')
  expect(refused.err).toContain('[key-mode]')
})

test('init lists every faulty option by its own name', async () => {
  const { exit, err } = await concert(
    'init',
    '--host=A',
    '--name-en=x',
    '--name-zh= ',
    '--economy=1',
  )
  expect(exit).toBe(2)
  for (const part of ['--host:', '--name-zh:', '--economy:']) expect(err).toContain(part)
  expect(err).not.toContain('--name-en:')
  await expect(stat(join(base, 'concert-data'))).rejects.toThrow('ENOENT')
})

test('init says what to do next', async () => {
  const { exit, out } = await concert(...INIT, '--name-zh', '雅登', '--lang', 'zh')
  expect(exit).toBe(0)
  expect(out).toContain('concert serve\n')
  expect(out).toContain('离线')
})
