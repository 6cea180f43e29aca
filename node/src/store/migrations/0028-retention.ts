import type { ColumnTypes, Migration } from './migration.ts'

/** When what came is due to be deleted, and what stays of it then. */
export const retention: Migration = {
  number: 28,
  name: 'retention',
  up: ({ blob, int, text, id, table, clustered }: ColumnTypes) => [
    // One row for a statement and a way in which it came, not for each of its objects. No due date:
    // the days are in the compact, so that an amendment need touch no row.
    `create table kept_statements (
      compact ${blob} not null,
      received ${int} not null,
      statement_id ${int} not null,
      via ${text} not null,
      places ${blob},
      items ${int} not null,
      primary key (compact, received, statement_id, via)
    )${clustered}`,
    'create index kept_statements_by_statement on kept_statements (statement_id)',
    `create table expired_objects (
      id ${id},
      mark ${blob} not null,
      statement_id ${int},
      compact ${blob} not null,
      received ${int} not null,
      days ${int} not null,
      deleted ${int} not null,
      tlp ${text} not null,
      retracted_by ${int}
    )${table}`,
    'create index expired_objects_by_mark on expired_objects (mark)',
    // What came before this version of the node, from its author and passed on.
    `insert into kept_statements (compact, received, statement_id, via, places, items)
      select s.compact, min(e.added), s.id, s.author, null, s.item_count
      from statements s
        join envelope_statements c on c.statement_id = s.id
        join envelopes e on e.id = c.envelope_id and e.direction = 'in' and e.peer = s.author
      where s.refused is null and s.compact is not null and s.item_count > 0
      group by s.compact, s.id, s.author, s.item_count`,
    `insert into kept_statements (compact, received, statement_id, via, places, items)
      select w.compact, min(w.added), s.id, f.peer, null, count(*)
      from forwards f
        join statements w on w.id = f.statement_id
        join statements s on s.digest = f.target
      where f.direction = 'in' and s.refused is null and w.compact is not null
        and s.author <> f.peer
      group by w.compact, s.id, f.peer`,
  ],
}
