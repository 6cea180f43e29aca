import type { ColumnTypes, Migration } from './migration.ts'

/** Who holds what somebody passed on, as whoever did that has told us. */
export const onwardHolders: Migration = {
  number: 21,
  name: 'onward-holders',
  up: ({ blob, int, text, clustered }: ColumnTypes) => [
    `create table onward_holders (
      target ${blob} not null,
      position ${int} not null,
      holder ${text} not null,
      via ${text} not null,
      told ${int},
      recalled ${int},
      primary key (target, position, holder, via)
    )${clustered}`,
  ],
}
