import type { ColumnTypes, Migration } from './migration.ts'

/** As what the author of a draft and the second person acted: what a request signs of them. */
export const signingRoles: Migration = {
  number: 24,
  name: 'signing-roles',
  up: ({ text }: ColumnTypes) => [
    `alter table request_drafts add column author_role ${text} not null default 'operator'`,
    `alter table request_drafts add column authoriser_role ${text}`,
  ],
}
