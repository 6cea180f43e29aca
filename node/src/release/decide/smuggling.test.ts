import { randomUUID } from 'node:crypto'
import type { Json, JsonObject } from '@concert/core'
import { checkStixObject, tlpMarkingId } from '@concert/stix'
import { describe, expect, test } from 'vitest'
import { judgeObject, type ReleasePolicy } from '../rules/judge-object.ts'
import { readLaw } from '../rules/law.ts'
import { readWarninglist } from '../rules/warninglist.ts'
import { decideSet } from './decide-set.ts'

const OURS = 'identity--5a1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d'
const TIME = '2026-11-01T10:20:30.456Z'
const TYPES = ['domain-name', 'indicator', 'language-content', 'malware', 'note', 'report', 'url']
const POLICY: ReleasePolicy = {
  terms: { tlp: 'amber', types: TYPES, attribution: false, onward: false, retention_days: 30 },
  label: 'amber',
  economy: 'XB',
  internalNames: ['soc.example'],
  warninglists: [],
  laws: [],
  year: 2026,
}

function made(more: Readonly<Record<string, Json>>, type = 'indicator'): JsonObject {
  const object = {
    type,
    spec_version: '2.1',
    id: `${type}--${randomUUID()}`,
    created: TIME,
    modified: TIME,
    created_by_ref: OURS,
    object_marking_refs: [tlpMarkingId('green')],
    ...(type === 'indicator' && {
      name: 'phish',
      pattern: "[domain-name:value = 'phish.example']",
      pattern_type: 'stix',
      valid_from: TIME,
    }),
    ...more,
  }
  expect(checkStixObject(object)).toEqual([])
  return object
}

function decide(object: JsonObject, policy = POLICY) {
  const derive = {
    newId: (type: string) => `${type}--${randomUUID()}`,
    createdBy: OURS,
    now: Date.parse('2026-11-23T09:08:07.654Z'),
    grain: 3_600_000,
  }
  const standing = (id: string) => (id === OURS ? ('known' as const) : ('hidden' as const))
  return decideSet([object], { policy, derive, standing })[0]
}

/** The reasons for which a description does not leave as it is. */
const whySaid = (description: string) => reasonsFor(made({ description }))

