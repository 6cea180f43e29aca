import type { Migration } from './migration.ts'

/** Threads are found by the kind of their first statement: compacts, scorecards. */
export const kinds: Migration = {
  number: 15,
  name: 'kinds',
  up: () => ['create index statements_by_kind on statements (kind, id)'],
}
