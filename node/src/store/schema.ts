import type { Generated } from 'kysely'

/**
 * The tables, as both engines hold them. Digests, salts, keys and signed bytes are blobs; times of
 * ours are integers in milliseconds since 1970 UTC; times that others signed stay text. Booleans
 * are 0 or 1. Numbers stay below 2^53.
 */
export interface Schema {
  node_state: NodeStateTable
  identities: IdentitiesTable
  peers: PeersTable
  channels: ChannelsTable
  statements: StatementsTable
  items: ItemsTable
  objects: ObjectsTable
  envelopes: EnvelopesTable
  envelope_statements: EnvelopeStatementsTable
  kept_statements: KeptStatementsTable
  expired_objects: ExpiredObjectsTable
  retractions: RetractionsTable
  sightings: SightingsTable
  log_pending: LogPendingTable
  log_leaves: LogLeavesTable
  log_tiles: LogTilesTable
  log_state: LogStateTable
  log_cosignatures: LogCosignaturesTable
  witnessed_logs: WitnessedLogsTable
  mailbox_parcels: MailboxParcelsTable
  mailbox_polls: MailboxPollsTable
  lodgements: LodgementsTable
  silences: SilencesTable
  monitored_logs: MonitoredLogsTable
  alarms: AlarmsTable
  owed_receipts: OwedReceiptsTable
  shown_sizes: ShownSizesTable
  peer_days: PeerDaysTable
  item_places: ItemPlacesTable
  forwards: ForwardsTable
  onward_holders: OnwardHoldersTable
  relays: RelaysTable
  attachments: AttachmentsTable
  attachment_chunks: AttachmentChunksTable
  feeds: FeedsTable
  feed_parts: FeedPartsTable
  feed_objects: FeedObjectsTable
  release_queue: ReleaseQueueTable
  release_copies: ReleaseCopiesTable
  release_decisions: ReleaseDecisionsTable
  breaches: BreachesTable
  broken_glass: BrokenGlassTable
  taxii_collections: TaxiiCollectionsTable
  taxii_entries: TaxiiEntriesTable
  taxii_packs: TaxiiPacksTable
  taxii_aside: TaxiiAsideTable
  taxii_removed: TaxiiRemovedTable
  taxii_tokens: TaxiiTokensTable
  taxii_grants: TaxiiGrantsTable
  taxii_statuses: TaxiiStatusesTable
  requests: RequestsTable
  request_drafts: RequestDraftsTable
  held_words: HeldWordsTable

  account_trail: AccountTrailTable
  sign_in_failures: SignInFailuresTable
  contacts: ContactsTable
  contact_copies: ContactCopiesTable
  pings: PingsTable
  ping_schedules: PingSchedulesTable
  rota_shifts: RotaShiftsTable
  rota_handovers: RotaHandoversTable
  escalations: EscalationsTable
  call_backs: CallBacksTable
  notices: NoticesTable
  notice_outbox: NoticeOutboxTable
  operations: OperationsTable
  translations: TranslationsTable
  drills: DrillsTable
  drill_steps: DrillStepsTable

  search_keys: SearchKeysTable
  search_counts: SearchCountsTable
  saved_searches: SavedSearchesTable
}

/** Small facts of this node by name, such as the id source of block-allocated tables. */
export interface NodeStateTable {
  name: string
  value: string
}

/** Every version of every identity document, ours and peers', as the signed bytes. */
export interface IdentitiesTable {
  node: string
  version: number
  digest: Uint8Array
  document: Uint8Array
  added: number
  /** Its leaf in our log and what opens it; of our own identities only. */
  leaf: Uint8Array | null
  opening: Uint8Array | null
}

/** Nodes we know. `state`: added, confirmed, frozen. */
export interface PeersTable {
  node: string
  host: string
  url: string
  state: string
  /** Why the pair is frozen, a refusal code. */
  frozen: string | null
  added: number
  /** When a person here confirmed the safety number. */
  confirmed: number | null
  /** How what is queued for it leaves: push, pull (it comes and asks), courier. */
  road: Generated<string>
}

