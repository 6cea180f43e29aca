import type { Migration } from './migration.ts'

/** How many of ours were refused is asked by every duty desk: without it, of all that were ever closed. */
export const requestsByState: Migration = {
  number: 25,
  name: 'requests-by-state',
  up: () => ['create index requests_by_state on requests (exercise, is_open, side, phase)'],
}
