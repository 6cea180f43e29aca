import type { ColumnTypes, Migration } from './migration.ts'

/** What the release desk finds in drafts of requests, and words in requests that wait for a second person. */
export const heldWords: Migration = {
  number: 18,
  name: 'held-words',
  up: ({ blob, int, text, id, table }: ColumnTypes) => [
    `alter table request_drafts add column findings ${text} not null default '[]'`,
    `alter table request_drafts add column looked_at ${text}`,
    `create table held_words (
      id ${id},
      request ${blob} not null,
      peer ${text} not null,
      exercise ${int} not null,
      move ${text} not null,
      act ${text} not null,
      content ${text} not null,
      findings ${text} not null,
      author ${text} not null,
      added ${int} not null
    )${table}`,
    'create index held_words_by_request on held_words (request, id)',
  ],
}
