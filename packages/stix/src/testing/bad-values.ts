import type { Json } from '@concert/core'
import type { TextFormat, ValueType } from '../table/model.ts'
import type { ObjectRuleCode } from '../validate/rule-codes.ts'

export const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'

/** A value that a kind does not allow: what is wrong, the rule that says so, and where inside. */
export type Bad = readonly [what: string, value: Json, code: ObjectRuleCode, below?: string]

/** Values that a kind does not allow, each for one reason. */
export function badValues(type: ValueType): readonly Bad[] {
  if (type.kind === 'literal') return [['another version', '2.0', 'spec-version']]
  const wrong: Bad = ['of another JSON type', JSON_OTHER[type.kind] ?? 7, 'kind']
  return [wrong, ...badContents(type)]
}

/** What each kind certainly is not; a number for those that are not here. */
const JSON_OTHER: Readonly<Partial<Record<ValueType['kind'], Json>>> = {
  boolean: 'true',
  integer: '1',
  float: '1',
  list: 'x',
  dictionary: [],
  hashes: [],
  object: [],
  extensions: [],
  'any-object': [],
  'observable-container': [],
}

function badContents(type: ValueType): readonly Bad[] {
  switch (type.kind) {
    case 'string':
      return badText(type)
    case 'integer':
      return [...outOfRange(type), ['with a fraction', 1.5, 'kind']]
    case 'float':
      return outOfRange(type)
    case 'timestamp':
      return [['no such day', '2016-02-30T00:00:00.000Z', 'timestamp'], ...wrongDigits(type)]
    case 'reference':
      return badReferences(type)
    case 'enum':
      return [['not in the vocabulary', 'x-of-our-own', 'vocabulary']]
    case 'binary':
      return [['without padding', 'QUI', 'binary']]
    case 'hex':
      return [
        ['an odd digit', 'abc', 'hex'],
        ['in capitals', 'AB', 'hex-case'],
      ]
    case 'hashes':
      return [
        ['empty', {}, 'empty'],
        ['too short', { MD5: 'abc' }, 'hash-value', '.MD5'],
        ['a short key', { xy: 'abc' }, 'dictionary-key', '.xy'],
      ]
    case 'list':
      return [['empty', [], 'empty'], ...badValues(type.of).map(inList)]
    case 'dictionary':
      return badDictionaries(type)
    case 'extensions':
      return EXTENSIONS
    case 'observable-container':
      return [
        ['empty', {}, 'empty'],
        [
          'a loose end',
          { 0: { type: 'network-traffic', dst_ref: '1' } },
          'local-reference',
          "['0'].dst_ref",
        ],
      ]
    default:
      return []
  }
}

const EXTENSION = `extension-definition--${UUID}`

const EXTENSIONS: readonly Bad[] = [
  ['empty', {}, 'empty'],
  ['custom', { 'x-ext': { rank: 1 } }, 'extension-unknown', "['x-ext']"],
  ['untyped', { [EXTENSION]: { rank: 1 } }, 'extension-type', `['${EXTENSION}']`],
  [
    'mistyped',
    { [EXTENSION]: { extension_type: 'new' } },
    'vocabulary',
    `['${EXTENSION}'].extension_type`,
  ],
  [
    'null inside',
    { [EXTENSION]: { extension_type: 'property-extension', a: null } },
    'kind',
    `['${EXTENSION}'].a`,
  ],
]

function badText(type: Extract<ValueType, { kind: 'string' }>): readonly Bad[] {
  if (type.format === 'selector') {
    return [
      ['malformed', 'a..b', 'selector'],
      ['pointing nowhere', 'nothing_here', 'selector-target'],
    ]
  }
  if (type.format && type.formatLevel !== 'should') {
    return BAD_TEXTS[type.format].map((value) => [`'${value}'`, value, 'format'])
  }
  return (type.minLength ?? 0) > 0 ? [['empty', '', 'text-required']] : []
}