/** The two numbered channels with each peer. `direction`: out, in. */
export interface ChannelsTable {
  peer: string
  direction: string
  epoch: number
  /** Last sequence number allocated (out) or consumed (in); 0 when none. */
  seq: number
  /** Digest of the envelope at `seq`; null when none. */
  head: Uint8Array | null
  /** Out: highest seq with a receipt. In: unused, 0. */
  settled: number
  /** Last signed checkpoint of the peer's log seen (in) or of ours that the peer holds (out). */
  checkpoint: Uint8Array | null
  checkpoint_size: number
}

/** Statements, ours and peers', by digest. */
export interface StatementsTable {
  id: number
  digest: Uint8Array
  kind: string
  author: string
  /** Digest of the thread's root statement; null outside threads. */
  thread: Uint8Array | null
  own_seq: number
  compact: Uint8Array | null
  exercise: number
  /** The author's own time, RFC 3339. */
  time: string
  /** The signed bytes (DSSE). */
  document: Uint8Array
  content: Uint8Array | null
  content_salt: Uint8Array | null
  item_count: number
  /** Refusal code when kept as evidence without effect; null when in effect. */
  refused: string | null
  added: number
}

/**
 * Items of a statement in order: which object, under which salt. Of an object that was deleted when
 * its time was over `salt` holds the commitment over both.
 */
export interface ItemsTable {
  statement_id: number
  position: number
  object_id: number
  salt: Uint8Array
}

/** Under which version of a compact a statement of a peer came, when, and from whom. */
export interface KeptStatementsTable {
  /** Digest of the version. */
  compact: Uint8Array
  received: number
  statement_id: number
  /** The peer that brought it: its author, or whoever passed it on. */
  via: string
  /** Positions of the items that came this way, 4 bytes each, big-endian; null for all. */
  places: Uint8Array | null
  /** How many those are. */
  items: number
}

/** What stays of objects that were deleted when their time was over. */
export interface ExpiredObjectsTable {
  /** Its row, which nothing else gets. */
  id: number
  /** Found by those alone who name its STIX id: see `intel/retention/tombstones.ts`. */
  mark: Uint8Array
  /** The statement that brought it; null of a copy that we had made. */
  statement_id: number | null
  /** Version of the compact that it was kept under the longest. */
  compact: Uint8Array
  received: number
  days: number
  deleted: number
  tlp: string
  /** Statement that retracted it, before or after. */
  retracted_by: number | null
}

/** STIX objects in their exact bytes. `id` is block-allocated. */
export interface ObjectsTable {
  id: number
  stix_id: string
  type: string
  modified: string
  tlp: string
  /** Node id of the author; our own id for our own. */
  source: string
  /** Of our own objects: which version, unique with `stix_id`; null for others'. */
  version_key: string | null
  body: Uint8Array
  /** Statement that retracted it; null while it stands. */
  retracted_by: number | null
  added: number
}

/** Envelopes sent (out) and received (in) with their receipts. */
export interface EnvelopesTable {
  id: number
  direction: string
  peer: string
  epoch: number
  seq: number
  digest: Uint8Array
  document: Uint8Array
  /** Opening of our own leaf for it (role sent); null for received ones. */
  opening: Uint8Array | null
  leaf: Uint8Array | null
  /**
   * waiting, queued, accepted, pending, withheld, refused (out); as the receipt says (in). One that
   * waits has no number yet, nor bytes: it gets them when it is about to be sent, so that what is
   * urgent does not queue behind what is large. Until then its epoch is 0 and its `seq` its id.
   */
  state: string
  code: string | null
  /** The signed receipt (DSSE): the peer's (out) or ours (in). */
  receipt: Uint8Array | null
  /** Opening and leaf of the receipt in the log of whoever signed it. */
  receipt_opening: Uint8Array | null
  receipt_leaf: Uint8Array | null
  /** The peer's log proof of its receipt (out) or of the envelope (in), tlog-proof text. */
  peer_proof: Uint8Array | null
  /** Opening of the peer's leaf for what `peer_proof` proves when it is not `receipt_opening`. */
  peer_opening: Uint8Array | null
  /** Number of items carried, and the bytes of all that it carries, for pacing. */
  item_count: number
  bytes: Generated<number>
  /** Which of those that wait gets its number first: 0 urgent, 1 objects, 2 parts of files. */
  place: Generated<number>
  added: number
  settled: number | null
}

