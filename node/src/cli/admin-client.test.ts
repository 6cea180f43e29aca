import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AdminClient, connectAdmin, reportRefusal } from './admin-client.ts'
import { adminFilePath, removeAdminFile, writeAdminFile } from './admin-file.ts'

const token = 'a'.repeat(43)
let dataDir: string
let server: Server
let answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'concert-admin-'))
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await writeAdminFile(dataDir, { url: `http://127.0.0.1:${port}`, token, pid: 77 })
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await rm(dataDir, { recursive: true })
})

const connect = (signal = new AbortController().signal) => connectAdmin({ dataDir, signal })

async function client(signal?: AbortSignal): Promise<AdminClient> {
  const connected = await connect(signal)
  if (!connected.ok) throw new Error(connected.code)
  return connected.value
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

test('the file is private, and asks carry its token', async () => {
  expect((await stat(adminFilePath(dataDir))).mode & 0o777).toBe(0o600)
  answer = async (request, response) => {
    const { method, url, headers } = request
    const { authorization, accept } = headers
    json(response, 200, { method, url, authorization, accept, body: await text(request) })
  }
  const admin = await client()
  expect(await admin.get('/api/v1/peers?x=1')).toEqual({
    ok: true,
    value: {
      method: 'GET',
      url: '/api/v1/peers?x=1',
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      body: '',
    },
  })
  const posted = await admin.post('/p', { json: { name: '雅登' } })
  expect(posted).toMatchObject({ value: { method: 'POST', body: '{"name":"雅登"}' } })
  const chunks = (async function* () {
    yield Buffer.from('one ')
    yield Buffer.from('two')
  })()
  const streamed = await admin.post('/p', { bytes: chunks, type: 'text/plain' })
  expect(streamed).toMatchObject({ value: { body: 'one two' } })
  const bytes = await admin.bytes('/p', { json: 1 })
  expect(bytes.ok && new TextDecoder().decode(bytes.value)).toContain('"body":"1"')
})

test('no file: exit 3, and a sentence that names concert serve in both languages', async () => {
  await removeAdminFile(dataDir)
  const connected = await connect()
  if (connected.ok) throw new Error('connected')
  for (const lang of ['en', 'zh'] as const) {
    let err = ''
    const output = { write: (chunk: string) => (err += chunk) }
    expect(reportRefusal({ lang, json: false, err: output }, connected)).toBe(3)
    expect(err).toContain('concert serve')
    expect(err).toContain('[not-running]')
  }
})

test('a file that is left of a node that is gone: exit 3', async () => {
  const admin = await client()
  await new Promise((resolve) => server.close(resolve))
  expect(await admin.get('/x')).toMatchObject({ ok: false, exit: 3, code: 'unreachable' })
})

test('a file that others may read, is damaged or points elsewhere is not used', async () => {
  const path = adminFilePath(dataDir)
  await chmod(path, 0o644)
  expect(await connect()).toMatchObject({ ok: false, exit: 3, code: 'admin-file' })
  await chmod(path, 0o600)
  await writeFile(path, '{"url":"http://127.0.0.1:1"}')
  expect(await connect()).toMatchObject({ ok: false, code: 'admin-file' })
  await writeFile(path, JSON.stringify({ url: 'http://evil.example', token, pid: 1 }))
  expect(await connect()).toMatchObject({ ok: false, code: 'admin-file' })
})

test('a refusal keeps its code, place and sentence', async () => {
  const message = { en: 'No.', zh: '不行。' }
  answer = (_, response) => json(response, 409, { code: 'no-compact', at: 'peer', message })
  const refusal = { ok: false, exit: 1, code: 'no-compact', at: 'peer', sentence: message }
  expect(await (await client()).post('/x')).toEqual(refusal)
  answer = (_, response) => json(response, 500, 'x')
  expect(await (await client()).get('/x')).toMatchObject({ exit: 1, code: 'http-500' })
  answer = (_, response) => void response.end('<html>')
  expect(await (await client()).get('/x')).toMatchObject({ exit: 1, code: 'admin-answer' })
  answer = (_, response) => json(response, 401, { code: 'unauthorised' })
  expect(await (await client()).get('/x')).toMatchObject({ exit: 3, code: 'denied' })
})

test('a stream gives its events in order, then its result', async () => {
  answer = (_, response) => {
    const lines = ['{"event":"progress","n":1}\n{"event":"prog', 'ress","n":2}\n\n']
    for (const part of [...lines, '{"event":"done","objects":3}\n']) response.write(part)
    response.end()
  }
  const events: unknown[] = []
  const result = await (await client()).stream('/s', { json: {} }, (event) => {
    events.push(event)
  })
  expect(events).toEqual([
    { event: 'progress', n: 1 },
    { event: 'progress', n: 2 },
  ])
  expect(result).toEqual({ ok: true, value: { objects: 3 } })
})

test('a stream may end in a refusal, or be cut off', async () => {
  answer = (_, response) => void response.end('{"event":"refused","code":"busy"}\n')
  const ignore = () => {}
  const ask = async () => (await client()).stream('/s', { json: {} }, ignore)
  expect(await ask()).toMatchObject({ ok: false, exit: 1, code: 'busy' })
  answer = (_, response) => void response.end('{"event":"progress"}\n')
  expect(await ask()).toMatchObject({ ok: false, exit: 3, code: 'interrupted' })
  answer = (_, response) => {
    response.write('{"event":"progress"}\n', () => response.destroy())
  }
  expect(await ask()).toMatchObject({ ok: false, exit: 3, code: 'interrupted' })
})

test('Ctrl-C ends what is under way', async () => {
  const ending = new AbortController()
  answer = () => ending.abort()
  const admin = await client(ending.signal)
  await expect(admin.get('/x')).rejects.toThrow('aborted')
})
