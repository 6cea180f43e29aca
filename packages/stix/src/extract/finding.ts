import type { FaultSentence } from '../fault-sentence.ts'

/** What can be found. Names are those of STIX types where there is one. */
export type FindingKind =
  | 'ipv4-addr'
  | 'ipv6-addr'
  | 'domain-name'
  | 'url'
  | 'email-addr'
  | 'mac-addr'
  | 'autonomous-system'
  | 'file-hash'
  | 'file-name'
  | 'file-path'
  | 'windows-registry-key'
  | 'vulnerability'
  | 'bitcoin-address'

/** Hash algorithms that a length in hexadecimal digits stands for (§10.7). */
export type HashAlgorithm = 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** Why somebody should look before using a finding. */
export type WarningCode =
  | 'private-address'
  | 'reserved-address'
  | 'documentation'
  | 'well-known'
  | 'listed'
  | 'public-suffix'
  | 'file-or-domain'
  | 'sentence-end'
  | 'version-number'
  | 'unclear-start'
  | 'joined-lines'
  | 'unchecked'

/** The sentence of each warning. */
export const WARNINGS: Readonly<Record<WarningCode, FaultSentence>> = {
  'private-address': {
    en: 'An address for use inside networks: it means something else to everybody.',
    zh: '内部网络地址：在不同网络中指向不同的主机。',
  },
  'reserved-address': {
    en: 'A reserved address that no host on the Internet has.',
    zh: '保留地址，互联网上没有主机使用。',
  },
  documentation: {
    en: 'An address or name set aside for examples.',
    zh: '专用于示例的地址或名称。',
  },
  'well-known': {
    en: 'Belongs to a well-known service; blocking it would hurt many.',
    zh: '属于知名服务，阻断将影响大量用户。',
  },
  listed: { en: 'Is on a warning list.', zh: '已列入误报提示名单。' },
  'public-suffix': {
    en: 'A suffix under which many register names, not a name of one owner.',
    zh: '公共后缀，其下域名分属众多注册者。',
  },
  'file-or-domain': {
    en: 'Could be the name of a file as well as a domain.',
    zh: '既可能是文件名，也可能是域名。',
  },
  'sentence-end': {
    en: 'Could be the end of a sentence and the start of the next.',
    zh: '可能只是前一句末尾与后一句开头相连。',
  },
  'version-number': {
    en: 'Could be the version number of a product.',
    zh: '可能是产品版本号。',
  },
  'unclear-start': {
    en: 'Follows text without a space, so that it may begin later.',
    zh: '与前文之间没有空格，实际起点可能更靠后。',
  },
  'joined-lines': {
    en: 'Was put together from two lines.',
    zh: '由两行文字拼接而成。',
  },
  unchecked: { en: 'Its checksum was not checked.', zh: '未核对校验和。' },
}

/** One warning; `list` names the warning list that a `listed` one comes from. */
export interface Warning {
  readonly code: WarningCode
  readonly list?: string
}

/** Something found in a source. */
export interface Finding {
  readonly kind: FindingKind
  /** In its one spelling: refanged, lower case where case means nothing, IDNA in ASCII. */
  readonly value: string
  /** Of a `file-hash`. */
  readonly algorithm?: HashAlgorithm
  /** As it stands in the source. */
  readonly raw: string
  /** First UTF-16 unit in the source, and the one after the last. */
  readonly offset: number
  readonly end: number
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  /** The part of the source that positions count in: a header, body or attachment, a column. */
  readonly part?: string
  /** Whether it was written so that nobody clicks on it. */
  readonly defanged: boolean
  readonly warnings: readonly Warning[]
}

/** Everything found, in the order of the source. */
export interface Extraction {
  readonly findings: readonly Finding[]
  /** Whether the source was longer than allowed or held more: what is left was not looked at. */
  readonly truncated: boolean
}

/** A list of what should not raise an alarm, such as the warning lists of a community. */
export interface Warninglist {
  readonly name: string
  covers(kind: FindingKind, value: string): boolean
}

/** How to look. */
export interface ExtractOptions {
  /** Kinds to look for; all when not given. */
  readonly kinds?: ReadonlySet<FindingKind>
  /** Most UTF-16 units read; 16,777,216 when not given. */
  readonly maxLength?: number
  /** Most findings; 100,000 when not given. */
  readonly maxFindings?: number
  /** Lists besides the built-in ones. */
  readonly warninglists?: readonly Warninglist[]
  /** SHA-256, to check old-style Bitcoin addresses; they are `unchecked` without. */
  readonly sha256?: (data: Uint8Array) => Uint8Array
}

/** Why a message can't be read: too large, or nested or headed beyond all measure. */
export type EmailFaultCode = 'email-size' | 'email-structure'

/** The sentence of each code. */
export const EMAIL_FAULTS: Readonly<Record<EmailFaultCode, FaultSentence>> = {
  'email-size': { en: 'The message is larger than 32 MiB.', zh: '邮件大于32 MiB。' },
  'email-structure': {
    en: 'The message has more or longer headers, or deeper parts, than any real one.',
    zh: '邮件头过多、过长，或各部分嵌套过深，超出正常邮件的范围。',
  },
}