/** Which statements an envelope carries, in order. */
export interface EnvelopeStatementsTable {
  envelope_id: number
  position: number
  statement_id: number
  /** Which part of a file travels with it; null for what is sent whole. */
  part: number | null
}

/** Items named by retractions in effect. */
export interface RetractionsTable {
  statement_id: number
  target: Uint8Array
  position: number
}

/** Sightings in effect: `reporter` saw item `position` of statement `target`. */
export interface SightingsTable {
  statement_id: number
  target: Uint8Array
  position: number
  reporter: string
  count: number
}

/** Leaves durably submitted but not yet in the tree, in order of `id`. */
export interface LogPendingTable {
  id: Generated<number>
  leaf: Uint8Array
}

/** Where each leaf stands in the tree. */
export interface LogLeavesTable {
  leaf: Uint8Array
  position: number
}

/** Tiles: level 0 and up hashes, level -1 entry bundles. The last tile of a level grows in place. */
export interface LogTilesTable {
  level: number
  number: number
  data: Uint8Array
}

/** The one row of the log: `id` is 1. */
export interface LogStateTable {
  id: number
  origin: string
  size: number
  root: Uint8Array
  /** Checkpoint signed by the log key, without cosignatures. */
  checkpoint: Uint8Array
  /** Newest checkpoint with a quorum of cosignatures, with them; null when none. */
  witnessed: Uint8Array | null
  witnessed_size: number
}

/** The latest cosigned size of each witness. */
export interface LogCosignaturesTable {
  witness: string
  size: number
  line: string
  added: number
}

/** Logs we witness for others and the latest checkpoint we cosigned. */
export interface WitnessedLogsTable {
  origin: string
  size: number
  root: Uint8Array
  checkpoint: Uint8Array
  updated: number
}

/** At a mailbox: sealed parcels and the tenders signed for them, by digest of the parcel. */
export interface MailboxParcelsTable {
  parcel: Uint8Array
  sender: string
  recipient: string
  lodgement: Uint8Array
  tender: Uint8Array
  /** Null once the recipient has taken it; the row stays until `until`, so it is held once. */
  body: Uint8Array | null
  size: number
  received: number
  until: number
}

/** At a mailbox: the count of each node's last poll. */
export interface MailboxPollsTable {
  node: string
  count: number
}

/**
 * What this node has left with mailboxes. `state`: open, answered (the peer wants something else
 * first), settled, expired. Sequence numbers are 0 for a reply.
 */
export interface LodgementsTable {
  mailbox: string
  parcel: Uint8Array
  peer: string
  state: string
  epoch: number
  first_seq: number
  last_seq: number
  /** Size of our log that the parcel shows. */
  log_size: number
  document: Uint8Array
  tender: Uint8Array
  added: number
  until: number
}

/** Our notices that no receipt came, one for an envelope. */
export interface SilencesTable {
  envelope_id: number
  document: Uint8Array
  opening: Uint8Array
  leaf: Uint8Array
  added: number
}

/** Logs of others that are followed. `state`: what the last look at them gave. */
export interface MonitoredLogsTable {
  origin: string
  size: number
  root: Uint8Array
  checkpoint: Uint8Array
  state: string
  checked: number
}

/** Proofs of misbehaviour, and quarrels without a proof; `proof` is canonical JSON. */
export interface AlarmsTable {
  id: Generated<number>
  /** SHA-256 of kind, origin, source and proof: the same finding is kept once. */
  digest: Uint8Array
  kind: string
  origin: string
  /** Who showed it: a peer's node id, a witness's name, or the URL of the log. */
  source: string
  proof: string
  added: number
}

