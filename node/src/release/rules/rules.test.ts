import { describe, expect, test } from 'vitest'
import { isBankCard, isCnResidentId, isUsItin, isUsSsn } from './identity-numbers.ts'
import { internalHostsIn } from './internal-hosts.ts'
import { namesByHash } from './judge-object.ts'
import { personalDataIn } from './personal-data.ts'
import { spellingsOf } from './spellings.ts'
import { readWarninglist } from './warninglist.ts'

const kinds = (text: string) => [
  ...new Set(spellingsOf(text).flatMap((spelling) => personalDataIn(spelling, 2026))),
]

// Made-up numbers with right checksums: 11010519491231002X is the example of GB 11643 itself.
describe('numbers of people', () => {
  test.each([
    ['11010519491231002X', true],
    ['11010519491231002x', true],
    ['110105 19491231 002X', true],
    ['110105194912310021', false],
    ['110105194902300029', false],
    ['99010519491231002X', false],
    ['11010520991231002X', false],
  ])('%s as a resident identity number: %s', (id, is) => {
    expect(isCnResidentId(id, 2026)).toBe(is)
  })

  test.each([
    ['219-09-9999', true],
    ['000-12-3456', false],
    ['666-12-3456', false],
    ['900-12-3456', false],
    ['219-00-9999', false],
    ['219-09-0000', false],
  ])('%s as a social security number: %s', (ssn, is) => {
    expect(isUsSsn(ssn)).toBe(is)
  })

  test.each([
    ['912-70-1234', true],
    ['999-88-0001', true],
    ['912-89-1234', false],
    ['912-93-1234', false],
    ['812-70-1234', false],
  ])('%s as a taxpayer number: %s', (itin, is) => {
    expect(isUsItin(itin)).toBe(is)
  })

  test.each([
    ['4111 1111 1111 1111', true],
    ['5555555555554444', true],
    ['378282246310005', true],
    ['6222021234567890128', true],
    ['4111111111111112', false],
    ['4444444444444444', false],
    ['1700000000000', false],
  ])('%s as a payment card: %s', (card, is) => {
    expect(isBankCard(card)).toBe(is)
  })
})

describe('personal data in running text', () => {
  test.each([
    ['write to li.wei@bank.example now', 'email-address'],
    ['write to li.wei@银行.中国 now', 'email-address'],
    ['li.wei[at]bank[.]example', 'email-address'],
    ['li.wei%40bank.example', 'email-address'],
    ['li.wei&#64;bank.example', 'email-address'],
    ['ｌｉ．ｗｅｉ＠ｂａｎｋ．ｅｘａｍｐｌｅ', 'email-address'],
    ['li.we\u200bi@ba\u200bnk.exa\u00admple', 'email-address'],
    ['bGkud2VpQGJhbmsuZXhhbXBsZQ==', 'email-address'],
    ['6c692e7765694062616e6b2e6578616d706c65', 'email-address'],
    ['call +86 138 1234 5678', 'phone-number'],
    ['手机：13812345678。', 'phone-number'],
    ['call (212) 555-0123', 'phone-number'],
    ['电话 010-62345678', 'phone-number'],
    ['id 11010519491231002X.', 'cn-resident-id'],
    ['１１０１０５１９４９１２３１００２Ｘ', 'cn-resident-id'],
    ['ssn 219-09-9999', 'us-ssn'],
    ['SSN: 219099999', 'us-ssn'],
    ['tax id 912-70-1234', 'us-itin'],
    ['护照号码 E12345678', 'passport-number'],
    ['passport no. C01234567', 'passport-number'],
    ['card 4111-1111-1111-1111', 'bank-card'],
    ['contacted Dr. Alice Example', 'person-name'],
    ['联系了王小明先生', 'person-name'],
  ])('%j holds %s', (text, kind) => {
    expect(kinds(text)).toContain(kind)
  })

  test.each([
    'indicator--9a9efbb5-3109-5200-8120-49991100bc46',
    '2026-11-23T09:00:00.000Z',
    'd41d8cd98f00b204e9800998ecf8427e',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '[ipv4-addr:value = "203.0.113.77"] version 10.0.19041.1234',
    'CVE-2026-1234567 was used from AS64500 on port 8443 at 1764000000000',
    'http://phish-login-5506.example/account/verify?session=12345678',
    '钓鱼网站仿冒银行登录页面，2026年11月23日首次发现。',
  ])('%j holds none', (text) => {
    expect(kinds(text)).toEqual([])
  })
})

