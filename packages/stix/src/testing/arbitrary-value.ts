import type { Json, JsonObject } from '@concert/core'
import fc from 'fast-check'
import type { ObjectType, ReferenceTargets, Shape, TextFormat, ValueType } from '../table/model.ts'
import { OBJECT_TYPES } from '../table/object-types.ts'
import { VOCABULARIES } from '../table/vocabularies.ts'

/** A UUID of the version. */
export function arbitraryUuid(version: 4 | 5): fc.Arbitrary<string> {
  return fc.uuid({ version })
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{2,8}(-[a-z0-9]{1,8}){0,2}$/)
const text = fc.oneof(
  fc.constantFrom('毒藤', 'Poison Ivy', 'a\u0301 😀'),
  fc.string({ minLength: 1 }),
)
const hexPairs = fc.stringMatching(/^([0-9a-f]{2}){0,8}$/)

/** Texts of each format. */
const FORMATTED: Readonly<Record<TextFormat, fc.Arbitrary<string>>> = {
  'capec-id': fc.nat().map((n) => `CAPEC-${n}`),
  charset: fc.constantFrom('windows-1252', 'UTF-8', 'GB18030', 'ISO_8859-1:1987'),
  country: fc.constantFrom('cn', 'US', 'th'),
  cpe: word.map((product) => `cpe:2.3:a:acme:${product}:2000\\:1:*:*:*:*:*:*:*`),
  'cve-id': fc.integer({ min: 1000, max: 99_999 }).map((n) => `CVE-2016-${n}`),
  'domain-name': fc.oneof(
    word.map((name) => `${name}.example`),
    fc.constantFrom('例子.测试', 'localhost'),
  ),
  'email-address': word.map((name) => `${name}@example.com`),
  ipv4: fc.oneof(fc.ipV4(), fc.constantFrom('198.51.100.0/24', '10.0.0.0/8')),
  ipv6: fc.oneof(fc.ipV6(), fc.constantFrom('2001:db8::/32', '::ffff:198.51.100.3', '::')),
  'language-tag': fc.constantFrom('en', 'zh-Hans', 'zh-Hant-TW', 'de-CH-1901', 'sl-rozaj-biske'),
  'lower-hyphen': word,
  'lower-case': word,
  'mac-address': fc.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/),
  'media-type': fc.constantFrom('image/jpeg', 'application/vnd.ms-excel'),
  'priority-class': fc.constant('HIGH_PRIORITY_CLASS'),
  'property-name': fc.stringMatching(/^[a-z][a-z0-9_]{2,20}$/),
  'registry-key': word.map((key) => `HKEY_LOCAL_MACHINE\\System\\${key}`),
  'relationship-type': word,
  // Selectors must point at something: the object's own properties replace this one.
  selector: fc.constant('type'),
  url: fc.oneof(fc.webUrl({ size: 'small' }), fc.constant('https://example.com/a?b=c#d')),
}

/** What a value needs to know: the type of the object around it, and how parts are made. */
export interface Around {
  readonly row: ObjectType | undefined
  readonly part: (shape: Shape) => fc.Arbitrary<JsonObject>
}

/** A valid value of a kind. */
export function arbitraryValue(type: ValueType, around: Around): fc.Arbitrary<Json> {
  switch (type.kind) {
    case 'literal':
      return fc.constant(type.value)
    case 'string':
      return type.format ? FORMATTED[type.format] : text
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: Math.max(type.min, -(2 ** 31)), max: Math.min(type.max, 2 ** 31) })
    case 'float':
      return fc.double({ min: type.min, max: type.max, noNaN: true }).map((each) => each + 0)
    case 'timestamp':
      return arbitraryTimestamp(type.digits)
    case 'identifier':
      return fc.constant('')
    case 'reference':
      return arbitraryReference(type.to)
    case 'enum':
      return fc.constantFrom(...valuesOf(type.vocabulary))
    case 'open-vocab':
      return fc.oneof(fc.constantFrom(...valuesOf(type.vocabulary)), word)
    case 'binary':
      return fc.base64String({ maxLength: 40 })
    case 'hex':
      return hexPairs
    case 'hashes':
      return arbitraryHashes()
    case 'list':
      return fc.array(arbitraryValue(type.of, around), { minLength: 1, maxLength: 3 })
    case 'dictionary':
      return arbitraryDictionary(type, around)
    case 'object':
      return around.part(type.shape)
    case 'extensions':
      return arbitraryExtensions(around)
    case 'observable-container':
      return fc.constant(CONTAINER)
    case 'any-object':
      return fc.record({ name: text, goals: fc.array(text, { minLength: 1 }) })
  }
}

