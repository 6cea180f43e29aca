import { TLP_LEVELS, type Tlp } from '@concert/envelope'
import type { JSONSchema } from 'json-schema-to-ts'

/** What a feed serves. */
export const FEED_KINDS = ['taxii', 'misp', 'csv', 'list', 'stix'] as const

/** One of {@link FEED_KINDS}. */
export type FeedKind = (typeof FEED_KINDS)[number]

/** Which columns of a CSV say what: a name of the header row, or a number counted from 1. */
export interface CsvColumns {
  /** The domain, URL, address or file hash. */
  readonly value: string
  readonly description?: string
  readonly label?: string
  /** 0 to 100. */
  readonly confidence?: string
  /** When it was first seen: any date that names its year first, UTC unless it says otherwise. */
  readonly since?: string
  readonly delimiter?: string
  /** Whether the first row names the columns. */
  readonly header: boolean
}

/** What an operator says about a feed. Times in seconds and days. */
export interface FeedSettings {
  readonly name: string
  readonly kind: FeedKind
  /** A file, the folder of a MISP feed, or the API root of a TAXII server. */
  readonly url: string
  readonly collection?: string
  readonly version?: '2.1' | '2.0'
  readonly everySeconds: number
  /** Of entries made here, and of STIX objects that carry no marking at all. */
  readonly tlp: Tlp
  /** Of entries made here, and of STIX objects that say none. */
  readonly confidence?: number
  /** Of entries made here. */
  readonly labels: readonly string[]
  /** How long entries made here are valid after they were last listed. */
  readonly validDays?: number
  /**
   * In whose name entries are made here; the host of the URL when not given. Feeds that name the same
   * creator share their entries.
   */
  readonly creator?: string
  /** Absolute path of a file that only its owner may read. */
  readonly credentials?: string
  readonly csv?: CsvColumns
}

/** A name that stands in commands, logs and metrics. */
const FEED_NAME = {
  type: 'string',
  pattern: '^[a-z0-9][a-z0-9._-]{0,62}$',
} as const satisfies JSONSchema

const COLUMN = { type: 'string', minLength: 1, maxLength: 200 } as const

/** {@link FeedSettings} as the operator's interface takes them. */
export const ADD_FEED = {
  type: 'object',
  required: ['name', 'kind', 'url', 'everySeconds', 'tlp', 'labels'],
  additionalProperties: false,
  properties: {
    name: FEED_NAME,
    kind: { type: 'string', enum: FEED_KINDS },
    url: { type: 'string', minLength: 1, maxLength: 2000 },
    collection: { type: 'string', minLength: 1, maxLength: 200 },
    version: { type: 'string', enum: ['2.1', '2.0'] },
    everySeconds: { type: 'integer', minimum: 60, maximum: 2_592_000 },
    tlp: { type: 'string', enum: TLP_LEVELS },
    confidence: { type: 'integer', minimum: 0, maximum: 100 },
    labels: {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 100 },
      maxItems: 20,
    },
    validDays: { type: 'integer', minimum: 1, maximum: 3650 },
    creator: { type: 'string', minLength: 1, maxLength: 200 },
    credentials: { type: 'string', minLength: 1, maxLength: 1000 },
    csv: {
      type: 'object',
      required: ['value', 'header'],
      additionalProperties: false,
      properties: {
        value: COLUMN,
        description: COLUMN,
        label: COLUMN,
        confidence: COLUMN,
        since: COLUMN,
        delimiter: { type: 'string', minLength: 1, maxLength: 1 },
        header: { type: 'boolean' },
      },
    },
  },
} as const satisfies JSONSchema

/** A feed by its name. */
export const FEED_BY_NAME = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: { name: FEED_NAME },
} as const satisfies JSONSchema

/** What a schema can't say: which settings belong to which kind. @returns the field that is wrong */
export function settingsFault(settings: FeedSettings): string | undefined {
  const { kind, url, collection, csv, version } = settings
  if (!URL.canParse(url) || !/^https?:\/\//i.test(url)) return 'url'
  if ((kind === 'taxii') !== (collection !== undefined)) return 'collection'
  if (version !== undefined && kind !== 'taxii') return 'version'
  if ((kind === 'csv') !== (csv !== undefined)) return 'csv'
  if (csv && !csv.header && [csv.value, csv.since].some((it) => it && !/^[1-9]\d*$/.test(it))) {
    return 'csv'
  }
  return undefined
}
