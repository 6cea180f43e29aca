import type { Migration } from './migration.ts'

/**
 * One peer has very many envelopes, and one kind very many statements. SQLite takes a column of an
 * index for selective unless told otherwise: it looked through every envelope of a peer for each
 * object that might go there, and through every object there is for each that was taken back.
 */
export const statistics: Migration = {
  number: 23,
  name: 'statistics',
  up: ({ statistics }) => [
    'drop index envelopes_by_state',
    // With the numbers, so that what is next to leave is found behind all that has left.
    'create index envelopes_by_state on envelopes (direction, peer, state, epoch, seq)',
    'create index objects_retracted on objects (id) where retracted_by is not null',
    ...statistics([
      { table: 'envelopes', index: 'envelopes_by_state', rows: [1e7, 5e6, 2e6, 5000, 5000, 1] },
      { table: 'envelopes', index: 'envelopes_by_seq', rows: [1e7, 5e6, 2e6, 2e6, 1] },
      { table: 'envelopes', index: 'envelopes_by_digest', rows: [1e7, 1] },
      { table: 'envelope_statements', index: 'envelope_statements', rows: [2e7, 2, 1] },
      { table: 'envelope_statements', index: 'envelope_statements_by_statement', rows: [2e7, 2] },
      { table: 'statements', index: 'statements_by_kind', rows: [1e7, 1e5, 1] },
      { table: 'statements', index: 'statements_by_digest', rows: [1e7, 1] },
      { table: 'statements', index: 'statements_by_thread', rows: [5e6, 20] },
    ]),
  ],
}
