import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { readWarninglist } from '../../release/rules/warninglist.ts'
import { accepted } from '../../testing/desks.ts'
import { cleanTargets } from './clean-targets.ts'
import { ECONOMIES_FILE, openEconomies, splitByEconomy } from './economies.ts'
import { readTargetList, type TargetFormat } from './target-list.ts'

const read = (text: string, format: TargetFormat = 'auto') =>
  accepted(readTargetList({ format, text }))

describe('a list of targets', () => {
  it('is read from text, tables, STIX and X-ARF v4, told apart by itself', () => {
    expect(read('# seen today\nhxxp://a[.]example/\r\n\n203.0.113.7\n')).toEqual([
      'hxxp://a[.]example/',
      '203.0.113.7',
    ])
    expect(read('reporter,url\nme@x.example,"http://a.example/?a=1,2"\n')).toEqual([
      'http://a.example/?a=1,2',
    ])
    expect(read('http://a.example/;first\nhttp://b.example/;second')).toEqual([
      'http://a.example/',
      'http://b.example/',
    ])
    const stix = {
      type: 'bundle',
      objects: [
        { type: 'url', value: 'http://c.example/' },
        {
          type: 'indicator',
          pattern: "[domain-name:value = 'd.example' OR ipv4-addr:value IN ('203.0.113.9')]",
        },
        { type: 'indicator', pattern: "[url:value != 'http://not.example/']" },
        { type: 'malware', name: 'http://not.example/' },
      ],
    }
    expect(read(JSON.stringify(stix))).toEqual(['http://c.example/', 'd.example', '203.0.113.9'])
    const reports = [
      { xarf_version: '4.0.0', source_identifier: '203.0.113.45', url: 'https://e.example/auth' },
      { xarf_version: '4.2.0', source_identifier: '203.0.113.46' },
      { xarf_version: '3', source_identifier: '203.0.113.47' },
    ]
    expect(read(JSON.stringify(reports))).toEqual(['https://e.example/auth', '203.0.113.46'])
  })

  it('that cannot be told apart is refused, with the place', () => {
    expect(readTargetList({ format: 'stix', text: '{"a":1,"a":2}' })).toMatchObject({
      code: 'unreadable-targets',
    })
    expect(readTargetList({ format: 'csv', text: 'a,"b' })).toMatchObject({
      code: 'unreadable-targets',
    })
  })

  it('is brought into one spelling, each once; what is no target is named by its place', () => {
    const clean = cleanTargets(
      [
        'HTTP://Bank.Example:80/a b',
        'hxxp://bank[.]example/a%20b',
        'http://bank.example/a%20b',
        'BANK.example',
        '10.1.2.3',
        'http://localhost/x',
        '203.0.113.0/24',
        'not a target',
        '[2001:db8::1]',
        '2001:DB8:0::1',
        `http://long.example/${'a'.repeat(3000)}`,
      ],
      [],
    )
    expect(clean.targets).toEqual(['http://bank.example/a%20b', 'bank.example', '2001:db8::1'])
    expect(clean.duplicates).toBe(1)
    expect(clean.faults.map(({ at }) => at)).toEqual([1, 5, 6, 7, 8, 9, 11])
  })

  it('that a warning list covers is kept out and told', () => {
    const list = accepted(
      readWarninglist({ name: 'Top sites', type: 'hostname', list: ['wikipedia.org'] }),
    )
    const clean = cleanTargets(['https://zh.wikipedia.org/wiki/X', 'evil.example'], [list])
    expect(clean.targets).toEqual(['evil.example'])
    expect(clean.listed).toEqual([{ value: 'https://zh.wikipedia.org/wiki/X', list: 'Top sites' }])
  })
})

describe('economies of addresses', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concert-economies-'))
  })

  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  test('a botnet list is split by them; names and addresses unknown stay by themselves', async () => {
    const { find, name } = accepted(await openEconomies(folder))
    expect(name).toBe('geoip-country')
    const list = ['114.114.114.114', '8.8.8.8', 'http://8.8.4.4/x', 'evil.example', '203.0.113.1']
    const { economies, unknown } = splitByEconomy(list, find)
    expect(economies).toEqual([
      { economy: 'US', targets: ['8.8.8.8', 'http://8.8.4.4/x'] },
      { economy: 'CN', targets: ['114.114.114.114'] },
    ])
    expect(unknown).toEqual(['evil.example', '203.0.113.1'])
  })

  test('a database of the operator’s that is none is refused', async () => {
    await writeFile(join(folder, ECONOMIES_FILE), 'not a database')
    expect(await openEconomies(folder)).toMatchObject({ code: 'economies-unreadable' })
  })
})
