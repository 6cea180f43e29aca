import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWithin, parseNetwork } from './address.ts'
import { compileLike, literalsOfLike } from './like.ts'
import { compareCodePoints } from './values.ts'

const free = () => undefined

describe('LIKE', () => {
  const piece = fc.constantFrom('a', 'b', '%', '_', '.', '😀', '\n')

  test('is what its wildcards say, a character being a code point', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: piece, maxLength: 7 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '.', '😀', '\n'), maxLength: 7 }),
        (pattern, text) => {
          const source = [...pattern]
            .map((each) =>
              each === '%'
                ? '.*'
                : each === '_'
                  ? '.'
                  : `\\u{${each.codePointAt(0)?.toString(16)}}`,
            )
            .join('')
          const like = compileLike(pattern, free)(text)
          expect(like).toBe(new RegExp(`^${source}$`, 'su').test(text))
          if (like) for (const each of literalsOfLike(pattern)) expect(text).toContain(each)
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('with many wildcards does not hang', () => {
    expect(compileLike(`${'%a'.repeat(500)}_b`, free)('a'.repeat(20_000))).toBe(false)
  })
})

describe('networks', () => {
  test.each([
    ['198.51.100.7', '198.51.100.7/32'],
    ['198.51.100.7/24', '198.51.100.0/24'],
    ['0.0.0.0/0', '255.255.255.255/0'],
    ['2001:db8::1', '2001:0DB8:0:0:0:0:0:0001'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['2001:db8::1/32', '2001:db8:ffff::/32'],
    ['::', '0:0:0:0:0:0:0:0'],
  ])('%s is %s', (one, other) => {
    expect(parseNetwork(one)).toBeDefined()
    expect(parseNetwork(one)).toEqual(parseNetwork(other))
  })

  test.each([
    ...['', '1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', '1.2.3.4/33', '1.2.3.4/', '1.2.3.4/-1'],
    ...[
      '1.2.3.4/08',
      ':',
      ':::',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1::2::3',
      '12345::',
      'g::',
    ],
    ...[
      '::1/129',
      '1:2:3:4:5:6:7:8::',
      'fe80::1%eth0',
      '::1.2.3',
      '1.2.3.4::',
      'example.com',
      ' ::1',
    ],
  ])('not a network: %s', (text) => {
    expect(parseNetwork(text)).toBeUndefined()
  })

  test('IPv6 agrees with the URL standard', () => {
    const group = fc.oneof(fc.constantFrom('0', '', 'ffff'), fc.stringMatching(/^[0-9a-f]{1,4}$/))
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 9 }), (groups) => {
        const text = groups.join(':')
        expect(parseNetwork(text) !== undefined).toBe(URL.canParse(`http://[${text}]/`))
      }),
      { numRuns: 2000 },
    )
  })

  test('within: equal, smaller, never across families', () => {
    const within = (a: string, b: string) => {
      const [inner, outer] = [parseNetwork(a), parseNetwork(b)]
      return inner !== undefined && outer !== undefined && isWithin(inner, outer)
    }
    expect(within('198.51.100.0/27', '198.51.100.0/24')).toBe(true)
    expect(within('198.51.100.0/24', '198.51.100.0/24')).toBe(true)
    expect(within('198.51.100.0/24', '198.51.100.0/27')).toBe(false)
    expect(within('198.51.101.1', '198.51.100.0/24')).toBe(false)
    expect(within('::1', '0.0.0.0/0')).toBe(false)
    expect(within('2001:db8:dead:beef::1', '2001:0db8:dead:beef:0000:0000:0000:0000/64')).toBe(true)
  })
})

describe('code points', () => {
  test('order text as the specification says', () => {
    const given = ['z', 'ò', 'o', 'oz', 'o\u0300', '', '\uffff', '😀', '\ue000']
    const sorted = ['', 'o', 'oz', 'o\u0300', 'z', 'ò', '\ue000', '\uffff', '😀']
    expect(given.toSorted(compareCodePoints)).toEqual(sorted)
  })

  test('is the order of their numbers', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [a, b].map((each) => [...each].map((c) => c.codePointAt(0) ?? 0))
        const at = left?.findIndex((each, index) => each !== right?.[index]) ?? -1
        const order =
          at < 0 || right?.[at] === undefined
            ? (left?.length ?? 0) - (right?.length ?? 0)
            : (left?.[at] ?? 0) - right[at]
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(order))
      }),
    )
  })
})
