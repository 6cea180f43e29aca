-- What the migrations make. Written by `npm run schema`; do not edit.

CREATE TABLE account_trail (
  id integer primary key autoincrement,
  time integer not null,
  account text not null,
  action text not null,
  subject text not null,
  outcome text not null,
  address text not null
  , act text not null default '') strict;

CREATE INDEX account_trail_by_account on account_trail (account, id);

CREATE INDEX account_trail_by_act on account_trail (act) where act <> '';

CREATE INDEX account_trail_by_action on account_trail (action, id);

CREATE TABLE alarms (
  id integer primary key autoincrement,
  digest blob not null,
  kind text not null,
  origin text not null,
  source text not null,
  proof text not null,
  added integer not null
) strict;

CREATE UNIQUE INDEX alarms_by_digest on alarms (digest);

CREATE INDEX alarms_by_origin on alarms (origin);

CREATE TABLE attachment_chunks (
  attachment_id integer not null,
  position integer not null,
  salt blob not null,
  body blob,
  primary key (attachment_id, position)
) strict, without rowid;

CREATE TABLE attachments (
  id integer primary key autoincrement,
  statement_id integer,
  peer text not null,
  direction text not null,
  state text not null,
  size integer not null,
  chunks integer not null,
  held integer not null,
  secret blob not null,
  added integer not null
) strict;

CREATE UNIQUE INDEX attachments_by_statement on attachments (statement_id, direction);

CREATE TABLE breaches (
  id integer primary key autoincrement,
  digest blob not null,
  peer text not null,
  kind text not null,
  code text,
  first blob not null,
  second blob,
  added integer not null
) strict;

CREATE UNIQUE INDEX breaches_by_digest on breaches (digest);

CREATE INDEX breaches_by_peer on breaches (peer, kind);

CREATE TABLE broken_glass (
  id integer primary key autoincrement,
  peer text not null,
  document blob not null,
  opening blob not null,
  leaf blob not null,
  added integer not null
) strict;

CREATE TABLE call_backs (
  id integer primary key autoincrement,
  request blob not null,
  contact text not null,
  actor text not null,
  result text not null,
  note text not null,
  exercise integer not null,
  made integer not null
) strict;

CREATE INDEX call_backs_by_request on call_backs (request);

CREATE TABLE channels (
  peer text not null,
  direction text not null,
  epoch integer not null,
  seq integer not null,
  head blob,
  settled integer not null,
  checkpoint blob,
  checkpoint_size integer not null,
  primary key (peer, direction)
) strict, without rowid;

CREATE TABLE contact_copies (
  statement_id integer not null primary key,
  contact text not null,
  peer text not null,
  revision integer not null,
  state text not null
) strict, without rowid;

CREATE INDEX contact_copies_by_contact on contact_copies (contact, peer);

CREATE TABLE contacts (
  node text not null,
  contact text not null,
  revision integer not null,
  role text not null,
  state text not null,
  card text,
  statement_id integer,
  updated integer not null,
  primary key (node, contact)
) strict, without rowid;

CREATE TABLE drill_steps (
  drill_id integer not null,
  step text not null,
  state text not null,
  code text,
  at integer not null,
  subject blob,
  primary key (drill_id, step)
) strict, without rowid;

CREATE TABLE drills (
  id integer primary key autoincrement,
  scenario text not null,
  peer text not null,
  state text not null,
  started integer not null,
  ended integer
) strict;

CREATE TABLE envelope_statements (
  envelope_id integer not null,
  position integer not null,
  statement_id integer not null, part integer,
  primary key (envelope_id, position)
) strict, without rowid;

CREATE INDEX envelope_statements_by_statement on envelope_statements (statement_id);

CREATE TABLE envelopes (
  id integer primary key,
  direction text not null,
  peer text not null,
  epoch integer not null,
  seq integer not null,
  digest blob not null,
  document blob not null,
  opening blob,
  leaf blob,
  state text not null,
  code text,
  receipt blob,
  receipt_opening blob,
  receipt_leaf blob,
  peer_proof blob,
  peer_opening blob,
  item_count integer not null,
  added integer not null,
  settled integer
  , bytes integer not null default 0, place integer not null default 0) strict;

