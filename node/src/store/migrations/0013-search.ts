import type { ColumnTypes, Migration } from './migration.ts'

/** Search: keys that objects are found by, how many there are of each kind, saved queries. */
export const search: Migration = {
  number: 13,
  name: 'search',
  up: (types) => [...index(types), ...saved(types)],
}

function index({ int, text, clustered }: ColumnTypes): string[] {
  return [
    // Derived from the objects, up to the one in the node's state.
    `create table search_keys (
      key ${text} not null,
      object_id ${int} not null,
      primary key (key, object_id)
    )${clustered}`,
    `create table search_counts (
      type ${text} not null,
      tlp ${text} not null,
      source ${text} not null,
      objects ${int} not null,
      primary key (type, tlp, source)
    )${clustered}`,
  ]
}

function saved({ int, text, serial, table }: ColumnTypes): string[] {
  return [
    `create table saved_searches (
      id ${serial},
      owner ${text} not null,
      name ${text} not null,
      query ${text} not null,
      created ${int} not null
    )${table}`,
    'create unique index saved_searches_by_name on saved_searches (owner, name)',
  ]
}