const CONTAINER: Json = {
  0: { type: 'ipv4-addr', value: '198.51.100.3', belongs_to_refs: ['1'] },
  1: { type: 'autonomous-system', number: 42 },
}

function valuesOf(vocabulary: string): readonly string[] {
  return VOCABULARIES.get(vocabulary)?.values ?? []
}

function arbitraryTimestamp(digits?: readonly [number, number]): fc.Arbitrary<string> {
  const [least, most] = digits ?? [0, 12]
  const fraction = fc.stringMatching(/^[0-9]{12}$/)
  const count = fc.integer({ min: least, max: Math.min(most, 12) })
  const day = fc.date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2069-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  return fc.tuple(day, fraction, count).map(([date, all, n]) => {
    const seconds = date.toISOString().slice(0, 19)
    return n === 0 ? `${seconds}Z` : `${seconds}.${all.slice(0, n)}Z`
  })
}

function arbitraryReference({ types, classes }: ReferenceTargets): fc.Arbitrary<string> {
  const rows = [...OBJECT_TYPES.values()]
  const fitting =
    types ?? rows.filter((row) => classes?.includes(row.class) ?? true).map(({ name }) => name)
  return fc.tuple(fc.constantFrom(...fitting), arbitraryUuid(4)).map((parts) => parts.join('--'))
}

function arbitraryHashes(): fc.Arbitrary<Json> {
  const hexOf = (length: number) =>
    fc
      .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
      .map((each) => each.join(''))
  const one = fc.oneof(
    hexOf(32).map((hash) => ({ MD5: hash })),
    hexOf(64).map((hash) => ({ 'SHA-256': hash })),
    hexOf(70).map((hash) => ({ TLSH: `T1${hash}` })),
    fc.constant({ SSDEEP: '3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C' }),
    fc.constant({ x_foo_hash: 'aaaabbbb' }),
  )
  return fc
    .array(one, { minLength: 1, maxLength: 3 })
    .map((each) => Object.assign({}, ...each) as Json)
}

function arbitraryDictionary(
  type: Extract<ValueType, { kind: 'dictionary' }>,
  around: Around,
): fc.Arbitrary<Json> {
  const keys =
    type.keys === 'language-tag'
      ? FORMATTED['language-tag']
      : fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/).filter((key) => key !== '__proto__')
  const values = type.values
    ? fc.oneof(...type.values.map((each) => arbitraryValue(each, around)))
    : fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { minLength: 1 }))
  return fc.dictionary(keys, values, { minKeys: 1, maxKeys: 3 })
}

function arbitraryExtensions({ row, part }: Around): fc.Arbitrary<Json> {
  const defined = fc
    .tuple(arbitraryUuid(4), word)
    .map(
      ([uuid, rank]) =>
        [`extension-definition--${uuid}`, { extension_type: 'property-extension', rank }] as const,
    )
  const predefined = Object.values(row?.extensions ?? {}).map((shape: Shape) =>
    part(shape).map((value) => [shape.name, value] as const),
  )
  return fc
    .array(fc.oneof(defined, ...predefined), { minLength: 1, maxLength: 2 })
    .map((entries) => Object.fromEntries(entries) as Json)
}