CREATE INDEX envelopes_by_digest on envelopes (digest);

CREATE UNIQUE INDEX envelopes_by_seq on envelopes (direction, peer, epoch, seq);

CREATE INDEX envelopes_by_state on envelopes (direction, peer, state, epoch, seq);

CREATE INDEX envelopes_waiting on envelopes (peer, place, id) where state = 'waiting';

CREATE TABLE escalations (
  request blob not null,
  side text not null,
  round integer not null,
  clock text not null,
  step integer not null,
  called text not null,
  exercise integer not null,
  due integer not null,
  done integer not null,
  statement blob,
  primary key (request, side, round, clock, step)
) strict, without rowid;

CREATE TABLE expired_objects (
  id integer primary key,
  mark blob not null,
  statement_id integer,
  compact blob not null,
  received integer not null,
  days integer not null,
  deleted integer not null,
  tlp text not null,
  retracted_by integer
) strict;

CREATE INDEX expired_objects_by_mark on expired_objects (mark);

CREATE TABLE feed_objects (
  object_id integer primary key,
  feed_id integer not null
) strict;

CREATE INDEX feed_objects_by_feed on feed_objects (feed_id);

CREATE TABLE feed_parts (
  feed_id integer not null,
  part text not null,
  mark text not null,
  primary key (feed_id, part)
) strict, without rowid;

CREATE TABLE feeds (
  id integer primary key autoincrement,
  name text not null unique,
  settings text not null,
  enabled integer not null,
  previewed integer,
  position text not null,
  due integer not null,
  lease text not null,
  leased_until integer not null,
  attempted integer,
  succeeded integer,
  code text,
  failures integer not null,
  polls integer not null,
  objects_read integer not null,
  objects_added integer not null,
  faults integer not null,
  bytes_read integer not null,
  last_faults text not null,
  added integer not null
) strict;

CREATE TABLE forwards (
  direction text not null,
  peer text not null,
  target blob not null,
  position integer not null,
  statement_id integer not null,
  primary key (direction, peer, target, position)
) strict, without rowid;

CREATE INDEX forwards_by_target on forwards (target);

CREATE TABLE held_words (
  id integer primary key,
  request blob not null,
  peer text not null,
  exercise integer not null,
  move text not null,
  act text not null,
  content text not null,
  findings text not null,
  author text not null,
  added integer not null
) strict;

CREATE INDEX held_words_by_request on held_words (request, id);

CREATE TABLE identities (
  node text not null,
  version integer not null,
  digest blob not null,
  document blob not null,
  added integer not null, leaf blob, opening blob,
  primary key (node, version)
) strict;

CREATE UNIQUE INDEX identities_by_digest on identities (digest);

CREATE TABLE item_places (
  statement_id integer not null,
  position integer not null,
  path blob not null,
  primary key (statement_id, position)
) strict, without rowid;

CREATE TABLE items (
  statement_id integer not null,
  position integer not null,
  object_id integer not null,
  salt blob not null,
  primary key (statement_id, position)
) strict, without rowid;

CREATE INDEX items_by_object on items (object_id);

CREATE TABLE kept_statements (
  compact blob not null,
  received integer not null,
  statement_id integer not null,
  via text not null,
  places blob,
  items integer not null,
  primary key (compact, received, statement_id, via)
) strict, without rowid;

CREATE INDEX kept_statements_by_statement on kept_statements (statement_id);

CREATE TABLE lodgements (
  mailbox text not null,
  parcel blob not null,
  peer text not null,
  state text not null,
  epoch integer not null,
  first_seq integer not null,
  last_seq integer not null,
  log_size integer not null,
  document blob not null,
  tender blob not null,
  added integer not null,
  until integer not null,
  primary key (mailbox, parcel)
) strict;

CREATE INDEX lodgements_by_peer on lodgements (peer, mailbox, state);

CREATE TABLE log_cosignatures (
  witness text not null primary key,
  size integer not null,
  line text not null,
  added integer not null
) strict;

CREATE TABLE log_leaves (
  leaf blob not null primary key,
  position integer not null
) strict, without rowid;

CREATE UNIQUE INDEX log_leaves_by_position on log_leaves (position);

CREATE TABLE log_pending (
  id integer primary key autoincrement,
  leaf blob not null
) strict;

