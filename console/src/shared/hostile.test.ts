import { describe, expect, test } from 'vitest'
import {
  defang,
  defangWithin,
  inert,
  isIndicator,
  lookAlikes,
  nameMarks,
  pieces,
  punycode,
} from './hostile.ts'

describe('defang', () => {
  test.each([
    ['https://login.example/a.b?c=d.e', 'hxxps://login[.]example/a.b?c=d.e'],
    ['HTTP://EXAMPLE.COM', 'hxxp://EXAMPLE[.]COM'],
    ['ftp://files.example/x', 'fxp://files[.]example/x'],
    ['evil.example', 'evil[.]example'],
    ['203.0.113.47', '203[.]0[.]113[.]47'],
    ['someone@evil.example', 'someone[@]evil[.]example'],
    ['https://u@h.example#x.y', 'hxxps://u[@]h[.]example#x.y'],
    ['', ''],
  ])('%s', (value, expected) => expect(defang(value)).toBe(expected))

  test('addresses within a pattern', () => {
    expect(defangWithin("[url:value = 'https://a.example/x']")).toBe(
      "[url:value = 'hxxps://a[.]example/x']",
    )
    expect(defangWithin("[domain-name:value = 'a.b.example']")).toBe(
      "[domain-name:value = 'a[.]b[.]example']",
    )
  })
})

test('what is written like an indicator is one, and nothing else', () => {
  const yes = ['a.example', 'нет.рф', '198.51.100.7/24', '2001:db8::1', 'x@y.example', 'https://a/']
  for (const text of [...yes, 'd41d8cd98f00b204e9800998ecf8427e'])
    expect(isIndicator(text)).toBe(true)
  const no = [
    '2.1',
    'stix',
    '2026-11-01T08:00:00.000Z',
    'Winter tide',
    '寒潮',
    'a. b',
    '',
    'x'.repeat(9000),
  ]
  for (const text of no) expect(isIndicator(text)).toBe(false)
  expect(defangWithin('login.example')).toBe('login[.]example')
})

describe('hidden characters', () => {
  test('a name that reads backwards', () => {
    expect(pieces('invoice\u202Efdp.exe')).toEqual([
      { text: 'invoice' },
      { odd: 'U+202E' },
      { text: 'fdp.exe' },
    ])
  })

  test('zero width, tags, lone surrogates, stacked marks', () => {
    expect(pieces('a\u200Bb\u{E0041}\uD800')).toEqual([
      { text: 'a' },
      { odd: 'U+200B' },
      { text: 'b' },
      { odd: 'U+E0041' },
      { odd: 'U+D800' },
    ])
    expect(pieces(`x${'\u0301'.repeat(40)}`)).toEqual([{ text: 'x' }, { odd: 'U+0301' }])
  })

  test('what people write stays as it is', () => {
    const honest = 'Zürich 网络钓鱼，\n\t“ok”… é ñ'
    expect(pieces(honest)).toEqual([{ text: honest }])
  })
})

describe('names that look like others', () => {
  test('punycode is shown in its letters, and mixed scripts are named', () => {
    expect(punycode('bcher-kva')).toBe('bücher')
    expect(punycode('fiq228c')).toBe('中文')
    expect(nameMarks('xn--fiq228c.example').unicode).toBe('中文.example')
    expect(nameMarks('https://xn--80ak6aa92e.com/').unicode).toBe('аррӏе.com')
    expect(nameMarks('pаypal.example').mixed).toEqual(['Latin', 'Cyrillic'])
  })

  test('honest names bear no mark', () => {
    for (const name of ['example.com', '例子.example', 'пример.example', '203.0.113.4']) {
      expect(nameMarks(name)).toEqual({})
    }
  })

  test('what is no punycode is left alone', () => {
    for (const broken of ['!!!', '99999999999', 'a-\u00e9', 'zzzzzzzzzzzzzzzz']) {
      expect(() => nameMarks(`xn--${broken}.example`)).not.toThrow()
    }
  })
})

describe('a text where no marks can stand', () => {
  test.each([
    ['Belmar 贝尔玛 (CSIRT)', 'Belmar 贝尔玛 (CSIRT)'],
    ['“Łódź” – Ürümqi', '“Łódź” – Ürümqi'],
    ['Белград', 'Белград'],
    ['invoice\u202egpj.exe', 'invoiceU+202Egpj.exe'],
    ['a\u00adb', 'aU+00ADb'],
    // Latin with one Cyrillic letter.
    ['r\u0430ypal.example', 'r\u0430ypal▲.example'],
  ])('%j', (text, shown) => expect(inert(text)).toBe(shown))

  test('words of two alphabets are set apart, and name them', () => {
    const found = lookAlikes(pieces('of r\u0430ypal, 由 Белград'))
    expect(found.filter((each) => 'mixed' in each)).toEqual([
      { mixed: 'r\u0430ypal', scripts: ['Latin', 'Cyrillic'] },
    ])
    expect(found.map((each) => Object.values(each)[0]).join('')).toBe('of r\u0430ypal, 由 Белград')
  })
})