function reasonsFor(object: JsonObject, policy = POLICY): readonly string[] {
  return [...new Set(judgeObject(object, 'green', policy).map(({ reason }) => reason))]
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const MAIL = 'li.wei@bank.example'

describe('a text that only looks otherwise', () => {
  test.each([
    ['Cyrillic letters', 'dс01.аd.intеrnal', 'internal-name'],
    ['Greek letters', 'mail.sοc.example', 'internal-name'],
    ['bidirectional controls', '138\u202a1234\u202c5678', 'phone-number'],
    ['isolates and fillers', '138\u2066\u31641234\u20695678', 'phone-number'],
    ['tags beyond the basic plane', '13812\u{e0031}345678', 'phone-number'],
    [
      'strokes through digits',
      '1\u03363\u03368\u03361\u03362\u03363\u03364\u03365\u03366\u03367\u03368',
      'phone-number',
    ],
    ['Arabic digits', '١٣٨١٢٣٤٥٦٧٨', 'phone-number'],
    ['Chinese digits', '电话一三八一二三四五六七八', 'phone-number'],
    ['full capitals', 'MR. SMITH', 'person-name'],
    ['a double surname', '欧阳娜先生', 'person-name'],
    ['a quoted local part', '"li wei"@bank.example', 'email-address'],
    ['words for signs', 'li.wei at bank dot example', 'email-address'],
  ])('%s', (_what, text, reason) => {
    expect(whySaid(`seen ${text} there`)).toContain(reason)
  })
})

describe('a number that is grouped otherwise', () => {
  test.each([
    ['1101 0519 4912 3100 2X', 'cn-resident-id'],
    ['110105.19491231.002X', 'cn-resident-id'],
    ['110105\n19491231\n002X', 'cn-resident-id'],
    ['身份证 110105491231002', 'cn-resident-id'],
    ['4111.1111.1111.1111', 'bank-card'],
    ['4111  1111 - 1111 _ 1111', 'bank-card'],
    ['3782 822463 10005', 'bank-card'],
    ['219.09.9999', 'us-ssn'],
    ['219 - 09 - 9999', 'us-ssn'],
    ['社保号 219099999', 'us-ssn'],
    ['(202)555-0143', 'phone-number'],
    ['(202) 555 0143', 'phone-number'],
    ['138.1234.5678', 'phone-number'],
    ['138 12 34 56 78', 'phone-number'],
    ['(010) 6552-9988', 'phone-number'],
    ['电话：01065529988', 'phone-number'],
    ['G12345678', 'passport-number'],
  ])('%s', (text, reason) => {
    expect(whySaid(`seen ${text} there`)).toContain(reason)
  })

  test.each([
    'seen 45.33.32.156, 45.79.1.2 and 104.16.132.229 there',
    'version 5.1.2600.5512.2180.1024 there',
    'sha256 275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f',
    'seen at 2026-11-01 10:20:30 and 2026-11-02 11:21:31 there',
    'ports 4111 1111, 8080 and 8443 open',
    'build 10.0.19045.3803 of 2024-01-09',
    'look at dot example, not at the rest',
  ])('%s is none', (text) => {
    expect(whySaid(text)).toEqual([])
  })
})

describe('a code that is broken up, or hides behind others', () => {
  const decoys = Array.from({ length: 40 }, (_, i) => base64(`nothing to see here ${i}`)).join(' ')
  const spaced = [...Buffer.from(MAIL)].map((byte) => byte.toString(16)).join(' ')
  test.each([
    ['after many that say nothing', `${decoys} ${base64(MAIL)}`],
    ['in lines', base64(`please write to ${MAIL} soon`).replace(/(.{16})/g, '$1\r\n')],
    ['as a step of a path', `https://x.example/a/${base64(MAIL).replace(/=+$/, '')}/b`],
    ['as hexadecimal digits apart', spaced],
    ['as hexadecimal digits with colons', spaced.replaceAll(' ', ':')],
    ['in base32', 'NRUS453FNFAGEYLONMXGK6DBNVYGYZI='],
    ['as %u', 'li.wei%u0040bank.example'],
    ['as an entity without an end', 'li.wei&#64bank.example'],
    ['as \\u{}', 'li.wei\\u{40}bank.example'],
  ])('%s', (_what, text) => {
    expect(whySaid(text)).toContain('email-address')
  })

  test('what is in more codes than anybody reads does not leave unread', () => {
    const deep = [1, 2, 3, 4, 5].reduce((text) => base64(text), MAIL)
    expect(whySaid(deep)).not.toEqual([])
  })
})

describe('an address inside that is written otherwise', () => {
  test.each([
    ['http://167772161/x', 'internal-address'],
    ['http://0x0a000001/', 'internal-address'],
    ['::ffff:a00:1', 'internal-address'],
    ['13.12.11.10.in-addr.arpa', 'internal-address'],
    ['10[.]11[.]12[.]13', 'internal-address'],
    ['\\\\fileserver\\finance', 'internal-name'],
    ['http://intranet/wiki', 'internal-name'],
  ])('%s', (text, reason) => {
    expect(whySaid(`seen ${text} there`)).toContain(reason)
  })

  test.each(['http://localhost/', 'C:\\Windows\\System32\\evil.dll', '%TEMP%\\\\a\\\\b.exe'])(
    '%s is none',
    (text) => {
      expect(whySaid(`seen ${text} there`)).toEqual([])
    },
  )
})

describe('a place where nobody looks', () => {
  const EXTENSION = 'extension-definition--7d4f0b9e-4a52-4b0c-9d7e-0f1a2b3c4d5e'
  test.each([
    ['the version of a pattern', { pattern_version: MAIL }, 'email-address'],
    ['the language of a pattern', { pattern_type: `for ${MAIL}` }, 'email-address'],
    ['digits after a second', { valid_until: '2027-01-01T00:00:00.13812345678Z' }, 'phone-number'],
    ['entries of a list', { labels: ['138', '1234', '5678'] }, 'phone-number'],
    ['letters of a list', { x_note: [...MAIL] }, 'email-address'],
    ['codes of letters', { x_note: [...Buffer.from(MAIL)] }, 'email-address'],
    ['a key', { x_hosts: { '10_11_12_13': 1 } }, 'internal-address'],
    [
      'deep in an extension',
      {
        extensions: {
          [EXTENSION]: { extension_type: 'property-extension', actor: { actor_country: 'XA' } },
        },
      },
      'attribution',
    ],
    [
      'deep in a property of its own',
      { x_case: { who: [{ victim_name: 'A Bank' }] } },
      'victim-identity',
    ],
  ] as const)('%s', (_what, more, reason) => {
    expect(reasonsFor(made(more as unknown as Record<string, Json>))).toContain(reason)
  })

  test('a password of an account', () => {
    const account = { type: 'user-account', user_id: '1', credential: 'hunter2' }
    const found = judgeObject(account, 'green', POLICY)
    expect(found).toContainEqual(expect.objectContaining({ path: ['credential'] }))
  })

  test('a translation of what was taken out', () => {
    const object = made(
      {
        object_ref: `indicator--${randomUUID()}`,
        contents: { zh: { description: `联系 ${MAIL}` } },
      },
      'language-content',
    )
    expect(reasonsFor(object)).toContain('email-address')
    expect(decide(object)?.outcome).toBe('block')
  })
})

describe('an id', () => {
  test.each([
    ['made from a network card and the time', '9b2f4a3e-1c7d-11ee-be56-0242ac120002'],
    ['made from a network card and the time, sorted', '1ee1c7d9-b2f4-6a3e-be56-0242ac120002'],
    ['that is a text', '6c692e77-6569-4062-a16e-6b2e65786d70'],
  ])('%s is replaced', (_what, uuid) => {
    const object = made({ id: `indicator--${uuid}` })
    const decision = decide(object)
    expect(decision?.findings.map(({ reason }) => reason)).toEqual(['id-reveals'])
    expect(decision?.outcome).toBe('redact')
    expect(JSON.stringify(decision?.leaves)).not.toContain(uuid)
  })
})

describe('words of people', () => {
  test('that a label in the text is stricter than the release holds back', () => {
    for (const description of ['TLP:RED, for us alone', 'TLP：ＲＥＤ']) {
      expect(decide(made({ description }))).toMatchObject({ outcome: 'block' })
      expect(whySaid(description)).toEqual(['label-in-text'])
    }
    expect(decide(made({ labels: ['tlp:red'] }))?.outcome).toBe('block')
    expect(whySaid('TLP:GREEN')).toEqual([])
  })

  test('marks of secrecy are looked at', () => {
    expect(decide(made({ description: 'SECRET//NOFORN' }))?.outcome).toBe('review')
    expect(decide(made({ description: '【机密】' }))?.outcome).toBe('review')
  })

  test('that say who is behind it are taken out, unless the compact allows attribution', () => {
    const said = made({ name: 'C2 of APT28', description: 'state-sponsored', labels: ['apt28'] })
    const leaves = decide(said)?.leaves
    expect(leaves).not.toHaveProperty('name')
    expect(leaves).not.toHaveProperty('description')
    expect(leaves).not.toHaveProperty('labels')
    const terms = { ...POLICY.terms, attribution: true }
    expect(decide(said, { ...POLICY, terms })?.outcome).toBe('allow')
    const domain = made({ pattern: "[domain-name:value = 'apt28-login.example']" })
    expect(decide(domain)?.outcome).toBe('allow')
  })
})

describe('benign infrastructure', () => {
  const lists = [
    { name: 'ours', type: 'hostname', list: ['bank.example'] },
    { name: 'nets', type: 'cidr', list: ['198.51.100.0/24', '2001:db8::/32'] },
  ].map((list) => {
    const read = readWarninglist(list)
    if (!read.ok) throw new Error(read.at)
    return read.value
  })
  test.each([
    "[domain-name:value = 'google.com.']",
    "[domain-name:value = 'WWW.Google.COM']",
    "[domain-name:value LIKE '%.google.com']",
    "[domain-name:value MATCHES '^(www\\\\.)?google\\\\.com$']",
    "[url:value = 'https://www.google.com:443/']",
    "[url:value = 'https://www.google.com']",
    "[url:value = 'https://www.google.com/?']",
    "[ipv4-addr:value ISSUBSET '8.8.8.0/24']",
    "[ipv4-addr:value = '8.8.8.8/32']",
    "[ipv6-addr:value = '2001:4860:4860:0:0:0:0:8888']",
    "[domain-name:value = 'www.bank.example.']",
    "[ipv4-addr:value = '198.51.100.7/32']",
    "[ipv4-addr:value ISSUBSET '198.51.0.0/16']",
    "[ipv6-addr:value = '2001:DB8:0:0::7']",
  ])('%s is looked at', (pattern) => {
    expect(reasonsFor(made({ pattern }), { ...POLICY, warninglists: lists })).toContain(
      'benign-listed',
    )
  })
})

describe('local law', () => {
  const rule = (when: Json) => {
    const said = { en: 'x', zh: 'x' }
    const read = readLaw({
      v: 1,
      law: said,
      rules: [{ id: 'r', because: said, outcome: 'block', when }],
    } as unknown as Json)
    if (!read.ok) throw new Error(read.at)
    return { ...POLICY, laws: read.value }
  }
  test.each([
    [{ label: ['power-grid'] }, { labels: ['Power-Grid'] }],
    [{ label: ['power-grid'] }, { labels: ['power\u200b-grid'] }],
    [{ label: ['power-grid'] }, { labels: ['ｐｏｗｅｒ-ｇｒｉｄ'] }],
    [{ property: 'x_sector', equals: 'healthcare' }, { x_sector: 'Healthcare ' }],
    [{ property: 'x_sector', in: ['healthcare'] }, { x_sector: 'health\u00adcare' }],
    [{ property: 'x_sector', matches: 'power' }, { x_sector: 'роwer' }],
  ] as const)('%j holds for %j', (when, more) => {
    const object = made(more as unknown as Record<string, Json>)
    expect(reasonsFor(object, rule(when as unknown as Json))).toContain('law')
  })
})

test('what a redacted object keeps marked inside is sorted and coarse like the rest', () => {
  const object = made({
    description: MAIL,
    labels: ['zulu', 'alpha', 'mike'],
    granular_markings: [{ marking_ref: tlpMarkingId('green'), selectors: ['labels.[0]'] }],
  })
  const leaves = decide(object)?.leaves
  expect(leaves?.labels).toEqual(['alpha', 'mike', 'zulu'])
  expect(leaves?.granular_markings).toEqual([
    { marking_ref: tlpMarkingId('green'), selectors: ['labels.[2]'] },
  ])
})
