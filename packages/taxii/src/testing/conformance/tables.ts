import { expect } from 'vitest'

/** A property table of the specification. */
interface Table {
  readonly section: string
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/** Names of the resources that have a table. */
export type TableName =
  | 'error'
  | 'envelope'
  | 'discovery'
  | 'api-root'
  | 'status'
  | 'collections'
  | 'collection'
  | 'manifest'
  | 'versions'

/** §3.8: properties have these names and no others of ours, and the required ones are there. */
export const TABLES: Readonly<Record<TableName, Table>> = {
  error: {
    section: '§3.6.1',
    required: ['title'],
    optional: [
      ...['description', 'error_id', 'error_code', 'http_status'],
      ...['external_details', 'details'],
    ],
  },
  envelope: { section: '§3.7', required: [], optional: ['more', 'next', 'objects'] },
  discovery: {
    section: '§4.1.1',
    required: ['title'],
    optional: ['description', 'contact', 'default', 'api_roots'],
  },
  'api-root': {
    section: '§4.2.1',
    required: ['title', 'versions', 'max_content_length'],
    optional: ['description'],
  },
  status: {
    section: '§4.3.1',
    required: [
      ...['id', 'status', 'total_count', 'success_count'],
      ...['failure_count', 'pending_count'],
    ],
    optional: ['request_timestamp', 'successes', 'failures', 'pendings'],
  },
  collections: { section: '§5.1.1', required: [], optional: ['collections'] },
  collection: {
    section: '§5.2.1',
    required: ['id', 'title', 'can_read', 'can_write'],
    optional: ['description', 'alias', 'media_types'],
  },
  manifest: { section: '§5.3.1', required: [], optional: ['more', 'objects'] },
  versions: { section: '§5.8.1', required: [], optional: ['more', 'versions'] },
}

const MANIFEST_RECORD = {
  required: ['id', 'date_added', 'version'],
  optional: ['media_type'],
}
const STATUS_DETAILS = { required: ['id', 'version'], optional: ['message'] }

/** TAXII's timestamp (§2): microseconds and Z. */
export const TIMESTAMP: RegExp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

const TEXT: unknown = expect.any(String)

/** Types by the property's name: it means the same in every table that has it. */
function typeOf(name: string): (value: unknown) => void {
  if (name.endsWith('_count') || name === 'max_content_length') {
    return (value) => expect(Number.isSafeInteger(value) && Number(value) >= 0).toBe(true)
  }
  if (name === 'more' || name.startsWith('can_')) {
    return (value) => expect([true, false]).toContain(value)
  }
  if (name === 'date_added' || name === 'request_timestamp') {
    return (value) => expect(value).toMatch(TIMESTAMP)
  }
  if (name === 'status') return (value) => expect(['complete', 'pending']).toContain(value)
  if (['api_roots', 'versions', 'media_types'].includes(name)) {
    return (value) => expect(value).toEqual(expect.arrayContaining([TEXT]))
  }
  return (value) => expect(value).toEqual(TEXT)
}

/** Whether a resource is what its table says, with those in it. */
export function expectTable(name: TableName, resource: object): void {
  expectProperties(TABLES[name], resource)
  const { objects, collections, ...rest } = resource as Readonly<Record<string, unknown>>
  if (name === 'collections') {
    for (const each of listOf(collections)) expectTable('collection', each)
  }
  if (name === 'manifest') {
    for (const each of listOf(objects)) expectProperties(MANIFEST_RECORD, each)
  }
  if (name === 'status') {
    const { successes, failures, pendings } = rest
    for (const list of [successes, failures, pendings]) {
      if (list === undefined) continue
      for (const each of listOf(list)) expectProperties(STATUS_DETAILS, each)
    }
  }
}

const NESTED = ['objects', 'collections', 'successes', 'failures', 'pendings', 'details']

function expectProperties(
  { required, optional }: Pick<Table, 'required' | 'optional'>,
  resource: object,
): void {
  const names = Object.keys(resource)
  expect(names).toEqual(expect.arrayContaining([...required]))
  for (const [name, value] of Object.entries(resource)) {
    expect([...required, ...optional]).toContain(name)
    if (NESTED.includes(name)) expect(value).toEqual(expect.any(Object))
    else typeOf(name)(value)
  }
}

function listOf(value: unknown): readonly object[] {
  expect(Array.isArray(value) && value.length > 0).toBe(true)
  return value as readonly object[]
}