/** Feeds that this node reads, how far each has been read, and how reading it goes. */
export interface FeedsTable {
  id: Generated<number>
  name: string
  /** What the operator set, as JSON; no secrets. */
  settings: string
  enabled: number
  /** When a person last saw a preview; a feed without one can't be enabled. */
  previewed: number | null
  /** How far it has been read, as JSON; empty before the first time. */
  position: string
  /** When it is to be read next. */
  due: number
  /** Who is reading it; empty when nobody is, or when `leased_until` is past. */
  lease: string
  leased_until: number
  attempted: number | null
  succeeded: number | null
  /** Why the last reading failed; null when it did not. */
  code: string | null
  /** Failures in a row. */
  failures: number
  polls: number
  objects_read: number
  objects_added: number
  faults: number
  bytes_read: number
  /** Faults of the last reading, the first of them, as JSON. */
  last_faults: string
  added: number
}

/** Parts of a feed that were read whole, such as MISP events, and which version of each. */
export interface FeedPartsTable {
  feed_id: number
  part: string
  mark: string
}

/** Which feed brought an object first. */
export interface FeedObjectsTable {
  object_id: number
  feed_id: number
}

/** TAXII collections. `title`, `description` and `definition` are JSON. */
export interface TaxiiCollectionsTable {
  id: Generated<number>
  uuid: string
  alias: string | null
  title: string
  description: string
  definition: string
  readable: number
  writable: number
  /** Newest `added` ever given in it, in microseconds: the next is greater. */
  last_added: number
  /** Counts what changed among the entries that were there already. */
  changes: number
  /** Objects up to this id have been looked at. */
  object_cursor: number
  /** Statements up to this id have been looked at, for views of a compact. */
  statement_cursor: number
  created: number
}

/** A span of a collection as whoever sees everything gets it by default, compressed. */
export interface TaxiiAsideTable {
  /** The status resource of the request, and the number of the batch in it. */
  status: string
  batch: number
  /** Who posted it: the row of the token. */
  token: number
  /** The collection's public id. */
  collection: string
  /** JSON: bytes of each object, in the order in which they stand in `body`. */
  sizes: string
  /** Objects in their exact bytes one after the other, as zstd. */
  body: Uint8Array
}

export interface TaxiiPacksTable {
  collection: number
  /** Whom it is for: see `taxii/consumer.ts`. */
  clearance: number
  /** The span: entries added after `begins`, up to and with `ends`. Spans follow on each other. */
  begins: number
  ends: number
  /** Times of adding of the first and the last object in it; 0 when there is none. */
  first_shown: number
  last_shown: number
  shown: number
  /** 0 to be made (again), 1 made, 2 can't be made. */
  state: number
  /** Bytes of `body` before it was compressed. */
  size: number
  /** JSON: ids of objects elsewhere that decided what may be shown; null when none did. */
  leans: string | null
  /** Objects with commas between them, and room around them, as DEFLATE blocks; null unless made. */
  body: Uint8Array | null
  /** CRC-32 of what comes out of `body`, so that it can be sent as gzip as it is. */
  checksum: number
}

/** What is in a collection: one row for each version of an object. */
export interface TaxiiEntriesTable {
  collection: number
  /** Microseconds since 1970 UTC; unique and rising within the collection. */
  added: number
  object_id: number
  stix_id: string
  type: string
  /** As the object writes it. */
  version: string
  /** Sorts as the time of the version does, whatever its digits. */
  version_order: string
  /** Index in `TLP_LEVELS` of the loosest clearance that sees something of it. */
  level: number
  /** 1 when consumers outside of the party may have it. */
  outside: number
  /** 1 when the collection holds no other version of the object. */
  alone: number
}

/** Versions that a consumer deleted from a collection; they stay in the node. */
export interface TaxiiRemovedTable {
  collection: number
  stix_id: string
  version_order: string
}

/** Who may use the TAXII server. `hash` is keyed; the secret itself is nowhere. */
export interface TaxiiTokensTable {
  id: Generated<number>
  key: string
  name: string
  hash: Uint8Array
  /** SHA-256 of a client certificate that stands for the token, hex. */
  certificate: string | null
  level: number
  outside: number
  created: number
  expires: number | null
  revoked: number | null
}

/** What a token may do with a collection. */
export interface TaxiiGrantsTable {
  token: number
  collection: number
  can_read: number
  can_write: number
}

