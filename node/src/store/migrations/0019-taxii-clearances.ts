import type { Migration } from './migration.ts'

/**
 * Packs for each clearance, and posted objects that are added after their request was answered. What
 * was packed is made again from what it was made of.
 */
export const taxiiClearances: Migration = {
  number: 19,
  name: 'taxii-clearances',
  up: ({ blob, int, text, table }) => [
    'drop table taxii_packs',
    `create table taxii_packs (
      collection ${int} not null,
      clearance ${int} not null,
      begins ${int} not null,
      ends ${int} not null,
      first_shown ${int} not null,
      last_shown ${int} not null,
      shown ${int} not null,
      state ${int} not null,
      size ${int} not null,
      leans ${text},
      body ${blob},
      primary key (collection, clearance, ends)
    )${table}`,
    'create index taxii_packs_by_state on taxii_packs (collection, clearance, state, ends)',
    `create table taxii_aside (
      status ${text} not null,
      batch ${int} not null,
      token ${int} not null,
      collection ${text} not null,
      sizes ${text} not null,
      body ${blob} not null,
      primary key (status, batch)
    )${table}`,
  ],
}
