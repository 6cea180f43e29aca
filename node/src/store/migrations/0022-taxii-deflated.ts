import type { Migration } from './migration.ts'

/**
 * Packs are kept as DEFLATE, with a checksum, so that they go out as gzip without being unpacked. What was
 * packed otherwise is made again from what it was made of.
 */
export const taxiiDeflated: Migration = {
  number: 22,
  name: 'taxii-deflated',
  up: ({ int }) => [
    'delete from taxii_packs',
    `alter table taxii_packs add column checksum ${int} not null default 0`,
  ],
}