/** Status resources, for the token that made the request only. */
export interface TaxiiStatusesTable {
  id: string
  token: number
  body: string
  until: number
}

/**
 * Objects of ours that a rule keeps from a peer. `state`: review, blocked, approved, rejected,
 * expired. `reason`: the reason of the strictest finding, by which people see them grouped.
 */
export interface ReleaseQueueTable {
  peer: string
  object_id: number
  state: string
  /** Label under which it was to leave. */
  tlp: string
  reason: string
  /** What the rules found, as JSON: rules, reasons, places; never content. */
  findings: string
  /** The bytes that leave when it is approved; null when nothing would. */
  body: Uint8Array | null
  /** The delegate who asked for it to be shared, who can't be the one who approves. */
  author: string
  added: number
  expires: number
  decided: number | null
}

/** Redacted copies: which object of ours stands for which at which peer. Never leaves. */
export interface ReleaseCopiesTable {
  object_id: number
  peer: string
  copy_id: number
}

/** Every decision of the release desk, for good. */
export interface ReleaseDecisionsTable {
  id: Generated<number>
  time: number
  actor: string
  /** released, redacted, blocked, queued, approved, rejected, expired, broke-glass. */
  action: string
  peer: string
  /** Null when the decision is about a whole batch that no rule had anything to say about. */
  object_id: number | null
  stix_id: string | null
  statement_id: number | null
  objects: number
  /** As in the queue; local laws are cited by the id of their rule and by name. */
  findings: string
  /** SHA-256 of the bytes that leave; null for a batch and where nothing leaves. */
  digest: Uint8Array | null
  note: string
}

/** Received envelopes whose receipts could not be answered at once: they go with the next parcel. */
export interface OwedReceiptsTable {
  envelope_id: number
  peer: string
  /** Size of our log in the latest parcel that took the receipt along; 0 before any has. */
  shown_size: number
}

/** Sizes of our log in parcels of which nobody knows yet whether the peer has them. */
export interface ShownSizesTable {
  peer: string
  size: number
}

/** What went to (out) and came from (in) a peer on a day, in days since 1970 UTC. */
export interface PeerDaysTable {
  peer: string
  day: number
  direction: string
  bytes: number
  objects: number
}

/** The path of an item that came without all of its siblings: hashes of 32 bytes each. */
export interface ItemPlacesTable {
  statement_id: number
  position: number
  path: Uint8Array
}

/**
 * Items of others' statements that we passed on to a peer (out) or that a peer passed on to us (in).
 * `statement_id`: who passes on says so in it.
 */
export interface ForwardsTable {
  direction: string
  peer: string
  target: Uint8Array
  position: number
  statement_id: number
}

/**
 * Who holds items that a peer (`via`) passed on of what it had from us, by its word: `told` is its
 * statement that the holder has receipted them, `recalled` that it has receipted their retraction.
 */
export interface OnwardHoldersTable {
  target: Uint8Array
  position: number
  holder: string
  via: string
  told: number | null
  recalled: number | null
}

/** Objects of others and our own copies of them that do not name their author. Never leaves. */
export interface RelaysTable {
  object_id: number
  copy_id: number
}

/**
 * Large files to (out) and from (in) a peer. `state`: reading, open, complete, discarded. `secret`:
 * the key under which the parts lie here, so that no scanner and no finger finds them as files.
 */
export interface AttachmentsTable {
  id: Generated<number>
  /** The offer; null while the file is being read in. */
  statement_id: number | null
  peer: string
  direction: string
  state: string
  size: number
  chunks: number
  /** Parts that are here (in) or that the peer has receipted (out). */
  held: number
  secret: Uint8Array
  added: number
}

/** Parts of large files; `body` is null once it is needed here no more. */
export interface AttachmentChunksTable {
  attachment_id: number
  position: number
  salt: Uint8Array
  body: Uint8Array | null
}

/**
 * What each request's thread folds to, kept in the transaction that takes a statement in, so that
 * thousands are listed without folding them again. Times are those of the clocks: absolute, so
 * nothing here ages.
 */
