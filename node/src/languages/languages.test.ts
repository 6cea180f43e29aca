import { writeFile } from 'node:fs/promises'
import http from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accepted, Desks, phishing, worded } from '../testing/desks.ts'
import { TermFinder } from './find-terms.ts'
import { GLOSSARY } from './glossary.ts'
import { mayTranslate } from './may-translate.ts'
import { textsOf } from './texts-of.ts'

describe('the glossary', () => {
  const finder = new TermFinder()

  test('has each term once in each language, and every spelling is found as it stands', () => {
    for (const lang of ['en', 'zh'] as const) {
      const words = GLOSSARY.map((term) => term[lang])
      expect(new Set(words).size).toBe(words.length)
    }
    for (const term of GLOSSARY.filter(({ weak }) => !weak)) {
      expect(finder.find(term.en, 'en').map((found) => found.term)).toEqual([term])
      const zh = term.zhForms?.[0] ?? term.zh
      expect(finder.find(zh, 'zh').map((found) => found.term)).toEqual([term])
    }
  })

  test('is found with its places, the longest first, at the borders of words', () => {
    const said = 'Phishing and Botnets: an undisclosed vulnerability, no aptitude, false positives.'
    const found = finder.find(said, 'en')
    expect(found.map(({ start, end }) => said.slice(start, end))).toEqual([
      'Phishing',
      'Botnets',
      'undisclosed vulnerability',
      'false positives',
    ])
    const zh = '该僵尸网络利用未公开漏洞，属重大网络安全事件，情况一般。'
    expect(finder.find(zh, 'zh').map(({ term }) => term.en)).toEqual([
      'botnet',
      'undisclosed vulnerability',
      'severity II',
    ])
  })

  test('says which terms a translation does not have', () => {
    const missing = finder.missing('A botnet and a hotline.', 'en', '僵尸网络和电话。', 'zh')
    expect(missing.map(({ en }) => en)).toEqual(['hotline'])
  })
})

test('a rule decides, by label and compact; RED never, and nothing without a rule', () => {
  const compact = 'ab'.repeat(32)
  expect(mayTranslate([], { tlp: 'clear', compact })).toBe(false)
  const rules = [{ tlp: 'green' }, { tlp: 'amber', compacts: [compact] }] as const
  expect(mayTranslate(rules, { tlp: 'green', compact: null })).toBe(true)
  expect(mayTranslate(rules, { tlp: 'amber', compact: null })).toBe(false)
  expect(mayTranslate(rules, { tlp: 'amber', compact })).toBe(true)
  expect(mayTranslate(rules, { tlp: 'amber', compact: 'cd'.repeat(32) })).toBe(false)
  expect(mayTranslate([{ tlp: 'amber+strict' }], { tlp: 'red', compact })).toBe(false)
})

test('texts are found wherever they stand; what is none is passed over', () => {
  const content = {
    title: worded('One', '一'),
    list: [{ original: { lang: 'zh', text: '二' }, translation: null, authoritative: 'original' }],
    pair: { en: 'Three', zh: '三' },
    other: { original: 'x', lang: 'fr' },
  }
  const bytes = Buffer.from(JSON.stringify(sorted(content)))
  expect(textsOf(bytes).map(({ path, original }) => [path, original.text])).toEqual([
    ['/list/0', '二'],
    ['/pair', 'Three'],
    ['/title', 'One'],
  ])
  expect(textsOf(Buffer.from('not json'))).toEqual([])
})

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]))
}

