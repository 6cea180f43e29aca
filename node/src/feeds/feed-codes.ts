import { ConcertError } from '@concert/core'
import { STIX_FAULTS, VERSION_FAULTS } from '@concert/stix'
import { TAXII_CLIENT_FAULTS } from '@concert/taxii'
import type { Bilingual } from '../i18n/language.ts'
import { REFUSALS } from '../i18n/refusals.ts'
import { OUTBOUND_FAULTS } from '../outbound/outbound-fault.ts'

/** Why a feed could not be read, or not further, or not changed. */
export const FEED_CODES = {
  ...OUTBOUND_FAULTS,
  ...TAXII_CLIENT_FAULTS,
  'feed-exists': { en: 'There is a feed of this name already.', zh: '已有同名情报源。' },
  'feed-unknown': { en: 'There is no such feed.', zh: '没有该情报源。' },
  'feed-settings': {
    en: 'This setting does not fit the kind of the feed.',
    zh: '该设置与情报源的类型不符。',
  },
  'feed-not-previewed': {
    en: 'Look at a preview first: `concert feed preview NAME`.',
    zh: '请先预览：`concert feed preview NAME`。',
  },
  'feed-disabled': {
    en: 'The feed is disabled: `concert feed enable NAME`.',
    zh: '该情报源已停用：`concert feed enable NAME`。',
  },
  'feed-running': { en: 'The feed is being read just now.', zh: '正在读取该情报源。' },
  'feed-lost': {
    en: 'The feed was removed or disabled, or another process has taken over, while it was read.',
    zh: '读取期间该情报源被删除或停用，或已由其他进程接手。',
  },
  'feed-credentials': {
    en: 'The credentials cannot be used: a file of mode 0600 with a line `basic USER:PASSWORD`, `bearer TOKEN` or `header NAME: VALUE`, or lines `certificate FILE` and `key FILE`; a key of mode 0600.',
    zh: '凭据不可用：应为权限0600的文件，含一行 `basic USER:PASSWORD`、`bearer TOKEN` 或 `header NAME: VALUE`，或含 `certificate FILE` 与 `key FILE` 两行；私钥文件权限须为0600。',
  },
  'feed-status': { en: 'The server answered with an error.', zh: '服务器返回错误。' },
  'feed-media': {
    en: 'The server sends a web page instead of a feed.',
    zh: '服务器返回的是网页，而不是情报源内容。',
  },
  'feed-malformed': {
    en: 'What the server sends does not follow the format.',
    zh: '服务器发送的内容不符合格式要求。',
  },
  'feed-columns': {
    en: 'The table has no column of this name or number.',
    zh: '表格中没有该名称或序号的列。',
  },
  'feed-bytes': {
    en: 'The feed sends more bytes than allowed at once.',
    zh: '单次读取的数据量超出上限。',
  },
  'feed-requests': {
    en: 'The feed takes more requests than allowed at once.',
    zh: '单次读取所需的请求数超出上限。',
  },
  'feed-objects': {
    en: 'The feed holds more than is read at once; the rest follows at the next time.',
    zh: '条目超出单次读取的上限，其余将在下次读取。',
  },
  'feed-faults': { en: 'The feed holds too much that is not valid.', zh: '无效条目过多。' },
  'feed-time': { en: 'Reading the feed takes too long.', zh: '读取时间过长。' },
  internal: {
    en: 'An error of this node; its log says more.',
    zh: '本节点内部错误，详见运行日志。',
  },
} as const satisfies Readonly<Record<string, Bilingual>>

/** One of {@link FEED_CODES}. */
export type FeedCode = keyof typeof FEED_CODES

/** What can be wrong with one entry, beside what STIX says of it. */
const ENTRY_CODES = {
  'feed-claims-own': {
    en: 'The object claims to come from this node.',
    zh: '该对象自称来自本节点。',
  },
  'misp-type': {
    en: 'This type of attribute has no counterpart in STIX.',
    zh: '该属性类型在STIX中没有对应项。',
  },
  'misp-value': {
    en: 'The attribute does not hold what its type says.',
    zh: '属性值与其类型不符。',
  },
  'misp-report-cut': {
    en: 'The event is too large for one report; the report names only its first objects.',
    zh: '事件过大，报告仅列出其中前一部分对象。',
  },
  'csv-syntax': { en: 'The row cannot be read.', zh: '无法读取该行。' },
} as const satisfies Readonly<Record<string, Bilingual>>

/** One fault of one entry. `at` is a place, never content. */
export interface FeedFault {
  readonly code: string
  readonly at: string
}

/** The sentence of a code of a feed or of one of its entries. */
export function feedSentence(code: string): Bilingual | undefined {
  for (const table of [FEED_CODES, ENTRY_CODES, STIX_FAULTS, VERSION_FAULTS, REFUSALS]) {
    if (Object.hasOwn(table, code)) return (table as Record<string, Bilingual>)[code]
  }
  return undefined
}

/** Ends the reading of a feed. What was stored before counts. */
export class FeedError extends ConcertError {
  declare readonly code: FeedCode
  /** What the server asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(code: FeedCode, retryAfterMs?: number, options?: ErrorOptions) {
    super(code, {}, options)
    this.name = 'FeedError'
    this.retryAfterMs = retryAfterMs
  }
}
