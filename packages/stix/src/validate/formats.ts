import { normaliseDomain } from '../domain-name.ts'
import type { TextFormat } from '../table/model.ts'

/** What a format is called, and how to tell. */
export interface Format {
  readonly en: string
  readonly zh: string
  /** A regular expression of JSON Schema's dialect that says the same, or somewhat less. */
  readonly pattern: string
  /** What the pattern alone can't tell. */
  readonly more?: (text: string) => boolean
}

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}`

const HIVES = ['HKLM', 'HKCU', 'HKCR', 'HKU', 'HKCC', 'HKPD', 'HKDD']

/** Every format by name. None backtracks: each pattern is one pass over the text. */
export const FORMATS: Readonly<Record<TextFormat, Format>> = {
  'capec-id': {
    en: 'CAPEC id such as CAPEC-163',
    zh: 'CAPEC编号，如CAPEC-163',
    pattern: '^CAPEC-[0-9]+$',
  },
  charset: {
    en: 'name of the IANA character set registry',
    zh: 'IANA字符集注册表中的名称',
    pattern: "^[A-Za-z0-9][A-Za-z0-9!#$%&'+^_`{}~:()./=,-]{0,63}$",
  },
  country: {
    en: 'country code of ISO 3166-1 alpha-2',
    zh: 'ISO 3166-1二字母代码',
    pattern: '^[A-Za-z]{2}$',
  },
  cpe: {
    en: 'CPE 2.3 name',
    zh: 'CPE 2.3名称',
    pattern: '^cpe:2\\.3:[aho*-](?::(?:[^:\\\\]|\\\\.)+){10}$',
  },
  'cve-id': {
    en: 'CVE id such as CVE-2016-1234',
    zh: 'CVE编号，如CVE-2016-1234',
    pattern: '^CVE-[0-9]{4}-[0-9]{4,}$',
  },
  'domain-name': {
    en: 'domain name',
    zh: '域名',
    pattern: '^[^\\s/\\\\@:?#%\\[\\]<>^|"`{}]{1,1024}$',
    more: isDomainName,
  },
  'email-address': {
    en: 'e-mail address without the display name',
    zh: '不含显示名的电子邮件地址',
    pattern: '^[^\\s<>]+@[^\\s<>@]+$',
  },
  ipv4: {
    en: 'IPv4 address or network',
    zh: 'IPv4地址或网段',
    pattern: `^${IPV4}(?:/(?:3[0-2]|[12]?[0-9]))?$`,
  },
  ipv6: {
    en: 'IPv6 address or network',
    zh: 'IPv6地址或网段',
    pattern: '^[0-9A-Fa-f:.]{2,45}(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?$',
    more: (text) => isIpv6(text.split('/')[0] ?? ''),
  },
  'language-tag': {
    en: 'language tag of RFC 5646 such as zh-Hans',
    zh: 'RFC 5646语言标签，如zh-Hans',
    pattern: '^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$',
    more: isLanguageTag,
  },
  'lower-case': { en: 'lower-case', zh: '小写', pattern: '^[^A-Z]*$' },
  'lower-hyphen': {
    en: 'lower-case with hyphens between words',
    zh: '小写，词间以连字符分隔',
    pattern: '^[^A-Z\\s_]*$',
  },
  'mac-address': {
    en: 'MAC-48 address in lower case with colons',
    zh: '以冒号分隔的小写MAC-48地址',
    pattern: '^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$',
  },
  'media-type': {
    en: 'media type such as application/pdf',
    zh: '媒体类型，如application/pdf',
    pattern: '^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$',
  },
  'priority-class': {
    en: 'priority class that ends in _CLASS',
    zh: '以 _CLASS结尾的优先级类别',
    pattern: '_CLASS$',
  },
  'property-name': {
    en: 'property name of 3 to 250 lower-case letters, digits and underscores',
    zh: '由3至250个小写字母、数字或下划线组成的属性名',
    pattern: '^[a-z0-9_]{3,250}$',
  },
  'registry-key': {
    en: 'registry key with its hive in full, such as HKEY_LOCAL_MACHINE',
    zh: '根键为全称（如HKEY_LOCAL_MACHINE）的注册表项',
    pattern: `^(?!(?:${HIVES.map(anyCase).join('|')})(?:\\\\|$))`,
  },
  'relationship-type': {
    en: 'relationship type of lower-case letters, digits and hyphens',
    zh: '由小写字母、数字和连字符组成的关系类型',
    pattern: '^[a-z0-9-]+$',
  },
  selector: {
    en: 'selector',
    zh: '选择器',
    pattern: '^[a-zA-Z0-9_-]{1,250}(?:\\.(?:\\[(?:0|[1-9][0-9]{0,8})\\]|[a-zA-Z0-9_-]{1,250}))*$',
  },
  url: {
    en: 'URL of RFC 3986',
    zh: '符合RFC 3986的URL',
    pattern: "^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]*$",
    more: (text) => !/%(?![0-9A-Fa-f]{2})/.test(text),
  },
}

const COMPILED: ReadonlyMap<TextFormat, RegExp> = new Map(
  Object.entries(FORMATS).map(([name, { pattern }]) => [name as TextFormat, new RegExp(pattern)]),
)

/** Makes the test of a format. */
export function formatTest(format: TextFormat): (text: string) => boolean {
  const { more } = FORMATS[format]
  const pattern = COMPILED.get(format) as RegExp
  return more ? (text) => pattern.test(text) && more(text) : (text) => pattern.test(text)
}

function anyCase(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`)
}

/** RFC 1034 and RFC 5890; a single label is a name too, and a name that looks like an address not. */
function isDomainName(text: string): boolean {
  const name = normaliseDomain(text)
  return name.ok || name.code === 'domain-single-label'
}

/** RFC 4291 §2.2: eight groups, one `::`, an IPv4 address at the end. */
function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.map(groupsOf)
  if (groups.includes(undefined)) return false
  const count = groups.reduce<number>((sum, each) => sum + (each ?? 0), 0)
  return halves.length === 2 ? count < 8 : count === 8
}

const DOTTED = new RegExp(`^${IPV4}$`)

/** How many 16-bit groups stand in one half of an address, or `undefined` for none that is well formed. */
function groupsOf(half: string, index: number, halves: readonly string[]): number | undefined {
  if (half === '') return halves.length === 2 ? 0 : undefined
  const groups = half.split(':')
  const last = groups.at(-1) ?? ''
  const dotted = last.includes('.') && index === halves.length - 1
  if (dotted && !DOTTED.test(last)) return undefined
  const plain = dotted ? groups.slice(0, -1) : groups
  if (!plain.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined
  return plain.length + (dotted ? 2 : 0)
}

// RFC 5646 §2.1, without the grandfathered tags that its registry has replaced.
const LANGUAGE_TAG = new RegExp(
  [
    '^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})',
    '(?:-[a-z]{4})?',
    '(?:-(?:[a-z]{2}|[0-9]{3}))?',
    '(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*',
    '(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*',
    '(?:-x(?:-[a-z0-9]{1,8})+)?',
    '|x(?:-[a-z0-9]{1,8})+|i-[a-z]{2,8})$',
  ].join(''),
  'i',
)

function isLanguageTag(text: string): boolean {
  return text.length <= 100 && LANGUAGE_TAG.test(text)
}