export interface RequestsTable {
  id: number
  /** Digest of the root statement: the thread. */
  root: Uint8Array
  peer: string
  /** Which we are: asker, owner. */
  side: string
  notice: number
  exercise: number
  type: string
  template: string
  urgency: string
  phase: string
  /** Who owes the next word: asker, owner, nobody. */
  turn: string
  is_open: number
  round: number
  /** The root's own time. */
  sent: number
  /** When the clock of this round started; null while nobody has told of a receipt. */
  started: number | null
  /** The first that is too late; null when it was met, waits or has not started. */
  acknowledge_due: number | null
  answer_due: number | null
  /** The earlier of both; 2^53 − 1 without either. */
  next_due: number
  paused: number
  targets: number
  /** Targets of which nothing is owed any more. */
  targets_done: number
  /** 1 while the peer has said something of whose arrival we have not told yet. */
  untold: number
  /** 1 while we have said something of whose arrival nobody has told. */
  unclaimed: number
  statements: number
  updated: number
}

/** Requests that are being written: local, until they are sent. `state`: draft, authorised. */
export interface RequestDraftsTable {
  id: number
  state: string
  author: string
  /** The second person, where four eyes are the rule; null before. */
  authoriser: string | null
  exercise: number
  /** The draft as JSON, without its targets. */
  body: string
  /** Normalised targets, one a line. */
  targets: Uint8Array | null
  /** What the release desk found when it was last written or let go, as JSON. */
  findings: string
  /** Hex SHA-256 of what the second person let go; null before. */
  looked_at: string | null
  /** As what each of the two acted: what the request signs of them. */
  author_role: string
  authoriser_role: string | null
  added: number
  updated: number
}

/** Words in requests that the release desk holds until a second person has looked. */
export interface HeldWordsTable {
  id: number
  /** Digest of the request's root. */
  request: Uint8Array
  peer: string
  exercise: number
  /** The kind of statement. */
  move: string
  /** As JSON. */
  act: string
  content: string
  findings: string
  author: string
  added: number
}

/** Who did what, when and from where; accounts by their id alone. */
export interface AccountTrailTable {
  id: Generated<number>
  time: number
  /** Id of an account; `operator` for the holder of the node's own token, empty for a stranger. */
  account: string
  /** Method and route, or `sign-in` and the like. */
  action: string
  /** What it was done to, such as the id of a peer or an object; never its content. */
  subject: string
  /** `ok` or the code of the refusal. */
  outcome: string
  address: string
  /** What the page that asked calls this very act; empty when it says nothing. */
  act: Generated<string>
}

/** Failed attempts to sign in, by a digest of who tried and where from. */
export interface SignInFailuresTable {
  who: string
  failures: number
  first: number
  /** No further attempt before; 0 when none is barred. */
  until: number
}

/** What peers did against the rules, with the signed bytes that show it. */
export interface BreachesTable {
  id: Generated<number>
  /** SHA-256 over kind, peer and bytes: the same breach is kept once. */
  digest: Uint8Array
  peer: string
  kind: string
  /** Refusal code; null for other kinds. */
  code: string | null
  first: Uint8Array
  second: Uint8Array | null
  added: number
}

/** What one person let go past the rules: the record, and its leaf in our log. */
export interface BrokenGlassTable {
  id: Generated<number>
  peer: string
  /** Canonical JSON. */
  document: Uint8Array
  opening: Uint8Array
  leaf: Uint8Array
  added: number
}

/** Points of contact, ours and those that peers have published to us. */
export interface ContactsTable {
  node: string
  /** 16 bytes in hex that its owner chose; the same in every revision. */
  contact: string
  revision: number
  role: string
  /** standing, withdrawn */
  state: string
  /** Of ours, what people need to reach them, as JSON; of peers' it is the statement's content. */
  card: string | null
  /** Of peers', the statement whose content is the newest; null once withdrawn, and for ours. */
  statement_id: number | null
  updated: number
}

/**
 * Which statement told which peer of a contact of ours. `state`: current, superseded (its content
 * goes once the peer has receipted it), erased.
 */
export interface ContactCopiesTable {
  statement_id: number
  contact: string
  peer: string
  revision: number
  state: string
}

