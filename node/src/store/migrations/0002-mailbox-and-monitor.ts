import type { ColumnTypes, Migration } from './migration.ts'

/** What a mailbox holds, what a node has left with mailboxes, and what monitoring has found. */
export const mailboxAndMonitor: Migration = {
  number: 2,
  name: 'mailbox-and-monitor',
  up: (types) => [...mailbox(types), ...lodgements(types), ...monitor(types)],
}

function mailbox({ blob, int, text, table }: ColumnTypes): string[] {
  return [
    `create table mailbox_parcels (
      parcel ${blob} not null primary key,
      sender ${text} not null,
      recipient ${text} not null,
      lodgement ${blob} not null,
      tender ${blob} not null,
      body ${blob},
      size ${int} not null,
      received ${int} not null,
      until ${int} not null
    )${table}`,
    'create index mailbox_parcels_by_recipient on mailbox_parcels (recipient, sender, received)',
    'create index mailbox_parcels_by_until on mailbox_parcels (until)',
    `create table mailbox_polls (
      node ${text} not null primary key,
      count ${int} not null
    )${table}`,
  ]
}

function lodgements({ blob, int, text, table }: ColumnTypes): string[] {
  return [
    `create table lodgements (
      mailbox ${text} not null,
      parcel ${blob} not null,
      peer ${text} not null,
      state ${text} not null,
      epoch ${int} not null,
      first_seq ${int} not null,
      last_seq ${int} not null,
      log_size ${int} not null,
      document ${blob} not null,
      tender ${blob} not null,
      added ${int} not null,
      until ${int} not null,
      primary key (mailbox, parcel)
    )${table}`,
    'create index lodgements_by_peer on lodgements (peer, mailbox, state)',
    `create table silences (
      envelope_id ${int} not null primary key,
      document ${blob} not null,
      opening ${blob} not null,
      leaf ${blob} not null,
      added ${int} not null
    )${table}`,
  ]
}

function monitor({ blob, int, text, serial, table }: ColumnTypes): string[] {
  return [
    `create table monitored_logs (
      origin ${text} not null primary key,
      size ${int} not null,
      root ${blob} not null,
      checkpoint ${blob} not null,
      state ${text} not null,
      checked ${int} not null
    )${table}`,
    `create table alarms (
      id ${serial},
      digest ${blob} not null,
      kind ${text} not null,
      origin ${text} not null,
      source ${text} not null,
      proof ${text} not null,
      added ${int} not null
    )${table}`,
    'create unique index alarms_by_digest on alarms (digest)',
    'create index alarms_by_origin on alarms (origin)',
  ]
}