describe('the inside of a network', () => {
  test.each([
    ['from 10.1.2.3', 'internal-address'],
    ['192.168.0.10:8443', 'internal-address'],
    ['172.31.255.1.', 'internal-address'],
    ['::ffff:10.0.0.1', 'internal-address'],
    ['fd12:3456::1', 'internal-address'],
    ['fe80::1%eth0', 'internal-address'],
    ['dc01.ad.corp', 'internal-name'],
    ['printer.local,', 'internal-name'],
    ['HTTP://WIKI.INTERNAL/page', 'internal-name'],
    ['on build7.soc.example today', 'internal-name'],
  ])('%j: %s', (text, kind) => {
    expect(internalHostsIn(text, ['soc.example'])).toEqual([kind])
  })

  test.each([
    '172.32.0.1',
    '11.0.0.1',
    '127.0.0.1',
    'local.example',
    'notsoc.example',
    'fd.example',
  ])('%j is none of it', (text) => {
    expect(internalHostsIn(text, ['soc.example'])).toEqual([])
  })
})

describe('ids that are a hash of what they name', () => {
  const id = '28bb3599-77cd-5a82-a950-b5bc3caf07c4'

  test.each([`ipv4-addr--${id}`, `see ${id}.`, `id=${id}, and more`, id.toUpperCase()])(
    'in %j it is found',
    (text) => expect(namesByHash(text)).toBe(true),
  )

  test.each([
    `example.com-${id}.site`,
    `${id}.example.com`,
    `www.${id}.example`,
    id.replace('-5a82', '-4a82'),
  ])('in %j it is part of a host name, or no hash', (text) => expect(namesByHash(text)).toBe(false))
})

describe('a warning list', () => {
  const covers = (type: string, list: readonly string[], value: string) => {
    const read = readWarninglist({ name: 'n', type, list, version: 1 })
    return read.ok ? read.value.covers(value) : read
  }

  test.each([
    ['string', ['Example.org'], 'example.org', true],
    ['hostname', ['example.org'], 'https://www.example.org/x', true],
    ['hostname', ['.example.org'], 'badexample.org', false],
    ['hostname', ['example.org'], 'someone@example.org', true],
    ['cidr', ['192.0.2.0/24'], '192.0.2.200', true],
    ['cidr', ['192.0.2.0/24'], '192.0.3.1', false],
    ['cidr', ['192.0.2.0/24'], '192.0.0.0/16', true],
    ['cidr', ['2001:db8::/32'], '2001:0db8:1::ffff', true],
    ['cidr', ['2001:db8::/32'], '::ffff:1.2.3.4', false],
    ['substring', ['update.'], 'windows.update.example', true],
    ['regex', ['/^cdn[0-9]+\\./i'], 'cdn12.example', true],
  ] as const)('%s %j and %s: %s', (type, list, value, is) => {
    expect(covers(type, list, value)).toBe(is)
  })

  test('that is none is refused with its place', () => {
    const refused = (at: string) => ({ ok: false, code: 'malformed', at })
    expect(readWarninglist({ name: 'n', type: 'cidr', list: ['1.2.3.4/33'] })).toEqual(
      refused('list[0]'),
    )
    expect(readWarninglist({ name: 'n', type: 'regex', list: ['a', '('] })).toEqual(
      refused('list[1]'),
    )
    expect(readWarninglist({ name: 'n', type: 'other', list: [] })).toEqual(refused('type'))
    expect(readWarninglist([])).toMatchObject({ ok: false })
  })

  test('of an expression that is made to be slow answers in time linear in the text', () => {
    expect(covers('regex', ['(a+)+$'], `${'a'.repeat(50_000)}!`)).toBe(false)
  })
})

test('texts that are made to be slow are read in time linear in their length', () => {
  for (const piece of [
    'a.',
    '1-',
    '@',
    'a@',
    '%41',
    '[.]',
    '\\',
    '1',
    '&#',
    'Dr. ',
    '王',
    '10.',
    'a.local',
  ]) {
    const text = piece.repeat(200_000 / piece.length)
    for (const spelling of spellingsOf(text)) {
      personalDataIn(spelling, 2026)
      internalHostsIn(spelling, ['soc.example'])
    }
  }
})
