import type { ColumnTypes, Migration } from './migration.ts'

/** The number that a page gives an act, so that one whose answer was lost is not done twice. */
export const actsOnce: Migration = {
  number: 26,
  name: 'acts-once',
  up: ({ text }: ColumnTypes) => [
    `alter table account_trail add column act ${text} not null default ''`,
    `create index account_trail_by_act on account_trail (act) where act <> ''`,
  ],
}
