import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../../cli/run.ts'
import { COMMANDS } from '../../cli/table.ts'
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

describe('an analyst at the command line', () => {
  async function concert(...line: string[]) {
    let out = ''
    const code = await runCommandLine({
      line: [...line, '--data', pair.setup.b.config.dataDir],
      out: { write: (text) => (out += text) },
      err: { write: (text) => (out += text) },
      env: {},
      signal: new AbortController().signal,
      commands: COMMANDS,
    })
    return { code, out }
  }

  it('finds a value without saying of what type, and by type', async () => {
    const { code, out } = await concert('search', 'phish-7.example')
    expect([code, out]).toEqual([0, expect.stringMatching(/indicator +phish-7\.example/)])
    const zh = await concert('search', 'phish-7.example', '--type', 'url', '--lang', 'zh')
    expect(zh.out).toBe('未找到。\n')
  })

  it('finds a sighting by what was sighted, under its name', async () => {
    const [object] = indicators(pair.a, 12, 1)
    const reporter = pair.b.parts.stixIdentity.view.id
    await pair.b.parts.intelligence.sight([object?.view.id ?? ''], 1, reporter)
    const { out } = await concert('search', '', '--type', 'sighting')
    expect(out).toMatch(/sighting +phish-12\.example/)
    const { out: json } = await concert('search', object?.view.id ?? '', '--json')
    expect(JSON.parse(json)).toMatchObject({ rows: [{ type: 'indicator' }] })
  })

  it('lists what is held, by name, and how to go on', async () => {
    const { out } = await concert('objects', '--from', 'received')
    expect(out).toMatch(/phish-7\.example +indicator--\S+ +TLP:GREEN/)
    expect(out).not.toContain('--after')
  })

  it('looks up a list from a file', async () => {
    const file = join(pair.setup.b.config.dataDir, 'seen.txt')
    await writeFile(file, 'phish-7.example\nnone.example\n')
    const { code, out } = await concert('lookup', file, '--known')
    expect([code, out]).toEqual([0, expect.stringMatching(/phish-7\.example +domain +indicator/)])
    expect(out).not.toContain('none.example')
    expect(await concert('lookup', `${file}.none`, '--lang', 'zh')).toMatchObject({
      code: expect.any(Number),
      out: '无法读取该文件。\n',
    })
  })
})

describe('what is asked wrongly', () => {
  it('is refused with its code', async () => {
    expect((await ask('a', 'search', { q: 'x', types: [] })).status).toBe(400)
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
