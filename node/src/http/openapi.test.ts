import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Pair, startPair } from '../testing/pair.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
})

afterAll(async () => {
  await pair.close()
})

async function get(path: string, token?: string): Promise<Response> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  return await fetch(`${pair.a.adminUrl}${path}`, { headers })
}

async function tokenOfA(): Promise<string> {
  const { dataDir } = pair.a.parts.context.config
  return (JSON.parse(await readFile(`${dataDir}/run/admin.json`, 'utf8')) as { token: string })
    .token
}

test('docs/openapi.json is what the node serves; renew it with vitest -u', async () => {
  const answer = await get('/api/v1/openapi.json', await tokenOfA())
  const document = `${JSON.stringify(await answer.json(), null, 2)}\n`
  await expect(document).toMatchFileSnapshot('../../../docs/openapi.json')
})

test('without the token nothing of the operator is served, right and wrong paths alike', async () => {
  for (const path of ['/api/v1/status', '/api/v1/identity', '/metrics', '/nothing-here']) {
    expect((await get(path)).status).toBe(401)
    expect((await get(path, 'x'.repeat(43))).status).toBe(401)
  }
})

test('the public listener serves none of the routes of the operator', async () => {
  const answer = await fetch(`${pair.a.url}/api/v1/status`, {
    headers: { authorization: `Bearer ${await tokenOfA()}` },
  })
  expect(answer.status).toBe(404)
})
