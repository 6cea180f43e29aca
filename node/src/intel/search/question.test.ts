import { describe, expect, test } from 'vitest'
import { aroundKeys, networkKey, networkOf } from './keys.ts'
import { keysOfObject } from './object-keys.ts'
import { readQuestion } from './question.ts'

const ip = (text: string) =>
  networkKey(networkOf(text) as NonNullable<ReturnType<typeof networkOf>>)

describe('what somebody typed', () => {
  test.each([
    ['', 'all', ''],
    ['indicator--9361700e-09a0-590f-94ed-1a706e009cb9', 'id', undefined],
    ['192.0.2.7', 'address', '192.0.2.7'],
    ['192[.]0[.]2[.]7', 'address', '192.0.2.7'],
    ['2001:db8::7', 'address', undefined],
    ['192.0.2.0/24', 'network', undefined],
    ['hxxps://evil[.]example/login', 'url', 'https://evil.example/login'],
    ['evil[.]example', 'domain', 'evil.example'],
    ['*.evil.example', 'domain', 'evil.example'],
    ['例子.测试', 'domain', 'xn--fsqu00a.xn--0zwm56d'],
    ['Someone@Example.org', 'email', 'someone@example.org'],
    ['D41D8CD98F00B204E9800998ECF8427E', 'hash', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['d41d8cd98f00b204', 'hash', 'd41d8cd98f00b204'],
    ['AS4134', 'as-number', 'AS4134'],
    ['lazarus group', 'words', 'lazarus group'],
    ['钓鱼网站', 'words', '钓鱼网站'],
    ['999.1.1.1', 'words', undefined],
  ])('%j is read as %s', (typed, kind, spelling) => {
    const question = readQuestion(typed)
    expect(question.kind).toBe(kind)
    if (spelling !== undefined) expect(question.spelling).toBe(spelling)
  })

  test.each([
    'a'.repeat(1_000_000),
    '%'.repeat(5000),
    '\ud800',
    'a\0b',
    '🙂🙂',
    '"; drop table --',
  ])('that is odd or long is read all the same', (typed) => {
    const { keys, ranges } = readQuestion(typed)
    for (const key of [...keys, ...ranges.map(({ from }) => from)]) {
      expect(key.length).toBeLessThan(400)
      expect(key.isWellFormed() && !key.includes('\0')).toBe(true)
    }
  })
})

describe('addresses and networks', () => {
  test('a network holds its addresses in one range, and is found from inside', () => {
    const network = networkOf('10.1.0.0/16')
    expect(network && ip('10.1.255.255').slice(2) <= network.last).toBe(true)
    expect(network && ip('10.2.0.0').slice(2) <= network.last).toBe(false)
    const inside = networkOf('10.1.2.3')
    expect(inside && aroundKeys(inside)).toContain(ip('10.1.0.0/16'))
    expect(inside && aroundKeys(inside)).toHaveLength(32)
  })

  test('host bits do not make another network; what is none is none', () => {
    expect(ip('10.1.2.3/16')).toBe(ip('10.1.0.0/16'))
    for (const text of ['1.2.3', '1.2.3.4/33', '1.2.3.256', '::1/129', 'x', '1.2.3.4/-1']) {
      expect(networkOf(text)).toBeUndefined()
    }
  })
})

describe('what an object is found by', () => {
  const indicator = (pattern: string) => ({ type: 'indicator', pattern_type: 'stix', pattern })

  test('values in patterns, by what they are compared with', () => {
    const pattern =
      "[ipv4-addr:value ISSUBSET '198.51.100.0/24' OR domain-name:value IN ('a.example', 'b.example')]" +
      " FOLLOWEDBY [file:hashes.'SHA-256' = 'AA" +
      'bb'.repeat(31) +
      "'] WITHIN 5 SECONDS"
    expect(keysOfObject(indicator(pattern))).toEqual(
      expect.arrayContaining([
        ip('198.51.100.0/24'),
        'd:example.a.',
        'd:example.b.',
        `h:aa${'bb'.repeat(31)}`,
      ]),
    )
  })

  test('names in either language, aliases, numbers of others, and ids it refers to', () => {
    const keys = keysOfObject({
      type: 'intrusion-set',
      name: '海莲花 OceanLotus',
      aliases: ['APT-C-00'],
      external_references: [{ source_name: 'mitre-attack', external_id: 'G0050' }],
      created_by_ref: 'identity--0da8d261-9f3a-58c4-b6d9-e5083657e1a6',
    })
    for (const key of ['w:海莲', 'w:莲花', 'w:莲', 'w:oceanlotus', 'w:apt', 'w:g0050']) {
      expect(keys).toContain(key)
    }
    expect(keys).toContain('r:identity--0da8d261-9f3a-58c4-b6d9-e5083657e1a6')
  })

  test('a hostile object does not fill the index', () => {
    const aliases = Array.from({ length: 5000 }, (_, n) => `alias${n}\0`)
    const keys = keysOfObject({ type: 'malware', name: `${'长'.repeat(100_000)}\ud800`, aliases })
    expect(keys.length).toBeLessThanOrEqual(512)
    expect(keys.every((key) => key.isWellFormed() && !key.includes('\0'))).toBe(true)
  })

  test('a host of a URL, and the words of a domain', () => {
    const keys = keysOfObject({ type: 'url', value: 'https://paypal-login.bad.example/x' })
    expect(keys).toContain('d:example.bad.paypal-login.')
    expect(keys).toContain('w:paypal')
    expect(keys).toContain('u:https://paypal-login.bad.example/x')
    expect(keysOfObject({ type: 'url', value: 'http://[2001:db8::1]/' })).toContain(
      ip('2001:db8::1'),
    )
  })
})
