import type { ColumnTypes, Migration } from './migration.ts'

/**
 * The tables of `schema.ts`. There are no foreign keys: rows that belong together are written in
 * one transaction under ids we allocate, and erasure keeps statements whose items are gone.
 */
export const foundation: Migration = {
  number: 1,
  name: 'foundation',
  up: (types) => [...trust(types), ...intelligence(types), ...exchange(types), ...log(types)],
}

function trust({ blob, int, text, table, clustered }: ColumnTypes): string[] {
  return [
    `create table node_state (
      name ${text} not null primary key,
      value ${text} not null
    )${table}`,
    `create table identities (
      node ${text} not null,
      version ${int} not null,
      digest ${blob} not null,
      document ${blob} not null,
      added ${int} not null,
      primary key (node, version)
    )${table}`,
    'create unique index identities_by_digest on identities (digest)',
    `create table peers (
      node ${text} not null primary key,
      host ${text} not null,
      url ${text} not null,
      state ${text} not null,
      frozen ${text},
      added ${int} not null,
      confirmed ${int}
    )${table}`,
    `create table channels (
      peer ${text} not null,
      direction ${text} not null,
      epoch ${int} not null,
      seq ${int} not null,
      head ${blob},
      settled ${int} not null,
      checkpoint ${blob},
      checkpoint_size ${int} not null,
      primary key (peer, direction)
    )${clustered}`,
  ]
}

function intelligence({ blob, int, text, id, table, clustered }: ColumnTypes): string[] {
  return [
    `create table statements (
      id ${id},
      digest ${blob} not null,
      kind ${text} not null,
      author ${text} not null,
      thread ${blob},
      own_seq ${int} not null,
      compact ${blob},
      exercise ${int} not null,
      time ${text} not null,
      document ${blob} not null,
      content ${blob},
      content_salt ${blob},
      item_count ${int} not null,
      refused ${text},
      added ${int} not null
    )${table}`,
    'create unique index statements_by_digest on statements (digest)',
    'create index statements_by_thread on statements (thread) where thread is not null',
    `create table items (
      statement_id ${int} not null,
      position ${int} not null,
      object_id ${int} not null,
      salt ${blob} not null,
      primary key (statement_id, position)
    )${clustered}`,
    'create index items_by_object on items (object_id)',
    `create table objects (
      id ${id},
      stix_id ${text} not null,
      type ${text} not null,
      modified ${text} not null,
      tlp ${text} not null,
      source ${text} not null,
      version_key ${text},
      body ${blob} not null,
      retracted_by ${int},
      added ${int} not null
    )${table}`,
    'create index objects_by_stix_id on objects (stix_id)',
    'create unique index objects_by_version on objects (version_key) where version_key is not null',
    `create table retractions (
      statement_id ${int} not null,
      target ${blob} not null,
      position ${int} not null,
      primary key (statement_id, target, position)
    )${clustered}`,
    'create index retractions_by_target on retractions (target, position)',
    `create table sightings (
      statement_id ${int} not null,
      target ${blob} not null,
      position ${int} not null,
      reporter ${text} not null,
      count ${int} not null,
      primary key (statement_id, target, position)
    )${clustered}`,
    'create index sightings_by_target on sightings (target, position)',
  ]
}

function exchange({ blob, int, text, id, table, clustered }: ColumnTypes): string[] {
  return [
    `create table envelopes (
      id ${id},
      direction ${text} not null,
      peer ${text} not null,
      epoch ${int} not null,
      seq ${int} not null,
      digest ${blob} not null,
      document ${blob} not null,
      opening ${blob},
      leaf ${blob},
      state ${text} not null,
      code ${text},
      receipt ${blob},
      receipt_opening ${blob},
      receipt_leaf ${blob},
      peer_proof ${blob},
      peer_opening ${blob},
      item_count ${int} not null,
      added ${int} not null,
      settled ${int}
    )${table}`,
    'create unique index envelopes_by_seq on envelopes (direction, peer, epoch, seq)',
    'create index envelopes_by_digest on envelopes (digest)',
    'create index envelopes_by_state on envelopes (direction, peer, state)',
    `create table envelope_statements (
      envelope_id ${int} not null,
      position ${int} not null,
      statement_id ${int} not null,
      primary key (envelope_id, position)
    )${clustered}`,
    'create index envelope_statements_by_statement on envelope_statements (statement_id)',
  ]
}

function log({ blob, int, text, id, serial, table, clustered }: ColumnTypes): string[] {
  return [
    `create table log_pending (
      id ${serial},
      leaf ${blob} not null
    )${table}`,
    'create unique index log_pending_by_leaf on log_pending (leaf)',
    `create table log_leaves (
      leaf ${blob} not null primary key,
      position ${int} not null
    )${clustered}`,
    'create unique index log_leaves_by_position on log_leaves (position)',
    `create table log_tiles (
      level ${int} not null,
      number ${int} not null,
      data ${blob} not null,
      primary key (level, number)
    )${table}`,
    `create table log_state (
      id ${id},
      origin ${text} not null,
      size ${int} not null,
      root ${blob} not null,
      checkpoint ${blob} not null,
      witnessed ${blob},
      witnessed_size ${int} not null
    )${table}`,
    `create table log_cosignatures (
      witness ${text} not null primary key,
      size ${int} not null,
      line ${text} not null,
      added ${int} not null
    )${table}`,
    `create table witnessed_logs (
      origin ${text} not null primary key,
      size ${int} not null,
      root ${blob} not null,
      checkpoint ${blob} not null,
      updated ${int} not null
    )${table}`,
  ]
}
