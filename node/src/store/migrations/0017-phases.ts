import type { Migration } from './migration.ts'

/** Objects are found by the phases of kill chains, too: the index is made anew. */
export const phases: Migration = {
  number: 17,
  name: 'phases',
  up: () => [
    'delete from search_keys',
    'delete from search_counts',
    "delete from node_state where name = 'search-cursor'",
  ],
}
