import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { indicators, type Pair, type Side, startPair } from '../../testing/pair.ts'
import { runCommandLine } from '../run.ts'
import { COMMANDS } from '../table.ts'

const DAY = 86_400_000

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact({ retention_days: 10 })
})
afterAll(() => pair.close())

async function concert(...line: string[]) {
  return await concertAt('b', ...line)
}

async function concertAt(side: Side, ...line: string[]) {
  let out = ''
  let err = ''
  const { dataDir } = pair.setup[side].config
  const code = await runCommandLine({
    line: [...line, '--data', dataDir],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, out, err }
}

test('what is kept, until when, and what became of it, at the command line', async () => {
  expect((await concert('compact', 'kept')).out).toBe(
    'Nothing is kept that came under a compact.\n',
  )
  const objects = indicators(pair.a, 0, 2)
  await pair.a.parts.intelligence.importObjects(objects)
  await pair.share()
  await pair.settled()
  const id = objects[0]?.view.id ?? ''
  const before = Date.now()
  const all = JSON.parse((await concert('compact', 'kept', '--json')).out)
  expect(all).toMatchObject({ begins: null, compacts: [{ versions: [{ days: 10 }], soon: 0 }] })
  expect(Date.parse(all.compacts[0].next)).toBeLessThanOrEqual(before + 10 * DAY)
  expect((await concert('compact', 'kept')).out).toContain('Phishing domains · 钓鱼域名')
  expect((await concert('compact', 'kept', id, '--lang', 'zh')).out).toContain('保存至')
  const one = JSON.parse((await concert('compact', 'kept', id, '--json')).out)
  expect(one.kept).toMatchObject([{ kept: { days: 10, compact: all.compacts[0].compact } }])

  for (const side of ['a', 'b'] as const) pair.skew[side] += 11 * DAY
  await pair.b.parts.search.caughtUp()
  while (await pair.b.parts.retention.sweep()) {}
  expect((await concert('search', 'phish-0.example')).out).toBe('Nothing was found.\n')
  const gone = await concert('compact', 'kept', id)
  expect(gone).toMatchObject({ code: 1, err: expect.stringContaining('[retention-over]') })
  expect(gone.err).toContain('10 days after it came, as the compact “Phishing domains” says')
  const file = join(pair.setup.b.config.dataDir, 'evidence.json')
  const refused = await concert('evidence', 'export', id, file, '--lang', 'zh')
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('[retention-over]') })
  expect(refused.err).toContain('收到后满10天')
  const trail = JSON.parse((await concert('audit', '--action', 'retention', '--json')).out)
  expect(trail.entries).toMatchObject([{ account: 'node', subject: expect.stringMatching(/ 2$/) }])
}, 60_000)

test('a share says under which of several compacts it went', async () => {
  const peer = pair.b.parts.context.own.node
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 10, 1))
  const alone = await concertAt('a', 'share', peer)
  expect(alone).toMatchObject({ code: 0, out: 'Objects released: 1.\n' })
  const version = await pair.agreeCompact({ retention_days: 20 })
  const newest = (await pair.a.parts.compacts.list()).at(-1)?.id ?? ''
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 11, 1))
  const { out } = await concertAt('a', 'share', peer, '--lang', 'zh')
  expect(out).toContain(
    `均依据“钓鱼域名”（约定 ${newest.slice(0, 8)}，版本 ${version.slice(0, 8)}）共享；对该方开放的约定共 2 项`,
  )
  const told = JSON.parse((await concertAt('a', 'share', peer, '--json')).out)
  expect(told.under).toMatchObject({ compact: newest, version, open: 2 })
  await pair.settled()
  const kept = await concert(
    'compact',
    'kept',
    indicators(pair.a, 11, 1)[0]?.view.id ?? '',
    '--json',
  )
  expect(JSON.parse(kept.out).kept).toMatchObject([{ kept: { days: 20, version } }])
}, 60_000)
