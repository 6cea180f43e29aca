import type { ColumnTypes, Migration } from './migration.ts'

/** What opens the leaf under which an identity of ours is in our log. */
export const identityLeaves: Migration = {
  number: 14,
  name: 'identity-leaves',
  up: ({ blob }: ColumnTypes) => [
    `alter table identities add column leaf ${blob}`,
    `alter table identities add column opening ${blob}`,
  ],
}
