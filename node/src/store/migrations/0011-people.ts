import type { ColumnTypes, Migration } from './migration.ts'

/** Contacts, ping tests, the rota, the ladder's log, notices and how they leave, drills. */
export const people: Migration = {
  number: 11,
  name: 'people',
  up: (types) => [...directory(types), ...ladder(types), ...notices(types), ...drills(types)],
}

const directory = ({ int, text, blob, serial, table, clustered }: ColumnTypes) => [
  `create table contacts (
    node ${text} not null,
    contact ${text} not null,
    revision ${int} not null,
    role ${text} not null,
    state ${text} not null,
    card ${text},
    statement_id ${int},
    updated ${int} not null,
    primary key (node, contact)
  )${clustered}`,
  `create table contact_copies (
    statement_id ${int} not null primary key,
    contact ${text} not null,
    peer ${text} not null,
    revision ${int} not null,
    state ${text} not null
  )${clustered}`,
  'create index contact_copies_by_contact on contact_copies (contact, peer)',
  `create table pings (
    id ${blob} not null primary key,
    peer ${text} not null,
    direction ${text} not null,
    role ${text} not null,
    exercise ${int} not null,
    is_open ${int} not null,
    asked ${int} not null,
    answered_by ${text}
  )${table}`,
  'create index pings_by_peer on pings (peer, asked)',
  'create index pings_open on pings (is_open, exercise)',
  `create table ping_schedules (
    peer ${text} not null,
    role ${text} not null,
    every_minutes ${int} not null,
    within_minutes ${int} not null,
    due ${int} not null,
    primary key (peer, role)
  )${clustered}`,
  `create table rota_shifts (
    id ${serial},
    line ${text} not null,
    contact ${text} not null,
    hours ${text} not null,
    starts ${int} not null,
    ends ${int}
  )${table}`,
  `create table rota_handovers (
    id ${serial},
    line ${text} not null,
    giver ${text},
    taker ${text} not null,
    offered ${int} not null,
    until ${int} not null,
    state ${text} not null,
    settled ${int},
    note ${text} not null
  )${table}`,
]

const ladder = ({ int, text, blob, serial, table, clustered }: ColumnTypes) => [
  `create table escalations (
    request ${blob} not null,
    side ${text} not null,
    round ${int} not null,
    clock ${text} not null,
    step ${int} not null,
    called ${text} not null,
    exercise ${int} not null,
    due ${int} not null,
    done ${int} not null,
    statement ${blob},
    primary key (request, side, round, clock, step)
  )${clustered}`,
  `create table call_backs (
    id ${serial},
    request ${blob} not null,
    contact ${text} not null,
    actor ${text} not null,
    result ${text} not null,
    note ${text} not null,
    exercise ${int} not null,
    made ${int} not null
  )${table}`,
  'create index call_backs_by_request on call_backs (request)',
]

const notices = ({ int, text, serial, table }: ColumnTypes) => [
  `create table notices (
    id ${serial},
    mark ${text} not null unique,
    kind ${text} not null,
    subject ${text} not null,
    urgency ${text},
    exercise ${int} not null,
    line ${text} not null,
    made ${int} not null,
    seen ${int},
    seen_by ${text}
  )${table}`,
  'create index notices_unseen on notices (exercise, seen)',
  `create table notice_outbox (
    id ${serial},
    notice_id ${int} not null,
    channel ${text} not null,
    target ${text} not null,
    state ${text} not null,
    attempts ${int} not null,
    due ${int} not null,
    code ${text},
    settled ${int}
  )${table}`,
  'create index notice_outbox_due on notice_outbox (state, due)',
  'create index notice_outbox_by_notice on notice_outbox (notice_id)',
]

const drills = ({ int, text, blob, serial, table, clustered }: ColumnTypes) => [
  `create table operations (
    id ${blob} not null primary key,
    exercise ${int} not null,
    is_open ${int} not null,
    made ${int} not null
  )${table}`,
  'create index operations_open on operations (exercise, is_open)',
  `create table translations (
    statement ${blob} not null,
    path ${text} not null,
    lang ${text} not null,
    source ${blob} not null,
    words ${text} not null,
    status ${text} not null,
    maker ${text} not null,
    reviewer ${text},
    made ${int} not null,
    reviewed ${int},
    primary key (statement, path, lang)
  )${table}`,
  `create table drills (
    id ${serial},
    scenario ${text} not null,
    peer ${text} not null,
    state ${text} not null,
    started ${int} not null,
    ended ${int}
  )${table}`,
  `create table drill_steps (
    drill_id ${int} not null,
    step ${text} not null,
    state ${text} not null,
    code ${text},
    at ${int} not null,
    subject ${blob},
    primary key (drill_id, step)
  )${clustered}`,
]