describe('a request of another tongue', () => {
  let desks: Desks
  let service: http.Server
  let id: string
  const asked: { url: string | undefined; body: Record<string, string> }[] = []
  let answer: string | undefined = '该僵尸网络'

  const only = (lang: 'en' | 'zh', said: string) => ({
    original: { lang, text: said },
    translation: null,
    authoritative: 'original',
  })

  beforeAll(async () => {
    service = http.createServer(async (request, response) => {
      asked.push({ url: request.url, body: JSON.parse(await text(request)) })
      if (answer === undefined) response.writeHead(500).end()
      else response.end(JSON.stringify({ translatedText: answer }))
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    desks = await Desks.open()
    const content = {
      ...phishing('').content,
      description: only('en', 'This botnet and its hotline.'),
    }
    id = await desks.send('a', phishing(desks.node('b'), { content } as never), ['evil.example'])
  })

  afterAll(async () => {
    await desks.close()
    service.closeAllConnections()
    await new Promise((resolve) => service.close(resolve))
  })

  const place = () => ({ statement: id, path: '/description', lang: 'zh' }) as const
  const desk = () => desks.pair.b.parts.languages

  async function configure(rules: readonly { tlp: 'green' | 'amber'; compacts?: string[] }[]) {
    const address = service.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const key = join(desks.pair.setup.b.config.dataDir, 'translate.key')
    await writeFile(key, 'secret-key\n', { mode: 0o600 })
    const url = `http://127.0.0.1:${port}`
    await desks.pair.restart('b', {
      languages: { service: { kind: 'libretranslate', url, key }, rules, allow: ['127.0.0.0/8'] },
    })
  }

  const text1 = async () => {
    const shown = accepted(await desk().show(id))
    return shown.texts.find(({ path }) => path === '/description')
  }

  test('stands side by side with what its author gave, the authoritative one marked', async () => {
    const { texts } = accepted(await desk().show(id))
    expect(texts.find(({ path }) => path === '/title')).toMatchObject({
      original: { lang: 'en' },
      translation: { lang: 'zh', status: 'human', origin: 'author' },
      authoritative: 'both',
    })
    expect(await text1()).toMatchObject({ translation: null, authoritative: 'original' })
  })

  test('is given to no service: none is configured, no rule fits', async () => {
    expect(await desk().translate(place())).toMatchObject({ code: 'service-missing' })
    await configure([])
    expect(await desk().translate(place())).toMatchObject({ code: 'no-rule' })
    await configure([{ tlp: 'green' }, { tlp: 'amber', compacts: ['ab'.repeat(32)] }])
    expect(await desk().translate(place())).toMatchObject({ code: 'no-rule' })
    expect(asked).toEqual([])
  })

  test('is translated where the rule names its compact, marked as a machine’s', async () => {
    const [compact] = await desks.pair.b.parts.compacts.list()
    await configure([{ tlp: 'amber', compacts: [compact?.id ?? ''] }])
    accepted(await desk().translate(place()))
    expect(asked).toEqual([
      {
        url: '/translate',
        body: {
          q: 'This botnet and its hotline.',
          source: 'en',
          target: 'zh',
          format: 'text',
          api_key: 'secret-key',
        },
      },
    ])
    expect(await text1()).toMatchObject({
      translation: { text: '该僵尸网络', status: 'machine', origin: 'here', reviewer: null },
      authoritative: 'original',
      missing: [{ en: 'hotline' }],
    })
    // It stays here: the other side has no such translation.
    const atA = accepted(await desks.pair.a.parts.languages.show(id))
    expect(atA.texts.find(({ path }) => path === '/description')?.translation).toBeNull()
  })

  test('a person replaces it, another reviews it', async () => {
    accepted(await desk().put(place(), '该僵尸网络及其热线。', 'wei'))
    expect(await desk().review(place(), 'wei')).toMatchObject({ code: 'translation-own' })
    accepted(await desk().review(place(), 'li'))
    expect(await text1()).toMatchObject({
      translation: { status: 'human', maker: 'wei', reviewer: 'li' },
      missing: [],
    })
    const title = { ...place(), path: '/title' }
    expect(await desk().put(title, 'x', 'wei')).toMatchObject({ code: 'translation-given' })
    expect(await desk().put({ ...place(), lang: 'en' }, 'x', 'wei')).toMatchObject({
      code: 'same-language',
    })
    expect(await desk().put({ ...place(), path: '/nothing' }, 'x', 'wei')).toMatchObject({
      code: 'text-unknown',
    })
  })

  test.each([
    [undefined, 'service-status'],
    [' ', 'service-malformed'],
    ['\ud800', 'service-malformed'],
    ['x'.repeat(50_000), 'service-malformed'],
  ] as const)('keeps nothing that the service answers badly: %#', async (said, code) => {
    answer = said
    const before = await text1()
    expect(await desk().translate(place())).toMatchObject({ code })
    expect(await text1()).toEqual(before)
  })

  test('is gone with what it translates', async () => {
    const { store } = desks.pair.b.parts.context
    await store.transact(async ({ db }) => {
      await db
        .updateTable('statements')
        .set({ content: null, content_salt: null })
        .where('digest', '=', Buffer.from(id, 'hex'))
        .execute()
    })
    await desks.pair.b.parts.people.sweep()
    expect(await store.read.db.selectFrom('translations').selectAll().execute()).toEqual([])
    expect(await desk().show(id)).toMatchObject({ code: 'text-unknown' })
  })
})
