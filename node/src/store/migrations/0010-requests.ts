import type { ColumnTypes, Migration } from './migration.ts'

/** Requests as folded from their threads, to list and to tick; and drafts that nobody has sent. */
export const requests: Migration = {
  number: 10,
  name: 'requests',
  up: ({ blob, int, text, id, table }: ColumnTypes) => [
    `create table requests (
      id ${id},
      root ${blob} not null unique,
      peer ${text} not null,
      side ${text} not null,
      notice ${int} not null,
      exercise ${int} not null,
      type ${text} not null,
      template ${text} not null,
      urgency ${text} not null,
      phase ${text} not null,
      turn ${text} not null,
      is_open ${int} not null,
      round ${int} not null,
      sent ${int} not null,
      started ${int},
      acknowledge_due ${int},
      answer_due ${int},
      next_due ${int} not null,
      paused ${int} not null,
      targets ${int} not null,
      targets_done ${int} not null,
      untold ${int} not null,
      unclaimed ${int} not null,
      statements ${int} not null,
      updated ${int} not null
    )${table}`,
    'create index requests_by_due on requests (exercise, is_open, next_due, id)',
    'create index requests_by_update on requests (exercise, updated, id)',
    'create index requests_by_peer on requests (peer, exercise, is_open, next_due, id)',
    'create index requests_to_tell on requests (untold, id)',
    'create index requests_to_claim on requests (unclaimed, updated)',
    `create table request_drafts (
      id ${id},
      state ${text} not null,
      author ${text} not null,
      authoriser ${text},
      exercise ${int} not null,
      body ${text} not null,
      targets ${blob},
      added ${int} not null,
      updated ${int} not null
    )${table}`,
  ],
}
