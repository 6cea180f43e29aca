import type { ColumnTypes, Migration } from './migration.ts'

/** The TAXII server: collections as views on what the node holds, who may read them, statuses. */
export const taxii: Migration = {
  number: 4,
  name: 'taxii',
  up: (types) => [...collections(types), ...access(types)],
}

function collections({ int, text, serial, clustered, table }: ColumnTypes): string[] {
  return [
    `create table taxii_collections (
      id ${serial},
      uuid ${text} not null,
      alias ${text},
      title ${text} not null,
      description ${text} not null,
      definition ${text} not null,
      readable ${int} not null,
      writable ${int} not null,
      last_added ${int} not null,
      changes ${int} not null,
      object_cursor ${int} not null,
      statement_cursor ${int} not null,
      created ${int} not null
    )${table}`,
    'create unique index taxii_collections_by_uuid on taxii_collections (uuid)',
    'create unique index taxii_collections_by_alias on taxii_collections (alias)',
    `create table taxii_entries (
      collection ${int} not null,
      added ${int} not null,
      object_id ${int} not null,
      stix_id ${text} not null,
      type ${text} not null,
      version ${text} not null,
      version_order ${text} not null,
      level ${int} not null,
      outside ${int} not null,
      alone ${int} not null,
      primary key (collection, added)
    )${clustered}`,
    `create unique index taxii_entries_by_version
      on taxii_entries (collection, stix_id, version_order)`,
    'create index taxii_entries_by_type on taxii_entries (collection, type, added)',
    'create index taxii_entries_by_object on taxii_entries (object_id)',
    `create table taxii_removed (
      collection ${int} not null,
      stix_id ${text} not null,
      version_order ${text} not null,
      primary key (collection, stix_id, version_order)
    )${clustered}`,
  ]
}

function access({ blob, int, text, serial, clustered, table }: ColumnTypes): string[] {
  return [
    `create table taxii_tokens (
      id ${serial},
      key ${text} not null,
      name ${text} not null,
      hash ${blob} not null,
      certificate ${text},
      level ${int} not null,
      outside ${int} not null,
      created ${int} not null,
      expires ${int},
      revoked ${int}
    )${table}`,
    'create unique index taxii_tokens_by_key on taxii_tokens (key)',
    'create unique index taxii_tokens_by_certificate on taxii_tokens (certificate)',
    `create table taxii_grants (
      token ${int} not null,
      collection ${int} not null,
      can_read ${int} not null,
      can_write ${int} not null,
      primary key (token, collection)
    )${clustered}`,
    `create table taxii_statuses (
      id ${text} not null primary key,
      token ${int} not null,
      body ${text} not null,
      until ${int} not null
    )${table}`,
    'create index taxii_statuses_by_until on taxii_statuses (until)',
  ]
}