/** Ping tests by the root of their thread. `direction`: out (we ask), in. */
export interface PingsTable {
  id: Uint8Array
  peer: string
  direction: string
  role: string
  exercise: number
  /** 1 while something may still happen: an answer, its receipt, or the end of the time. */
  is_open: number
  /** When it was said, or came, here. */
  asked: number
  /** The person here who answered; never told to the peer. */
  answered_by: string | null
}

/** Which roles of which peers are pinged how often, and when next. */
export interface PingSchedulesTable {
  peer: string
  role: string
  every_minutes: number
  within_minutes: number
  due: number
}

/** Who is on call on which line, in which hours of the week, from when until when. */
export interface RotaShiftsTable {
  id: Generated<number>
  /** duty, deputy */
  line: string
  contact: string
  /** Weekly hours with their time zone, as JSON. */
  hours: string
  starts: number
  ends: number | null
}

/** One person hands a line over to another. `state`: offered, accepted, declined. */
export interface RotaHandoversTable {
  id: Generated<number>
  line: string
  giver: string | null
  taker: string
  offered: number
  /** Until when the taker stays on call. */
  until: number
  state: string
  settled: number | null
  note: string
}

/** Every step of an escalation ladder that was taken, once. `side`: asker, owner. */
export interface EscalationsTable {
  request: Uint8Array
  side: string
  round: number
  /** acknowledge, answer, receipt */
  clock: string
  step: number
  /** Whom the step calls: deputy, policy-contact, hotline, … */
  called: string
  exercise: number
  due: number
  done: number
  /** The statement that told the peer; null when it was told nothing. */
  statement: Uint8Array | null
}

/** Calls made to make sure that a request is what it seems. `result`: confirmed, denied, no-answer. */
export interface CallBacksTable {
  id: Generated<number>
  request: Uint8Array
  contact: string
  actor: string
  result: string
  note: string
  exercise: number
  made: number
}

/** What people here are told. `subject` is an id, never content; `mark` keeps it to once. */
export interface NoticesTable {
  id: Generated<number>
  mark: string
  kind: string
  subject: string
  urgency: string | null
  exercise: number
  /** Whom it is for: duty, deputy, policy, hotline, technical. */
  line: string
  made: number
  seen: number | null
  seen_by: string | null
}

/** How a notice leaves. `channel`: email, webhook. `state`: waiting, sent, given-up. */
export interface NoticeOutboxTable {
  id: Generated<number>
  notice_id: number
  channel: string
  /** Id of a contact of ours, or name of a webhook: no address is kept here. */
  target: string
  state: string
  attempts: number
  due: number
  code: string | null
  settled: number | null
}

/** Concerted operations by the root of their thread. */
export interface OperationsTable {
  id: Uint8Array
  exercise: number
  is_open: number
  made: number
}

/** Translations made here of texts in statements; they never leave. `status`: machine, human. */
export interface TranslationsTable {
  statement: Uint8Array
  /** JSON Pointer into the statement's content. */
  path: string
  lang: string
  /** SHA-256 of the text that was translated. */
  source: Uint8Array
  words: string
  status: string
  maker: string
  reviewer: string | null
  made: number
  reviewed: number | null
}

/** Drills in which this node plays the scripted counterpart. `state`: running, done, stopped. */
export interface DrillsTable {
  id: Generated<number>
  scenario: string
  peer: string
  state: string
  started: number
  ended: number | null
}

/** What has become of each step of a drill. `state`: done, failed. */
export interface DrillStepsTable {
  drill_id: number
  step: string
  state: string
  code: string | null
  at: number
  /** Root of the thread that the step opened. */
  subject: Uint8Array | null
}

/** What objects are found by (`intel/search/keys.ts`). */
export interface SearchKeysTable {
  key: string
  object_id: number
}

/** How many objects the index holds of each kind. */
export interface SearchCountsTable {
  type: string
  tlp: string
  source: string
  objects: number
}

/** Queries that somebody keeps. */
export interface SavedSearchesTable {
  id: Generated<number>
  /** Account id, or `operator`. */
  owner: string
  name: string
  /** JSON. */
  query: string
  created: number
}