CREATE UNIQUE INDEX log_pending_by_leaf on log_pending (leaf);

CREATE TABLE log_state (
  id integer primary key,
  origin text not null,
  size integer not null,
  root blob not null,
  checkpoint blob not null,
  witnessed blob,
  witnessed_size integer not null
) strict;

CREATE TABLE log_tiles (
  level integer not null,
  number integer not null,
  data blob not null,
  primary key (level, number)
) strict;

CREATE TABLE mailbox_parcels (
  parcel blob not null primary key,
  sender text not null,
  recipient text not null,
  lodgement blob not null,
  tender blob not null,
  body blob,
  size integer not null,
  received integer not null,
  until integer not null
) strict;

CREATE INDEX mailbox_parcels_by_recipient on mailbox_parcels (recipient, sender, received);

CREATE INDEX mailbox_parcels_by_until on mailbox_parcels (until);

CREATE TABLE mailbox_polls (
  node text not null primary key,
  count integer not null
) strict;

CREATE TABLE migrations (
  number integer not null primary key,
  name text not null,
  digest text not null
) strict;

CREATE TABLE monitored_logs (
  origin text not null primary key,
  size integer not null,
  root blob not null,
  checkpoint blob not null,
  state text not null,
  checked integer not null
) strict;

CREATE TABLE node_state (
  name text not null primary key,
  value text not null
) strict;

CREATE TABLE notice_outbox (
  id integer primary key autoincrement,
  notice_id integer not null,
  channel text not null,
  target text not null,
  state text not null,
  attempts integer not null,
  due integer not null,
  code text,
  settled integer
) strict;

CREATE INDEX notice_outbox_by_notice on notice_outbox (notice_id);

CREATE INDEX notice_outbox_due on notice_outbox (state, due);

CREATE TABLE notices (
  id integer primary key autoincrement,
  mark text not null unique,
  kind text not null,
  subject text not null,
  urgency text,
  exercise integer not null,
  line text not null,
  made integer not null,
  seen integer,
  seen_by text
) strict;

CREATE INDEX notices_unseen on notices (exercise, seen);

CREATE TABLE objects (
  id integer primary key,
  stix_id text not null,
  type text not null,
  modified text not null,
  tlp text not null,
  source text not null,
  version_key text,
  body blob not null,
  retracted_by integer,
  added integer not null
) strict;

CREATE UNIQUE INDEX objects_by_version on objects (stix_id, version_key);

CREATE INDEX objects_retracted on objects (id) where retracted_by is not null;

CREATE TABLE onward_holders (
  target blob not null,
  position integer not null,
  holder text not null,
  via text not null,
  told integer,
  recalled integer,
  primary key (target, position, holder, via)
) strict, without rowid;

CREATE TABLE operations (
  id blob not null primary key,
  exercise integer not null,
  is_open integer not null,
  made integer not null
) strict;

CREATE INDEX operations_open on operations (exercise, is_open);

CREATE TABLE owed_receipts (
  envelope_id integer not null primary key,
  peer text not null,
  shown_size integer not null
) strict, without rowid;

CREATE INDEX owed_receipts_by_peer on owed_receipts (peer, envelope_id);

CREATE TABLE peer_days (
  peer text not null,
  day integer not null,
  direction text not null,
  bytes integer not null,
  objects integer not null,
  primary key (peer, day, direction)
) strict, without rowid;

CREATE TABLE peers (
  node text not null primary key,
  host text not null,
  url text not null,
  state text not null,
  frozen text,
  added integer not null,
  confirmed integer
  , road text not null default 'push') strict;

CREATE TABLE ping_schedules (
  peer text not null,
  role text not null,
  every_minutes integer not null,
  within_minutes integer not null,
  due integer not null,
  primary key (peer, role)
) strict, without rowid;

CREATE TABLE pings (
  id blob not null primary key,
  peer text not null,
  direction text not null,
  role text not null,
  exercise integer not null,
  is_open integer not null,
  asked integer not null,
  answered_by text
) strict;

CREATE INDEX pings_by_peer on pings (peer, asked);

CREATE INDEX pings_open on pings (is_open, exercise);

