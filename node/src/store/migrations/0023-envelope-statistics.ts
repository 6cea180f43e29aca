import type { Migration } from './migration.ts'

/**
 * One peer has tens of thousands of envelopes. SQLite takes two columns of an index for selective
 * unless told otherwise, and looked through every envelope of a peer for each object that might go
 * there.
 */
export const envelopeStatistics: Migration = {
  number: 23,
  name: 'envelope-statistics',
  up: ({ statistics }) => [
    'drop index envelopes_by_state',
    // With the numbers, so that what is next to leave is found behind all that has left.
    'create index envelopes_by_state on envelopes (direction, peer, state, epoch, seq)',
    ...statistics([
      {
        table: 'envelopes',
        index: 'envelopes_by_state',
        rows: [100_000, 50_000, 20_000, 5000, 5000, 1],
      },
      { table: 'envelopes', index: 'envelopes_by_seq', rows: [100_000, 50_000, 20_000, 20_000, 1] },
      { table: 'envelopes', index: 'envelopes_by_digest', rows: [100_000, 1] },
    ]),
  ],
}
