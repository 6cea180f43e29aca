import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../../testing/hostile-server.ts'
import { type Pair, startPair } from '../../../testing/pair.ts'
import { runCommandLine } from '../../run.ts'
import { COMMANDS } from '../../table.ts'

let pair: Pair
let server: TestServer
let isBroken = false

beforeAll(async () => {
  pair = await startPair({ config: { feeds: { allow: ['127.0.0.0/8'], checkMs: 3_600_000 } } })
  server = await startTestServer((_, response) => {
    if (isBroken) response.writeHead(500).end()
    else response.end('a.example\nb.example\nno host\n')
  })
})
afterAll(async () => {
  await pair.close()
  await server.close()
})

async function concert(...line: string[]) {
  let out = ''
  let err = ''
  const code = await runCommandLine({
    line: [...line, '--data', pair.setup.a.config.dataDir],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, out, err }
}

test('a feed from add to remove, with what a person sees on the way', async () => {
  const add = ['feed', 'add', 'hosts', server.url, '--kind', 'list', '--tlp', 'green']
  expect(await concert(...add)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/preview hosts/),
  })
  expect(await concert(...add)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/feed-exists/),
  })
  const early = await concert('feed', 'enable', 'hosts', '--lang', 'zh')
  expect(early).toMatchObject({ code: 1, err: expect.stringMatching(/请先预览/) })
  const preview = await concert('feed', 'preview', 'hosts')
  expect(preview.out).toMatch(/nothing was stored/)
  expect(preview.out).toMatch(/GREEN +a\.example/)
  expect(preview.out).toMatch(/line 3: .+\[/)
  expect((await concert('feed', 'enable', 'hosts')).code).toBe(0)
  const run = await concert('feed', 'run', 'hosts', '--json')
  expect(JSON.parse(run.out)).toMatchObject({ read: 2, added: 2, faultCount: 1, code: null })
  expect((await concert('feed', 'list', '--lang', 'zh')).out).toMatch(/hosts +list +GREEN +已启用/)
  expect(await concert('feed', 'health', 'hosts')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/1 readings, 2 objects read, 2 new, 1 faults/),
  })
  isBroken = true
  expect((await concert('feed', 'run', 'hosts')).code).toBe(1)
  expect(await concert('feed', 'health', '--lang', 'zh')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/失败（1 次）[\s\S]*服务器返回错误/),
  })
  expect((await concert('feed', 'health', 'nobody')).code).toBe(1)
  expect((await concert('feed', 'disable', 'hosts')).code).toBe(0)
  expect((await concert('feed', 'remove', 'hosts')).code).toBe(0)
  expect((await concert('feed', 'list')).out).toBe('No feeds.\n')
})

test('settings that do not fit are refused with the field', async () => {
  const add = (...more: string[]) => concert('feed', 'add', 'x', server.url, ...more)
  expect(await add('--kind', 'taxii')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/collection/),
  })
  expect((await add('--kind', 'list', '--every', '5')).code).toBe(2)
  expect((await concert('feed', 'add', 'x', 'ftp://x/', '--kind', 'list')).code).toBe(1)
})
