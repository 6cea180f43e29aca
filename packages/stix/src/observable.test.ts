import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseDomain } from './domain-name.ts'
import { parseObservable, refang } from './observable.ts'
import { domainPattern, escapePatternString, ipPattern, urlPattern } from './pattern/produce.ts'

const domain = (text: string) => {
  const read = normaliseDomain(text)
  return read.ok ? read.value : read.code
}

const entry = (text: string) => {
  const read = parseObservable(text)
  return read.ok ? `${read.value.type} ${read.value.value}` : read.code
}

describe('RFC 1034, RFC 5890: domain names', () => {
  it.each([
    ['Example.COM', 'example.com'],
    ['example.com.', 'example.com'],
    ['MÜNCHEN.example', 'xn--mnchen-3ya.example'],
    ['例子.测试', 'xn--fsqu00a.xn--0zwm56d'],
    ['xn--fsqu00a.xn--0zwm56d', 'xn--fsqu00a.xn--0zwm56d'],
    ['ether_promo.kissr.com', 'ether_promo.kissr.com'],
    ['a--b.example', 'a--b.example'],
    ['XN--a.example', 'xn--a.example'],
  ])('%s becomes %s', (text, expected) => {
    expect(domain(text)).toBe(expected)
  })

  it.each([
    ['localhost', 'domain-single-label'],
    ['', 'domain-syntax'],
    ['198.51.100.3', 'domain-is-address'],
    ['0x7f.1', 'domain-is-address'],
    ['example.0x1', 'domain-is-address'],
    ['a..b', 'domain-syntax'],
    ['.example.com', 'domain-syntax'],
    ['example.com..', 'domain-syntax'],
    ['*.example.com', 'domain-syntax'],
    ['-a.example', 'domain-syntax'],
    ['a-.example', 'domain-syntax'],
    ['user@example.com', 'domain-syntax'],
    ['example.com/x', 'domain-syntax'],
    ['example.com:80', 'domain-syntax'],
    ['exa mple.com', 'domain-syntax'],
    ['ex%61mple.com', 'domain-syntax'],
    ['example.c_m', 'domain-syntax'],
    [`${'a'.repeat(64)}.example`, 'domain-length'],
    [`${'a.'.repeat(127)}com`, 'domain-length'],
  ])('%s is refused: %s', (text, code) => {
    expect(domain(text)).toBe(code)
  })

  it('is idempotent and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
        const once = normaliseDomain(text)
        if (once.ok) expect(normaliseDomain(once.value)).toEqual(once)
      }),
    )
  })

  it('accepts every name that a generator of names makes', () => {
    fc.assert(
      fc.property(fc.domain(), (name) => {
        expect(domain(name)).toBe(name.toLowerCase())
      }),
    )
  })
})

describe('entries of a list', () => {
  it.each([
    ['hxxps://Evil[.]example/a(.)b', 'url https://evil.example/a(.)b'],
    ['hXXp[://]evil(.)example', 'url http://evil.example/'],
    ['hxxp[:]//evil[dot]example:8080/x', 'url http://evil.example:8080/x'],
    ['evil[.]example', 'domain-name evil.example'],
    ['198.51.100[.]3', 'ipv4-addr 198.51.100.3'],
    ['198.51.100.0/24', 'ipv4-addr 198.51.100.0/24'],
    ['198.51.100.3/32', 'ipv4-addr 198.51.100.3'],
    ['2001:DB8:0:0::1', 'ipv6-addr 2001:db8::1'],
    ['2001[:]db8::/32', 'ipv6-addr 2001:db8::/32'],
    ['ftp://evil.example/x', 'url ftp://evil.example/x'],
    ['http://[2001:db8::1]/x', 'url http://[2001:db8::1]/x'],
  ])('%s is %s', (text, expected) => {
    expect(entry(text)).toBe(expected)
  })

  it.each([
    ['198.51.100.256', 'address-syntax'],
    ['198.51.100.03', 'address-syntax'],
    ['198.51.100.0/33', 'address-syntax'],
    ['198.51.100.0/024', 'address-syntax'],
    ['198.51.100.0/2/4', 'address-syntax'],
    ['2001:db8::1::2', 'address-syntax'],
    ['2001:db8::/129', 'address-syntax'],
    ['http://', 'url-syntax'],
    ['http://a b/', 'url-syntax'],
    ['http://evil.example/a\tb', 'url-syntax'],
    ['javascript://evil.example/', 'url-syntax'],
    ['evil.example/login', 'domain-syntax'],
  ])('%s is refused: %s', (text, code) => {
    expect(entry(text)).toBe(code)
  })

  it('finds a domain again however it was defanged', () => {
    fc.assert(
      fc.property(fc.domain(), fc.constantFrom('[.]', '(.)', '[dot]', '(DOT)'), (name, dot) => {
        expect(refang(name.replaceAll('.', dot))).toBe(name)
        const url = parseObservable(`hxxp://${name.replaceAll('.', dot)}/p`)
        expect(url).toEqual(parseObservable(`http://${name}/p`))
      }),
    )
  })

  it('reads any text in linear time without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => parseObservable(text)).not.toThrow()
      }),
    )
    for (const part of ['[:]', 'hxxp', '(', '1.', 'a:', '/']) {
      expect(parseObservable(part.repeat(20_000)).ok).toBe(false)
    }
  })
})

describe('STIX 2.1 §9.3: patterns', () => {
  it('names the object type by the value', () => {
    expect(domainPattern('evil.example')).toBe("[domain-name:value = 'evil.example']")
    expect(urlPattern("http://x/'\\")).toBe("[url:value = 'http://x/\\'\\\\']")
    expect(ipPattern('198.51.100.3')).toBe("[ipv4-addr:value = '198.51.100.3']")
    expect(ipPattern('2001:db8::/32')).toBe("[ipv6-addr:value = '2001:db8::/32']")
  })

  it('escapes so that the literal ends where it should and reads back', () => {
    // The grammar's StringLiteral: anything but quote and backslash, or one of them escaped.
    const literal = /^'((?:[^'\\]|\\'|\\\\)*)'$/u
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '\\', 'a', '日', '\n') }), (value) => {
        const match = literal.exec(`'${escapePatternString(value)}'`)
        expect(match?.[1]?.replace(/\\(.)/gsu, '$1')).toBe(value)
      }),
    )
  })
})
