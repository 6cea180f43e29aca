import type { JsonFaultCode } from '@concert/core'

/** What can be wrong with an object's JSON and properties. */
export type ObjectFaultCode =
  | JsonFaultCode
  | 'object-size'
  | 'object-expected'
  | 'missing'
  | 'kind'
  | 'empty'
  | 'range'
  | 'type-syntax'
  | 'id-syntax'
  | 'id-type'
  | 'ref-type'
  | 'spec-version'
  | 'timestamp'
  | 'time-order'
  | 'marking-redefined'

/** What can be wrong with a domain, URL or address in a list. */
export type ObservableFaultCode =
  | 'domain-syntax'
  | 'domain-length'
  | 'domain-single-label'
  | 'domain-is-address'
  | 'url-syntax'
  | 'address-syntax'

/** What can be wrong with a file as a whole or with one of its entries. */
export type FileFaultCode = 'bundle-type' | 'format-unknown' | 'entry-size' | 'version-conflict'

/** Everything that can be wrong with intelligence that comes in. Closed, and translated below. */
export type StixFaultCode = ObjectFaultCode | ObservableFaultCode | FileFaultCode

/** One thing that is wrong, and where. */
export interface StixFault {
  readonly code: StixFaultCode
  /** A path such as `objects[3].valid_from`, `line 12` or `byte 96`; empty for the whole. */
  readonly at: string
}

/** Everything that is wrong with something, never only the first. */
export interface StixFaults {
  readonly ok: false
  readonly faults: readonly StixFault[]
}

/** One sentence in both languages. */
export interface FaultSentence {
  readonly en: string
  readonly zh: string
}

/** The sentence of each code. Place and value are shown beside it, never inside. */
export const STIX_FAULTS: Readonly<Record<StixFaultCode, FaultSentence>> = {
  'json-size': { en: 'The file is larger than allowed.', zh: '文件超过允许的大小。' },
  'json-utf8': { en: 'The text is not valid UTF-8.', zh: '文本不是有效的 UTF-8 编码。' },
  'json-syntax': { en: 'The text is not valid JSON.', zh: '文本不是有效的 JSON。' },
  'json-depth': {
    en: 'The JSON is nested more than 32 levels deep.',
    zh: 'JSON 嵌套超过 32 层。',
  },
  'json-duplicate': {
    en: 'A key occurs twice in the same object.',
    zh: '同一对象中有重复的键。',
  },
  'json-surrogate': {
    en: 'A string holds half of a surrogate pair.',
    zh: '字符串含有不成对的代理码元。',
  },
  'json-number': {
    en: 'A number is beyond what every reader represents alike (±(2^53 − 1)).',
    zh: '数值超出各方一致可表示的范围(±(2^53 − 1))。',
  },
  'object-size': { en: 'The object is larger than 1 MiB.', zh: '对象大于 1 MiB。' },
  'object-expected': { en: 'A JSON object is expected here.', zh: '此处应为 JSON 对象。' },
  missing: { en: 'A required property is missing.', zh: '缺少必需的属性。' },
  kind: { en: 'The value is not of the kind required.', zh: '值的类型不符合要求。' },
  empty: { en: 'Empty strings, lists and objects are not allowed.', zh: '不允许为空。' },
  range: { en: 'The number is out of range.', zh: '数值超出范围。' },
  'type-syntax': {
    en: 'A type is 3 to 250 lower-case letters, digits and single hyphens.',
    zh: '类型名应为 3 至 250 个小写字母、数字和单个连字符。',
  },
  'id-syntax': {
    en: 'An id is a type, two hyphens and a lower-case UUID.',
    zh: '标识符应由类型名、两个连字符和小写 UUID 组成。',
  },
  'id-type': {
    en: 'The id names another type than the object.',
    zh: '标识符中的类型与对象类型不一致。',
  },
  'ref-type': {
    en: 'The reference names a type that is not allowed here.',
    zh: '引用的对象类型在此处不被允许。',
  },
  'spec-version': { en: 'Only STIX 2.1 is read.', zh: '仅支持 STIX 2.1。' },
  timestamp: {
    en: 'A timestamp is a real date and time in UTC, such as 2026-11-23T08:00:00Z.',
    zh: '时间戳应为真实存在的 UTC 日期和时间,例如 2026-11-23T08:00:00Z。',
  },
  'time-order': {
    en: 'This time lies before the one that it must follow.',
    zh: '此时间早于它应当晚于的时间。',
  },
  'marking-redefined': {
    en: 'A built-in TLP marking is given another meaning.',
    zh: '内置的 TLP 标记被赋予了其他含义。',
  },
  'domain-syntax': { en: 'Not a domain name.', zh: '不是有效的域名。' },
  'domain-length': {
    en: 'A label of a domain name has at most 63 characters, the whole 253.',
    zh: '域名每段最多 63 个字符,总长最多 253 个字符。',
  },
  'domain-single-label': {
    en: 'A domain name has at least two labels.',
    zh: '域名至少应有两段。',
  },
  'domain-is-address': {
    en: 'This is a number or an address, not a domain name.',
    zh: '这是数字或 IP 地址,不是域名。',
  },
  'url-syntax': { en: 'Not an http, https or ftp URL.', zh: '不是有效的 http、https 或 ftp URL。' },
  'address-syntax': {
    en: 'Not an IPv4 or IPv6 address or network.',
    zh: '不是有效的 IPv4 或 IPv6 地址或网段。',
  },
  'bundle-type': {
    en: 'Not a STIX bundle with an id.',
    zh: '不是带有标识符的 STIX 集合(bundle)。',
  },
  'format-unknown': {
    en: 'Neither a STIX bundle or object, nor a list of domains, URLs or addresses.',
    zh: '既不是 STIX 集合或对象,也不是域名、URL 或地址列表。',
  },
  'entry-size': { en: 'The entry is longer than allowed.', zh: '条目超过允许的长度。' },
  'version-conflict': {
    en: 'The same version of an object came before with other content; the first is kept.',
    zh: '同一对象的同一版本此前已出现且内容不同;保留先出现的内容。',
  },
}
