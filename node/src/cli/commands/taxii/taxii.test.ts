import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { indicators, type Pair, startPair } from '../../../testing/pair.ts'
import type { Output } from '../../command.ts'
import { runCommandLine } from '../../run.ts'
import { COMMANDS } from '../../table.ts'

let pair: Pair
let folder: string
let root: string

beforeAll(async () => {
  pair = await startPair()
  folder = await mkdtemp(join(tmpdir(), 'concert-taxii-cli-'))
  root = `${pair.a.url}/taxii2/api/`
})
afterAll(async () => {
  await pair.close()
  await rm(folder, { recursive: true, force: true })
})

async function concert(
  line: readonly string[],
  signal = new AbortController().signal,
  tty?: Output,
) {
  let out = ''
  let err = ''
  const code = await runCommandLine({
    line: [...line, '--data', pair.setup.a.config.dataDir],
    out: { write: (text) => (out += text) },
    err: tty ?? { write: (text) => (err += text) },
    env: {},
    signal,
    commands: COMMANDS,
  })
  return { code, out, err }
}

/** A collection and a token for it, and the options that a client needs. */
async function open(tlp: string, ...more: readonly string[]) {
  const titles = ['--title-en', 'One', '--title-zh', '一']
  const made = await concert(['taxii', 'collection', 'add', ...titles, '--json', ...more])
  const { id } = JSON.parse(made.out) as { id: string }
  const rights = ['--read', id, '--write', id, '--tlp', tlp]
  const token = await concert(['taxii', 'token', 'add', 'SIEM', '--json', ...rights])
  const { key, token: secret } = JSON.parse(token.out) as { key: string; token: string }
  const file = join(folder, `${key}.secret`)
  await writeFile(file, `bearer ${secret}\n`, { mode: 0o600 })
  return { id, key, secret, client: ['--credentials', file, '--allow', '127.0.0.0/8'] }
}

const lines = async (path: string) => (await readFile(path, 'utf8')).split('\n').slice(0, -1)
const bundle = (from: number, count: number) => {
  const objects = indicators(pair.a, from, count).map(({ value }) => value)
  const id = 'bundle--7a0ef7a4-1e4b-4d0e-8b16-5a3f4e4f7d11'
  return JSON.stringify({ type: 'bundle', id, objects })
}

test('collections and tokens are made, listed and taken back, in both languages', async () => {
  const { id, key, secret } = await open(
    'amber',
    '--alias',
    'siem',
    '--type',
    'indicator',
    '--where',
    'pattern_type=stix',
  )
  const listed = await concert(['taxii', 'collection', 'list', '--lang', 'zh'])
  expect(listed.out).toContain(id)
  expect(listed.out).toContain('indicator pattern_type=stix')
  expect(listed.out).toContain('一')
  const tokens = await concert(['taxii', 'token', 'list'])
  expect(tokens.out).toMatch(new RegExp(`${key} .*SIEM .*AMBER .*valid .*${id}`))
  expect(tokens.out).not.toContain(secret)
  const again = [
    'taxii',
    'collection',
    'add',
    '--title-en',
    'x',
    '--title-zh',
    'x',
    '--alias',
    'siem',
  ]
  expect(await concert(again)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/taxii-alias-taken/),
  })
  expect((await concert([...again.slice(0, 7), '--where', 'nothing'])).code).toBe(2)
  const none = ['taxii', 'token', 'add', 'x', '--tlp', 'green', '--read', 'nowhere']
  expect(await concert(none)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/taxii-no-collection/),
  })
  expect((await concert(['taxii', 'token', 'revoke', key])).code).toBe(0)
  expect((await concert(['taxii', 'token', 'revoke', key])).code).toBe(1)
  expect((await concert(['taxii', 'token', 'list', '--lang', 'zh'])).out).toContain('已吊销')
  expect((await concert(['taxii', 'collection', 'remove', 'siem'])).code).toBe(0)
  expect((await concert(['taxii', 'collection', 'remove', 'siem'])).code).toBe(1)
})

