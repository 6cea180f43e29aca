import type { ColumnTypes, Migration } from './migration.ts'

/** What peers did against the rules, with the signed bytes that show it; glass broken here. */
export const breaches: Migration = {
  number: 8,
  name: 'breaches',
  up: ({ blob, int, text, serial, table }: ColumnTypes) => [
    `create table breaches (
      id ${serial},
      digest ${blob} not null,
      peer ${text} not null,
      kind ${text} not null,
      code ${text},
      first ${blob} not null,
      second ${blob},
      added ${int} not null
    )${table}`,
    'create unique index breaches_by_digest on breaches (digest)',
    'create index breaches_by_peer on breaches (peer, kind)',
    `create table broken_glass (
      id ${serial},
      peer ${text} not null,
      document ${blob} not null,
      opening ${blob} not null,
      leaf ${blob} not null,
      added ${int} not null
    )${table}`,
  ],
}
