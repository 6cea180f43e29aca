import type { ColumnTypes, Migration } from './migration.ts'

/** The release desk: what waits for a person, what was decided, what stands for what. */
export const release: Migration = {
  number: 5,
  name: 'release',
  up: ({ blob, int, text, serial, table, clustered }: ColumnTypes) => [
    `create table release_queue (
      peer ${text} not null,
      object_id ${int} not null,
      state ${text} not null,
      tlp ${text} not null,
      reason ${text} not null,
      findings ${text} not null,
      body ${blob},
      author ${text} not null,
      added ${int} not null,
      expires ${int} not null,
      decided ${int},
      primary key (peer, object_id)
    )${table}`,
    'create index release_queue_by_state on release_queue (state, peer, reason)',
    'create index release_queue_by_object on release_queue (object_id)',
    `create table release_copies (
      object_id ${int} not null,
      peer ${text} not null,
      copy_id ${int} not null,
      primary key (object_id, peer, copy_id)
    )${clustered}`,
    'create index release_copies_by_copy on release_copies (copy_id)',
    `create table release_decisions (
      id ${serial},
      time ${int} not null,
      actor ${text} not null,
      action ${text} not null,
      peer ${text} not null,
      object_id ${int},
      stix_id ${text},
      statement_id ${int},
      objects ${int} not null,
      findings ${text} not null,
      digest ${blob},
      note ${text} not null
    )${table}`,
    'create index release_decisions_by_object on release_decisions (object_id, peer)',
    'create index release_decisions_by_peer on release_decisions (peer, action, time)',
  ],
}
