import type { Migration } from './migration.ts'

/** Feeds, how far each has been read, and which objects each brought. */
export const feeds: Migration = {
  number: 3,
  name: 'feeds',
  up: ({ int, text, id, table, clustered, serial }) => [
    `create table feeds (
      id ${serial},
      name ${text} not null unique,
      settings ${text} not null,
      enabled ${int} not null,
      previewed ${int},
      position ${text} not null,
      due ${int} not null,
      lease ${text} not null,
      leased_until ${int} not null,
      attempted ${int},
      succeeded ${int},
      code ${text},
      failures ${int} not null,
      polls ${int} not null,
      objects_read ${int} not null,
      objects_added ${int} not null,
      faults ${int} not null,
      bytes_read ${int} not null,
      last_faults ${text} not null,
      added ${int} not null
    )${table}`,
    `create table feed_parts (
      feed_id ${int} not null,
      part ${text} not null,
      mark ${text} not null,
      primary key (feed_id, part)
    )${clustered}`,
    `create table feed_objects (
      object_id ${id},
      feed_id ${int} not null
    )${table}`,
    'create index feed_objects_by_feed on feed_objects (feed_id)',
  ],
}
