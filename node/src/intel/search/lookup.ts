import type { Reader } from '../../store/store.ts'
import { domainKey, type SearchKey } from './keys.ts'
import { type QuestionKind, readValue } from './question.ts'
import { type SearchFilter, shown } from './rows.ts'

/** What is known of one value of a list. */
export interface LookedUp {
  /** As it was given, cut to 200 characters. */
  readonly given: string
  readonly kind: QuestionKind | 'unreadable'
  /** In its one spelling; empty when it is no value. */
  readonly spelling: string
  /** Objects that have just this value. */
  readonly exact: readonly KnownObject[]
  /** Objects that have a network around the address, or a domain above the name. */
  readonly around: readonly KnownObject[]
}

/** An object that has a value, in short. */
export interface KnownObject {
  readonly stixId: string
  readonly type: string
  readonly tlp: string
  readonly source: string
  readonly retracted: boolean
}

/** Values of one list. */
export const MOST_VALUES = 10_000
/** Objects named for one value. */
const NAMED = 5
const CHUNK = 500
const SHOWN_OF_GIVEN = 200

interface Asked {
  readonly given: string
  readonly kind: LookedUp['kind']
  readonly spelling: string
  readonly exact: readonly SearchKey[]
  readonly around: readonly SearchKey[]
}

/** Looks up each value of a list: which objects have it, and which have something around it. */
export async function lookup(
  reader: Reader,
  values: readonly string[],
  filter: SearchFilter,
): Promise<readonly LookedUp[]> {
  const asked = values.slice(0, MOST_VALUES).map(read)
  const keys = [...new Set(asked.flatMap(({ exact, around }) => [...exact, ...around]))]
  const known = await objectsUnder(reader, keys, filter)
  return asked.map(({ given, kind, spelling, exact, around }) => {
    return { given, kind, spelling, exact: named(known, exact), around: named(known, around) }
  })
}

function read(value: string): Asked {
  const given = value.slice(0, SHOWN_OF_GIVEN)
  const question = readValue(value)
  if (!question || question.kind === 'id') {
    return { given, kind: 'unreadable', spelling: '', exact: [], around: [] }
  }
  const { kind, spelling, keys, ranges } = question
  if (kind === 'domain') {
    return { given, kind, spelling, exact: [domainKey(spelling)], around: domainsAbove(spelling) }
  }
  if (kind === 'address')
    return { given, kind, spelling, exact: keys.slice(0, 1), around: keys.slice(1) }
  const exact = kind === 'network' ? [] : [...keys, ...ranges.map(({ from }) => from)]
  return { given, kind, spelling, exact, around: kind === 'network' ? keys : [] }
}

/** Names above a name, down to two labels: who holds a domain holds what is below it. */
function domainsAbove(name: string): readonly SearchKey[] {
  const labels = name.split('.')
  const above: SearchKey[] = []
  for (let at = 1; at <= labels.length - 2; at++) above.push(domainKey(labels.slice(at).join('.')))
  return above
}

async function objectsUnder(
  reader: Reader,
  keys: readonly SearchKey[],
  filter: SearchFilter,
): Promise<ReadonlyMap<SearchKey, KnownObject[]>> {
  const known = new Map<SearchKey, KnownObject[]>()
  for (let at = 0; at < keys.length; at += CHUNK) {
    const rows = await reader.db
      .selectFrom('search_keys')
      .innerJoin('objects', 'objects.id', 'search_keys.object_id')
      .select(['key', 'stix_id', 'type', 'tlp', 'source', 'retracted_by'])
      .where('key', 'in', keys.slice(at, at + CHUNK))
      .where(shown(filter) as never)
      .orderBy('key')
      .orderBy('object_id', 'desc')
      .limit(CHUNK * 100)
      .execute()
    for (const { key, stix_id, type, tlp, source, retracted_by } of rows) {
      const list = known.get(key) ?? []
      if (list.length < NAMED) {
        list.push({ stixId: stix_id, type, tlp, source, retracted: retracted_by !== null })
      }
      known.set(key, list)
    }
  }
  return known
}

function named(
  known: ReadonlyMap<SearchKey, readonly KnownObject[]>,
  keys: readonly SearchKey[],
): readonly KnownObject[] {
  return keys.flatMap((key) => known.get(key) ?? []).slice(0, NAMED)
}