test('discover, list, push and pull; a second pull brings what is new', async () => {
  const { id, client } = await open('red', '--writable')
  const discovered = await concert(['taxii', 'discover', pair.a.url, ...client])
  expect(discovered).toMatchObject({ code: 0, out: expect.stringContaining(root) })
  const listed = await concert(['taxii', 'list', root, ...client, '--lang', 'zh'])
  expect(listed.out).toMatch(new RegExp(`${id} .*读、写`))
  const file = join(folder, 'push.json')
  await writeFile(file, bundle(0, 25))
  const pushed = await concert(['taxii', 'push', root, id, file, ...client, '--json'])
  expect(JSON.parse(pushed.out)).toMatchObject({ done: 25, failed: 0 })
  const rest = await concert(['taxii', 'push', root, id, file, '--skip', '20', ...client, '--json'])
  expect(JSON.parse(rest.out)).toMatchObject({ done: 5, failed: 0, skip: 25 })
  const manifest = await concert(['taxii', 'list', root, id, '--limit', '20', ...client])
  expect(manifest.out.match(/indicator--\S+ .*application\/stix\+json/g)).toHaveLength(20)
  const [, after = ''] = /--added-after (\S+Z)/.exec(manifest.out) ?? []
  const tail = ['taxii', 'list', root, id, '--added-after', after, ...client, '--json']
  const left = JSON.parse((await concert(tail)).out) as { entries: { id: string }[]; more: boolean }
  expect([left.entries.length, left.more]).toEqual([5, false])
  const versions = ['taxii', 'list', root, id, left.entries[0]?.id ?? '', ...client]
  expect((await concert([...versions, '--lang', 'zh'])).out).toMatch(/版本\n.*\n?\d{4}-/)
  const to = join(folder, 'pull.ndjson')
  const pull = ['taxii', 'pull', root, id, to, '--limit', '10', ...client, '--json']
  expect(JSON.parse((await concert(pull)).out)).toMatchObject({ objects: 25, faults: 0 })
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 100, 3))
  await pair.a.parts.taxii.caughtUp()
  expect(JSON.parse((await concert(pull)).out)).toMatchObject({ objects: 3, total: 28 })
  expect(new Set(await lines(to)).size).toBe(28)
})

test('a pull that is stopped, and whose file was cut while written, goes on where it was', async () => {
  const { id, client } = await open('red', '--where', 'name~phish-70')
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 7000, 30))
  await pair.a.parts.taxii.caughtUp()
  const to = join(folder, 'stopped.ndjson')
  const pull = ['taxii', 'pull', root, id, to, '--limit', '4', ...client]
  for (let cuts = 0; cuts < 3; cuts++) {
    const stop = new AbortController()
    const tty: Output = { isTTY: true, columns: 80, write: () => stop.abort() }
    const stopped = await concert(pull, stop.signal, tty)
    expect(stopped).toMatchObject({ code: 1, out: expect.stringMatching(/goes on from here/) })
    await writeFile(to, '{"half":', { flag: 'a' })
  }
  expect((await concert(pull)).code).toBe(0)
  const all = await lines(to)
  expect(all).toHaveLength(30)
  expect(new Set(all).size).toBe(30)
  const other = [...pull]
  other[3] = '11111111-1111-4111-8111-111111111111'
  expect(await concert(other)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/other-collection/),
  })
  await rm(`${to}.cursor`)
  expect(await concert(pull)).toMatchObject({ code: 1, err: expect.stringMatching(/file-bad/) })
})

test('what goes wrong is said with its reason', async () => {
  const { id, client, key } = await open('red')
  const list = ['taxii', 'list', root]
  expect(await concert(list)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/address-forbidden/),
  })
  const bare = [...list, '--allow', '127.0.0.0/8']
  expect(await concert(bare)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/taxii-unauthorised/),
  })
  expect((await concert([...list, '--allow', '127.0.0.1/64'])).code).toBe(2)
  const push = async (text: string) => {
    const file = join(folder, 'bad.json')
    await writeFile(file, text)
    return await concert(['taxii', 'push', root, id, file, ...client])
  }
  // The collection is not writable.
  expect(await push(bundle(200, 1))).toMatchObject({
    code: 1,
    err: expect.stringMatching(/taxii-unauthorised/),
  })
  expect(await push('{"objects":[1]}')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/not-json/),
  })
  await concert(['taxii', 'token', 'revoke', key])
  const refused = await concert([...list, ...client, '--lang', 'zh'])
  expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/凭据/) })
})
