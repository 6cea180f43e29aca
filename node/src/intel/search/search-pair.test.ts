import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indicators, type Pair, type Side, startPair } from '../../testing/pair.ts'
import type { ObjectPageView } from './object-page.ts'
import type { Answer } from './search-desk.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 30))
  await pair.share()
  await pair.settled()
})
afterAll(() => pair.close())

async function ask<T>(
  side: Side,
  path: string,
  body?: object,
): Promise<{ status: number; json: T }> {
  const { dataDir } = pair[side].parts.context.config
  const file = await readFile(`${dataDir}/run/admin.json`, 'utf8')
  const { token } = JSON.parse(file) as { token: string }
  const answer = await fetch(`${pair[side].adminUrl}/api/v1/intel/${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: answer.status, json: (await answer.json()) as T }
}

describe('an analyst at the receiver', () => {
  it('finds what came a moment ago, and sees who said it, under which compact, and that it is proved', async () => {
    const { json } = await ask<Answer>('b', 'search', { q: 'phish-7.example' })
    expect(json.rows).toHaveLength(1)
    expect(json.behind).toBe(0)
    const { json: page } = await ask<ObjectPageView>('b', 'object', { id: json.rows[0]?.stixId })
    const node = pair.a.parts.context.own.node
    const [said] = page.versions[0]?.said ?? []
    expect(said).toMatchObject({ node, kind: 'intel.share', compact: expect.any(String) })
    expect(said?.carried).toMatchObject([
      { direction: 'in', peer: node, logged: true, receipted: true },
    ])
  })

  it('reports a sighting; the author sees it on the object and where the object went', async () => {
    const [object] = indicators(pair.a, 8, 1)
    const id = object?.view.id ?? ''
    const seen = await pair.b.parts.intelligence.sight([id], 3, pair.b.parts.stixIdentity.view.id)
    expect(seen.ok).toBe(true)
    await pair.settled()
    const { json: page } = await ask<ObjectPageView>('a', 'object', { id })
    expect(page.sightings).toMatchObject([{ reporter: pair.b.parts.context.own.node, count: 3 }])
    expect(page.versions[0]?.said[0]?.carried).toMatchObject([
      { direction: 'out', peer: pair.b.parts.context.own.node, receipted: true },
    ])
  })

  it('sees what was taken back as taken back, by whom and why', async () => {
    const [object] = indicators(pair.a, 9, 1)
    const id = object?.view.id ?? ''
    await pair.a.parts.intelligence.retract([id], 'false-positive')
    await pair.settled()
    const { json } = await ask<Answer>('b', 'search', { q: 'phish-9.example', state: 'retracted' })
    expect(json.rows).toMatchObject([{ stixId: id, retracted: true }])
    const { json: page } = await ask<ObjectPageView>('b', 'object', { id })
    expect(page.versions[0]?.retraction).toMatchObject({
      reason: 'false-positive',
      node: pair.a.parts.context.own.node,
    })
  })

  it('goes on with the index after a restart, nothing twice', async () => {
    await pair.restart('b')
    const { json } = await ask<Answer>('b', 'search', { q: 'example', limit: 100 })
    const ids = json.rows.map(({ stixId }) => stixId)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('what is asked wrongly', () => {
  it('is refused with its code', async () => {
    expect((await ask('a', 'search', { q: 'x', cursor: 'made up' })).status).toBe(400)
    expect((await ask('a', 'search', { q: 'x', limit: 5000 })).status).toBe(400)
    expect((await ask('a', 'search', { q: 'x'.repeat(3000) })).status).toBe(400)
    expect(await ask('a', 'object', { id: 'indicator--none' })).toMatchObject({
      status: 404,
      json: { code: 'not-found', message: { zh: expect.any(String) } },
    })
    const values = Array.from({ length: 10_001 }, () => 'x.example')
    expect((await ask('a', 'lookup', { values })).status).toBe(400)
  })

  it('keeps saved queries by number', async () => {
    const { json } = await ask<{ id: number }>('a', 'saved', { name: 'n', query: { q: 'x' } })
    const { json: list } = await ask<{ searches: object[] }>('a', 'saved')
    expect(list.searches).toMatchObject([{ id: json.id, name: 'n', query: { q: 'x' } }])
    expect((await ask('a', 'saved/remove', { id: json.id })).status).toBe(200)
    expect((await ask('a', 'saved/remove', { id: json.id })).status).toBe(404)
  })
})