/** What each format forbids. */
const BAD_TEXTS: Readonly<Record<TextFormat, readonly string[]>> = {
  'capec-id': ['163', 'CAPEC-'],
  charset: ['', '-', 'windows 1252'],
  country: ['China', ''],
  cpe: ['cpe:/a:acme', 'cpe:2.3:a:acme:x'],
  'cve-id': ['CVE-2016-1', '2016-1234'],
  'domain-name': [
    'a b.example',
    'evil[.]example',
    '198.51.100.3',
    '-a.example',
    `${'a'.repeat(64)}.example`,
  ],
  'email-address': ['John <john@example.com>', 'john', 'a@b@c d'],
  ipv4: ['256.1.1.1', '1.2.3', '01.2.3.4', '1.2.3.4/33', 'localhost'],
  ipv6: ['2001:db8', '1::2::3', '2001:db8::/129', '12345::', '1:2:3:4:5:6:7:8:9', '::1.2.3'],
  'language-tag': ['', 'e', 'english!', 'zh_CN'],
  'lower-case': ['ABC'],
  'lower-hyphen': ['A b'],
  'mac-address': ['D2:FB:49:24:37:18', 'd2-fb-49-24-37-18', 'd2:fb:49:24:37'],
  'media-type': ['jpeg', 'image/'],
  'priority-class': ['HIGH'],
  'property-name': ['ab', 'Rank', 'a-b'],
  'registry-key': ['HKLM\\System', 'hkcu'],
  'relationship-type': ['Uses', 'related to', ''],
  selector: ['a..b', '', 'a.[01]', '[0]', 'a.[-1]'],
  url: ['example.com', 'http://a b', 'https://例子.测试/', 'http://a/%zz'],
}

function outOfRange({ min, max }: { min: number; max: number }): readonly Bad[] {
  const beyond: Bad[] = []
  if (min > Number.MIN_SAFE_INTEGER) beyond.push([`below ${min}`, min - 1, 'range'])
  if (max < Number.MAX_SAFE_INTEGER) beyond.push([`above ${max}`, max + 1, 'range'])
  return beyond
}

function wrongDigits({ digits }: Extract<ValueType, { kind: 'timestamp' }>): readonly Bad[] {
  if (!digits) return []
  const [least] = digits
  const value = least > 0 ? '2999-01-01T00:00:00.12Z' : '2999-01-01T00:00:00.0Z'
  return [['of another precision', value, 'timestamp-digits']]
}

function badReferences({ to }: Extract<ValueType, { kind: 'reference' }>): readonly Bad[] {
  return [
    ['no id', 'indicator', 'id-syntax'],
    ['in capitals', `url--${UUID.toUpperCase()}`, 'id-syntax'],
    ['to a bundle', `bundle--${UUID}`, 'ref-type'],
    ...(to.types ? ([['to another type', `x-other--${UUID}`, 'ref-type']] as const) : []),
    ...(to.classes
      ? ([['to a meta object', `language-content--${UUID}`, 'ref-type']] as const)
      : []),
  ]
}

function inList([what, value, code, below = '']: Bad): Bad {
  return [`entry ${what}`, [value], code, `[0]${below}`]
}

function badDictionaries(type: Extract<ValueType, { kind: 'dictionary' }>): readonly Bad[] {
  if (type.keys === 'language-tag') {
    return [
      ['empty', {}, 'empty'],
      ['no language', { zh_CN: { name: 'x' } }, 'format', '.zh_CN'],
    ]
  }
  const value =
    type.values?.[0]?.kind === 'list' ? ['x'] : type.values?.[0]?.kind === 'integer' ? 1 : 'x'
  return [
    ['empty', {}, 'empty'],
    ['a key with a space', { 'a b': value }, 'dictionary-key', "['a\\u{20}b']"],
    ['null', { a: null }, 'kind', '.a'],
  ]
}
