import type { ColumnTypes, Migration } from './migration.ts'

/** What people did by the console, and failed attempts to sign in. */
export const accounts: Migration = {
  number: 12,
  name: 'accounts',
  up: ({ int, text, serial, clustered, table }: ColumnTypes) => [
    `create table account_trail (
      id ${serial},
      time ${int} not null,
      account ${text} not null,
      action ${text} not null,
      subject ${text} not null,
      outcome ${text} not null,
      address ${text} not null
    )${table}`,
    'create index account_trail_by_account on account_trail (account, id)',
    'create index account_trail_by_action on account_trail (action, id)',
    `create table sign_in_failures (
      who ${text} not null primary key,
      failures ${int} not null,
      first ${int} not null,
      until ${int} not null
    )${clustered}`,
  ],
}
