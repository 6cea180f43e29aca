import type { ColumnTypes, Migration } from './migration.ts'

/** What is passed on for others, large files in parts, and what waits for a number by rank. */
export const onward: Migration = {
  number: 7,
  name: 'onward',
  up: ({ blob, int, text, serial, table, clustered }: ColumnTypes) => [
    // Neither has been used by any release.
    'drop table outbox',
    'drop table attachments',
    `alter table envelopes add column bytes ${int} not null default 0`,
    `alter table envelopes add column place ${int} not null default 0`,
    "create index envelopes_waiting on envelopes (peer, place, id) where state = 'waiting'",
    `alter table envelope_statements add column part ${int}`,
    `create table item_places (
      statement_id ${int} not null,
      position ${int} not null,
      path ${blob} not null,
      primary key (statement_id, position)
    )${clustered}`,
    `create table forwards (
      direction ${text} not null,
      peer ${text} not null,
      target ${blob} not null,
      position ${int} not null,
      statement_id ${int} not null,
      primary key (direction, peer, target, position)
    )${clustered}`,
    'create index forwards_by_target on forwards (target)',
    `create table relays (
      object_id ${int} not null,
      copy_id ${int} not null,
      primary key (object_id, copy_id)
    )${clustered}`,
    `create table attachments (
      id ${serial},
      statement_id ${int},
      peer ${text} not null,
      direction ${text} not null,
      state ${text} not null,
      size ${int} not null,
      chunks ${int} not null,
      held ${int} not null,
      secret ${blob} not null,
      added ${int} not null
    )${table}`,
    'create unique index attachments_by_statement on attachments (statement_id, direction)',
    `create table attachment_chunks (
      attachment_id ${int} not null,
      position ${int} not null,
      salt ${blob} not null,
      body ${blob},
      primary key (attachment_id, position)
    )${clustered}`,
  ],
}
