import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Pair, type Side, startPair, waitFor } from '../../testing/pair.ts'
import { runCommandLine } from '../run.ts'
import { COMMANDS } from '../table.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
})
afterAll(() => pair.close())

async function concert(side: Side, ...line: string[]) {
  let out = ''
  let err = ''
  const code = await runCommandLine({
    line: ['compact', ...line, '--data', pair.setup[side].config.dataDir],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, out, err }
}

/** Somebody who has only a terminal has to be able to read what they sign. */
test('a signer reads all of a version, in both languages, and who has signed it', async () => {
  const peer = pair.b.parts.context.own.node
  const proposed = await concert('a', 'propose', peer, '--template', 'phishing', '--json')
  const { id } = JSON.parse(proposed.out) as { id: string }
  await pair.settled()
  const shown = await concert('b', 'show', id)
  expect(shown).toMatchObject({ code: 0, err: '' })
  for (const text of [
    'Phishing takedown · 仿冒网站关停合作约定',
    'Parties: Arden ',
    '1. The parties tell each other of phishing sites and take down those on their own networks.',
    '   各方相互通报仿冒网站，并关停本方网络内的仿冒网站。',
    'highest TLP label',
    'notice before a suspension, in hours',
    'Not yet signed by',
  ]) {
    expect(shown.out).toContain(text)
  }
  const chinese = await concert('b', 'show', id, '--lang', 'zh')
  expect(chinese.out).toContain('最高TLP标签')
  expect(chinese.out).toContain('尚未签署方')
  expect(await concert('b', 'diff', id)).toMatchObject({
    code: 1,
    err: expect.stringContaining('[first-version]'),
  })
  expect(await concert('b', 'show', 'ab'.repeat(32))).toMatchObject({
    code: 1,
    err: expect.stringContaining('[unknown-compact]'),
  })
  expect((await concert('b', 'sign', id)).code).toBe(0)
  await waitFor(async () => (await concert('a', 'list')).out.includes('in force'))
  expect((await concert('a', 'list')).out).toContain('Phishing takedown · 仿冒网站关停合作约定')
})

test('what changed in one language alone is shown as it stood and as it stands', async () => {
  const { compacts } = pair.a.parts
  const [compact] = await compacts.list()
  const version = await compacts.version(compact?.digest ?? '')
  if (!compact || !version.ok || !version.value.words) throw new Error('compact')
  const { title, text } = version.value.words
  const sly = text.map((pair, i) => (i === 0 ? { ...pair, zh: '各方关停对方指定的网站。' } : pair))
  const { from, until, signBy } = compact.proposals[0] ?? { from: '', until: '', signBy: '' }
  const draft = { title, text: sly, from, until, signBy, terms: version.value.terms }
  const amended = await compacts.amend(compact.id, draft)
  if (!amended.ok) throw new Error(amended.code)
  await pair.settled()
  const digest = amended.value.proposals.at(-1)?.digest ?? ''
  const { out } = await concert('b', 'diff', digest)
  expect(out).toContain('paragraph 1 changed, in the Chinese text only')
  expect(out).toContain('  - 各方相互通报仿冒网站，并关停本方网络内的仿冒网站。')
  expect(out).toContain('  + 各方关停对方指定的网站。')
  // A node whose words stand for another's screen: nothing that it wrote moves a cursor.
  expect((await concert('b', 'show', digest)).out).toContain('Not yet signed by')
})

test('a tier says who has suspended it, since when and why', async () => {
  const [compact] = await pair.a.parts.compacts.list()
  const id = compact?.id ?? ''
  const suspended = await concert('a', 'suspend', id, '--tier', 'requests', '--reason', 'review')
  expect(suspended.out).toMatch(
    /requests: open \(closes at 20\S+\)\n {4}by Arden [0-9a-f]{8} from 20\S+ on: review\n/,
  )
  for (const [lang, sentence] of [
    ['en', 'there is nothing to suspend'],
    ['zh', '无可暂停'],
  ] as const) {
    const refused = await concert(
      'a',
      'suspend',
      id,
      '--tier',
      'dialogue',
      '--reason',
      'review',
      '--lang',
      lang,
    )
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('[tier-not-agreed]') })
    expect(refused.err).toContain(sentence)
  }
  pair.skew.a = 25 * 3_600_000
  expect((await concert('a', 'show', id)).out).toMatch(
    /requests: suspended\n {4}by Arden [0-9a-f]{8} since 20\S+: review\n/,
  )
  expect((await concert('a', 'show', id, '--lang', 'zh')).out).toMatch(
    /雅登 \S+ 自 \S+ 起暂停：审查/,
  )
})
