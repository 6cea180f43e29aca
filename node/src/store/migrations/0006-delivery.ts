import type { ColumnTypes, Migration } from './migration.ts'

/** How each peer is reached, what waits for a number, and what has been shown and is owed. */
export const delivery: Migration = {
  number: 6,
  name: 'delivery',
  up: ({ blob, int, text, id, table, clustered }: ColumnTypes) => [
    `alter table peers add column road ${text} not null default 'push'`,
    `create table outbox (
      id ${id},
      peer ${text} not null,
      statement_id ${int} not null,
      item_count ${int} not null,
      added ${int} not null
    )${table}`,
    'create index outbox_by_peer on outbox (peer, id)',
    'create index outbox_by_statement on outbox (statement_id)',
    `create table owed_receipts (
      envelope_id ${int} not null primary key,
      peer ${text} not null,
      shown_size ${int} not null
    )${clustered}`,
    'create index owed_receipts_by_peer on owed_receipts (peer, envelope_id)',
    `create table shown_sizes (
      peer ${text} not null,
      size ${int} not null,
      primary key (peer, size)
    )${clustered}`,
    `create table peer_days (
      peer ${text} not null,
      day ${int} not null,
      direction ${text} not null,
      bytes ${int} not null,
      objects ${int} not null,
      primary key (peer, day, direction)
    )${clustered}`,
    `create table attachments (
      digest ${blob} not null,
      peer ${text} not null,
      direction ${text} not null,
      size ${int} not null,
      held ${int} not null,
      state ${text} not null,
      added ${int} not null,
      primary key (direction, peer, digest)
    )${clustered}`,
  ],
}
