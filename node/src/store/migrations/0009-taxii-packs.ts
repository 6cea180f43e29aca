import type { Migration } from './migration.ts'

/** Pages of TAXII collections put together once: the objects of a hundred entries in a row. */
export const taxiiPacks: Migration = {
  number: 9,
  name: 'taxii-packs',
  up: ({ blob, int, table }) => [
    `create table taxii_packs (
      collection ${int} not null,
      begins ${int} not null,
      ends ${int} not null,
      first_shown ${int} not null,
      last_shown ${int} not null,
      shown ${int} not null,
      state ${int} not null,
      size ${int} not null,
      body ${blob},
      primary key (collection, ends)
    )${table}`,
    'create index taxii_packs_by_state on taxii_packs (collection, state, ends)',
  ],
}