CREATE TABLE relays (
  object_id integer not null,
  copy_id integer not null,
  primary key (object_id, copy_id)
) strict, without rowid;

CREATE TABLE release_copies (
  object_id integer not null,
  peer text not null,
  copy_id integer not null,
  primary key (object_id, peer, copy_id)
) strict, without rowid;

CREATE INDEX release_copies_by_copy on release_copies (copy_id);

CREATE TABLE release_decisions (
  id integer primary key autoincrement,
  time integer not null,
  actor text not null,
  action text not null,
  peer text not null,
  object_id integer,
  stix_id text,
  statement_id integer,
  objects integer not null,
  findings text not null,
  digest blob,
  note text not null
) strict;

CREATE INDEX release_decisions_by_object on release_decisions (object_id, peer);

CREATE INDEX release_decisions_by_peer on release_decisions (peer, action, time);

CREATE TABLE release_queue (
  peer text not null,
  object_id integer not null,
  state text not null,
  tlp text not null,
  reason text not null,
  findings text not null,
  body blob,
  author text not null,
  added integer not null,
  expires integer not null,
  decided integer,
  primary key (peer, object_id)
) strict;

CREATE INDEX release_queue_by_object on release_queue (object_id);

CREATE INDEX release_queue_by_state on release_queue (state, peer, reason);

CREATE TABLE request_drafts (
  id integer primary key,
  state text not null,
  author text not null,
  authoriser text,
  exercise integer not null,
  body text not null,
  targets blob,
  added integer not null,
  updated integer not null
  , findings text not null default '[]', looked_at text, author_role text not null default 'operator', authoriser_role text) strict;

CREATE TABLE requests (
  id integer primary key,
  root blob not null unique,
  peer text not null,
  side text not null,
  notice integer not null,
  exercise integer not null,
  type text not null,
  template text not null,
  urgency text not null,
  phase text not null,
  turn text not null,
  is_open integer not null,
  round integer not null,
  sent integer not null,
  started integer,
  acknowledge_due integer,
  answer_due integer,
  next_due integer not null,
  paused integer not null,
  targets integer not null,
  targets_done integer not null,
  untold integer not null,
  unclaimed integer not null,
  statements integer not null,
  updated integer not null
) strict;

CREATE INDEX requests_by_due on requests (exercise, is_open, next_due, id);

CREATE INDEX requests_by_peer on requests (peer, exercise, is_open, next_due, id);

CREATE INDEX requests_by_state on requests (exercise, is_open, side, phase);

CREATE INDEX requests_by_update on requests (exercise, updated, id);

CREATE INDEX requests_to_claim on requests (unclaimed, updated);

CREATE INDEX requests_to_tell on requests (untold, id);

CREATE TABLE retractions (
  statement_id integer not null,
  target blob not null,
  position integer not null,
  primary key (statement_id, target, position)
) strict, without rowid;

CREATE INDEX retractions_by_target on retractions (target, position);

CREATE TABLE rota_handovers (
  id integer primary key autoincrement,
  line text not null,
  giver text,
  taker text not null,
  offered integer not null,
  until integer not null,
  state text not null,
  settled integer,
  note text not null
) strict;

CREATE TABLE rota_shifts (
  id integer primary key autoincrement,
  line text not null,
  contact text not null,
  hours text not null,
  starts integer not null,
  ends integer
) strict;

CREATE TABLE saved_searches (
  id integer primary key autoincrement,
  owner text not null,
  name text not null,
  query text not null,
  created integer not null
) strict;

CREATE UNIQUE INDEX saved_searches_by_name on saved_searches (owner, name);

CREATE TABLE search_counts (
  type text not null,
  tlp text not null,
  source text not null,
  objects integer not null,
  primary key (type, tlp, source)
) strict, without rowid;

CREATE TABLE search_keys (
  key text not null,
  object_id integer not null,
  primary key (key, object_id)
) strict, without rowid;

CREATE TABLE shown_sizes (
  peer text not null,
  size integer not null,
  primary key (peer, size)
) strict, without rowid;

CREATE TABLE sightings (
  statement_id integer not null,
  target blob not null,
  position integer not null,
  reporter text not null,
  count integer not null,
  primary key (statement_id, target, position)
) strict, without rowid;

