import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppPages } from './app-files.ts'

let folder: string
let app: FastifyInstance

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-app-'))
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true })
  const page =
    '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script nonce="__CSP_NONCE__" src="/assets/a-Bx3kQ9aa.js"></script>'
  await writeFile(join(folder, 'dist', 'index.html'), page)
  await writeFile(join(folder, 'dist', 'assets', 'a-Bx3kQ9aa.js'), 'plain')
  await writeFile(join(folder, 'dist', 'assets', 'a-Bx3kQ9aa.js.br'), 'packed')
  await writeFile(join(folder, 'dist', 'icon.svg'), '<svg/>')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  app = Fastify()
  const pages = new AppPages(pathToFileURL(join(folder, 'dist/')))
  app.setNotFoundHandler((request, reply) => pages.send(request, reply))
})

afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

async function get(url: string, headers: Record<string, string> = {}) {
  return await app.inject({ method: 'GET', url, headers })
}

test('every view of the console is the page, each load with a nonce of its own', async () => {
  const nonces = new Set<string>()
  for (const path of ['/', '/desk', '/requests/R-7K3M?tab=targets', '/index.html']) {
    const answer = await get(path)
    expect(answer.statusCode).toBe(200)
    const policy = String(answer.headers['content-security-policy'])
    const nonce = /script-src 'self' 'nonce-([\w-]+)'/.exec(policy)?.[1] ?? ''
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(answer.body).toContain(`nonce="${nonce}"`)
    expect(answer.body).not.toContain('__CSP_NONCE__')
    expect(answer.headers['cache-control']).toBe('no-store')
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(4)
})

test('hashed files are kept for ever, and their compressed twins are used when accepted', async () => {
  const plain = await get('/assets/a-Bx3kQ9aa.js')
  expect(plain.body).toBe('plain')
  expect(plain.headers['cache-control']).toContain('immutable')
  expect(plain.headers['content-type']).toContain('text/javascript')
  const packed = await get('/assets/a-Bx3kQ9aa.js', { 'accept-encoding': 'gzip, br' })
  expect(packed.headers['content-encoding']).toBe('br')
  expect(packed.body).toBe('packed')
  const refused = await get('/assets/a-Bx3kQ9aa.js', { 'accept-encoding': 'br;q=0' })
  expect(refused.headers['content-encoding']).toBeUndefined()
  const known = { 'if-none-match': String(plain.headers.etag) }
  expect((await get('/assets/a-Bx3kQ9aa.js', known)).statusCode).toBe(304)
  expect((await get('/icon.svg')).headers['cache-control']).toBe('no-cache')
})

test('the page itself is compressed as it is made', async () => {
  const brotli = await get('/', { 'accept-encoding': 'br' })
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toContain('<!doctype html>')
  const gzip = await get('/', { 'accept-encoding': 'gzip' })
  expect(gunzipSync(gzip.rawPayload).toString()).toContain('<!doctype html>')
})

test('nothing outside is reached, and a file that is gone is not a page', async () => {
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/gone-12345678.js',
  ]) {
    const answer = await get(path)
    expect(answer.statusCode, path).toBe(404)
    expect(answer.body).not.toContain('secret')
  }
})

test('while nothing is built a page says so in both languages', async () => {
  const empty = new AppPages(pathToFileURL(join(folder, 'nothing/')))
  const server = Fastify()
  server.setNotFoundHandler((request, reply) => empty.send(request, reply))
  const answer = await server.inject('/')
  expect(answer.body).toContain('The console is not built yet')
  expect(answer.body).toContain('控制台尚未构建')
  expect(answer.body).not.toContain('__CSP_NONCE__')
  await server.close()
})

test('a console that is built anew while the node runs is served, and nothing of the one before', async () => {
  const dist = join(folder, 'dist')
  await rm(join(dist, 'assets', 'a-Bx3kQ9aa.js'))
  await writeFile(join(dist, 'assets', 'b-Cy4lR8bb.js'), 'newer')
  await writeFile(join(dist, 'index.html'), '<script src="/assets/b-Cy4lR8bb.js"></script>')
  expect((await get('/desk')).body).toContain('b-Cy4lR8bb.js')
  expect((await get('/assets/b-Cy4lR8bb.js')).body).toBe('newer')
  expect((await get('/assets/a-Bx3kQ9aa.js')).statusCode).toBe(404)
})
