import type { JsonFaultCode } from '@concert/core'
import type { FaultSentence } from './fault-sentence.ts'
import type { PatternFault } from './pattern/language/faults.ts'
import type { Severity } from './validate/grades.ts'
import { OBJECT_RULES } from './validate/object-rules.ts'
import type { ObjectRuleCode } from './validate/rule-codes.ts'

/** What can be wrong with an object's JSON, and the rules of STIX that it may break. */
export type ObjectFaultCode = JsonFaultCode | 'object-size' | 'object-expected' | ObjectRuleCode

/** What can be wrong with a domain, URL or address in a list. */
export type ObservableFaultCode =
  | 'domain-syntax'
  | 'domain-length'
  | 'domain-single-label'
  | 'domain-is-address'
  | 'url-syntax'
  | 'address-syntax'

/** What can be wrong with a file as a whole or with one of its entries. */
export type FileFaultCode =
  | 'bundle-type'
  | 'bundle-version'
  | 'format-unknown'
  | 'entry-size'
  | 'object-count'
  | 'version-conflict'

/** Everything that can be wrong with intelligence that comes in. Closed, and translated below. */
export type StixFaultCode = ObjectFaultCode | ObservableFaultCode | FileFaultCode

/** One thing that is wrong, and where. */
export interface StixFault {
  readonly code: StixFaultCode
  /** A path such as `objects[3].valid_from`, `line 12` or `byte 96`; empty for the whole. */
  readonly at: string
  /** An error when not given. */
  readonly severity?: Severity
  /** Section of STIX 2.1 with errata 01 that states the rule. */
  readonly section?: string
  /** What would have been right: properties, types, a vocabulary, a format, bounds. */
  readonly expected?: readonly string[]
  /** What is wrong with a pattern, and where in it. */
  readonly pattern?: PatternFault
}

/** Everything that is wrong with something, never only the first. */
export interface StixFaults {
  readonly ok: false
  readonly faults: readonly StixFault[]
}

/** The sentence of each code. Place and value are shown beside it, never inside. */
export const STIX_FAULTS: Readonly<Record<StixFaultCode, FaultSentence>> = {
  ...OBJECT_RULES,
  'json-size': { en: 'The file is larger than allowed.', zh: '文件超过允许的大小。' },
  'json-utf8': { en: 'The text is not valid UTF-8.', zh: '文本不是有效的UTF-8编码。' },
  'json-syntax': { en: 'The text is not valid JSON.', zh: '文本不是有效的JSON。' },
  'json-depth': {
    en: 'The JSON is nested more than 32 levels deep.',
    zh: 'JSON嵌套超过32层。',
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
    zh: '数值超出各方一致可表示的范围（±（2^53 − 1））。',
  },
  'object-size': { en: 'The object is larger than 1 MiB.', zh: '对象大于1 MiB。' },
  'object-expected': { en: 'A JSON object is expected here.', zh: '此处应为JSON对象。' },
  'domain-syntax': { en: 'Not a domain name.', zh: '不是有效的域名。' },
  'domain-length': {
    en: 'A label of a domain name has at most 63 characters, the whole 253.',
    zh: '域名每段最多63个字符，总长最多253个字符。',
  },
  'domain-single-label': {
    en: 'A domain name has at least two labels.',
    zh: '域名至少应有两段。',
  },
  'domain-is-address': {
    en: 'This is a number or an address, not a domain name.',
    zh: '这是数字或IP地址，不是域名。',
  },
  'url-syntax': { en: 'Not an http, https or ftp URL.', zh: '不是有效的http、https或ftp URL。' },
  'address-syntax': {
    en: 'Not an IPv4 or IPv6 address or network.',
    zh: '不是有效的IPv4或IPv6地址或网段。',
  },
  'bundle-type': {
    en: 'Not a STIX bundle with an id.',
    zh: '不是带有标识符的STIX集合（bundle）。',
  },
  'format-unknown': {
    en: 'Neither a STIX bundle or object, nor a list of domains, URLs or addresses.',
    zh: '既不是STIX集合或对象，也不是域名、URL或地址列表。',
  },
  'bundle-version': {
    en: 'A bundle of STIX 2.1 does not state a version; its objects do.',
    zh: 'STIX 2.1的集合（bundle）不标明版本，由其中的对象各自标明。',
  },
  'object-count': {
    en: 'The file holds more objects than allowed.',
    zh: '文件中的对象数量超过允许的上限。',
  },
  'entry-size': { en: 'The entry is longer than allowed.', zh: '条目超过允许的长度。' },
  'version-conflict': {
    en: 'The same version of an object came before with other content; the first is kept.',
    zh: '同一对象的同一版本此前已出现且内容不同；保留先出现的内容。',
  },
}