CREATE INDEX sightings_by_target on sightings (target, position);

CREATE TABLE sign_in_failures (
  who text not null primary key,
  failures integer not null,
  first integer not null,
  until integer not null
) strict, without rowid;

CREATE TABLE silences (
  envelope_id integer not null primary key,
  document blob not null,
  opening blob not null,
  leaf blob not null,
  added integer not null
) strict;

CREATE TABLE statements (
  id integer primary key,
  digest blob not null,
  kind text not null,
  author text not null,
  thread blob,
  own_seq integer not null,
  compact blob,
  exercise integer not null,
  time text not null,
  document blob not null,
  content blob,
  content_salt blob,
  item_count integer not null,
  refused text,
  added integer not null
) strict;

CREATE UNIQUE INDEX statements_by_digest on statements (digest);

CREATE INDEX statements_by_kind on statements (kind, id);

CREATE INDEX statements_by_thread on statements (thread) where thread is not null;

CREATE TABLE taxii_aside (
  status text not null,
  batch integer not null,
  token integer not null,
  collection text not null,
  sizes text not null,
  body blob not null,
  primary key (status, batch)
) strict;

CREATE TABLE taxii_collections (
  id integer primary key autoincrement,
  uuid text not null,
  alias text,
  title text not null,
  description text not null,
  definition text not null,
  readable integer not null,
  writable integer not null,
  last_added integer not null,
  changes integer not null,
  object_cursor integer not null,
  statement_cursor integer not null,
  created integer not null
) strict;

CREATE UNIQUE INDEX taxii_collections_by_alias on taxii_collections (alias);

CREATE UNIQUE INDEX taxii_collections_by_uuid on taxii_collections (uuid);

CREATE TABLE taxii_entries (
  collection integer not null,
  added integer not null,
  object_id integer not null,
  stix_id text not null,
  type text not null,
  version text not null,
  version_order text not null,
  level integer not null,
  outside integer not null,
  alone integer not null,
  primary key (collection, added)
) strict, without rowid;

CREATE INDEX taxii_entries_by_object on taxii_entries (object_id);

CREATE INDEX taxii_entries_by_type on taxii_entries (collection, type, added);

CREATE UNIQUE INDEX taxii_entries_by_version
  on taxii_entries (collection, stix_id, version_order);

CREATE TABLE taxii_grants (
  token integer not null,
  collection integer not null,
  can_read integer not null,
  can_write integer not null,
  primary key (token, collection)
) strict, without rowid;

CREATE TABLE taxii_packs (
  collection integer not null,
  clearance integer not null,
  begins integer not null,
  ends integer not null,
  first_shown integer not null,
  last_shown integer not null,
  shown integer not null,
  state integer not null,
  size integer not null,
  leans text,
  body blob, checksum integer not null default 0,
  primary key (collection, clearance, ends)
) strict;

CREATE INDEX taxii_packs_by_state on taxii_packs (collection, clearance, state, ends);

CREATE TABLE taxii_removed (
  collection integer not null,
  stix_id text not null,
  version_order text not null,
  primary key (collection, stix_id, version_order)
) strict, without rowid;

CREATE TABLE taxii_statuses (
  id text not null primary key,
  token integer not null,
  body text not null,
  until integer not null
) strict;

CREATE INDEX taxii_statuses_by_until on taxii_statuses (until);

CREATE TABLE taxii_tokens (
  id integer primary key autoincrement,
  key text not null,
  name text not null,
  hash blob not null,
  certificate text,
  level integer not null,
  outside integer not null,
  created integer not null,
  expires integer,
  revoked integer
) strict;

CREATE UNIQUE INDEX taxii_tokens_by_certificate on taxii_tokens (certificate);

CREATE UNIQUE INDEX taxii_tokens_by_key on taxii_tokens (key);

CREATE TABLE translations (
  statement blob not null,
  path text not null,
  lang text not null,
  source blob not null,
  words text not null,
  status text not null,
  maker text not null,
  reviewer text,
  made integer not null,
  reviewed integer,
  primary key (statement, path, lang)
) strict;

CREATE TABLE witnessed_logs (
  origin text not null primary key,
  size integer not null,
  root blob not null,
  checkpoint blob not null,
  updated integer not null
) strict;
