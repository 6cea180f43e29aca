import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { indicators, type Pair, startPair } from '../../testing/pair.ts'
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
  let out = ''
  let err = ''
  const { dataDir } = pair.setup.b.config
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
