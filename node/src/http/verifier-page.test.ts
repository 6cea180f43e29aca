import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifierRoute } from './verifier-page.ts'

const HTML =
  '<meta http-equiv="content-security-policy" content="default-src \'none\'; connect-src \'none\'" />x'
const app = Fastify()
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-page-'))
  file = join(folder, 'verify.html')
  verifierRoute(app, pathToFileURL(file))
})

afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

test('without a built page there is none; once it is there it is served', async () => {
  expect((await app.inject('/verify')).statusCode).toBe(404)
  await writeFile(file, HTML)
  const answer = await app.inject('/verify')
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toBe(HTML)
})

test('its headers forbid connections, frames and guesses about what it is', async () => {
  const { headers } = await app.inject('/verify')
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(headers['x-content-type-options']).toBe('nosniff')
  const policy = headers['content-security-policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toMatch(/sandbox (?!.*allow-same-origin)/)
})

test('who has it already does not get it again', async () => {
  const { etag } = (await app.inject('/verify')).headers
  const again = await app.inject({ url: '/verify', headers: { 'if-none-match': `${etag}` } })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  const head = await app.inject({ method: 'HEAD', url: '/verify' })
  expect([head.statusCode, head.headers['content-length']]).toEqual([200, String(HTML.length)])
})
