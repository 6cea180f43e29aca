/**
 * What the node answers. The OpenAPI document describes what is asked in full, and answers by their
 * existence; their shapes stand here, as the node's own types have them.
 */
import type { Named } from '../i18n/both.ts'
import type { DirectoryGets, DirectoryPosts } from './directory-answers.ts'
import type { DrillGets, DrillPosts } from './drill-answers.ts'
import type { LanguagePosts } from './language-answers.ts'
import type { OperationPosts } from './operation-answers.ts'
import type { ScorecardGets, ScorecardPosts } from './scorecard-answers.ts'

export type Tlp = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'

export interface NodeStatus {
  readonly node: string
  readonly host: string
  readonly names: Named
  readonly log: {
    readonly origin: string
    readonly size: number
    readonly witnessedSize: number
    readonly cosigners: readonly string[]
    readonly quorumMet: boolean | null
  }
  readonly tendered: number
  readonly sealKeyUntil: string | null
  readonly alarms: Readonly<Record<string, number>>
  readonly objects: { readonly own: number; readonly received: number; readonly retracted: number }
  readonly sightings: number
  readonly envelopes: {
    readonly queued: number
    readonly accepted: number
    readonly refused: number
    readonly received: number
  }
  readonly sent: { readonly parcels: number; readonly bytes: number }
  readonly storeBytes: number
  readonly memoryBytes: number
}

export interface Identity {
  readonly node: string
  readonly host: string
  readonly names: Named
  readonly economy: string
  readonly version: number
  readonly log: { readonly origin: string; readonly vkey: string }
  readonly witness: { readonly name: string; readonly vkey: string }
  readonly keys: readonly {
    readonly id: string
    readonly use: string
    readonly alg: string
    readonly from: string
    readonly until: string
    readonly revoked: string | null
  }[]
}

export interface Peer {
  readonly node: string
  readonly host: string
  readonly url: string
  readonly state: 'confirmed' | 'unconfirmed' | string
  /** Why the pair is frozen. */
  readonly frozen: string | null
  readonly road: 'push' | 'collect' | 'pull' | 'courier'
  readonly names: Named
  readonly safetyNumber: string
}

/** An envelope that its recipient has refused, or that was withheld; `clause` is a path of the terms. */
export interface RefusedEnvelope {
  readonly peer: string
  readonly epoch: number
  readonly seq: number
  readonly code: string
  readonly clause: string | null
  readonly sentence: { readonly en: string; readonly zh: string }
  readonly objects: number
  readonly settled: string
}

export interface PeerHealth {
  readonly node: string
  readonly names: Named
  readonly road: Peer['road']
  readonly state: string
  readonly queued: number
  readonly lagMs: number
  readonly lastReceipt: number | null
  readonly owed: number
  readonly failures: number
  readonly fault: string | null
  readonly sentBytes: number
  readonly bytesPerSecond: number | null
}

export type Tier = 'intelligence' | 'requests' | 'matching' | 'dialogue'

export interface TierState {
  readonly open: boolean
  readonly closed: string | null
  readonly suspensions: readonly { readonly by: string; readonly reason: string }[]
  readonly closes: string | null
}

export interface Compact {
  readonly id: string
  readonly parties: readonly string[]
  readonly status: string
  readonly digest: string | null
  readonly proposals: readonly {
    readonly digest: string
    readonly by: string
    readonly round: number
    readonly from: string
    readonly until: string
    readonly signBy: string
    readonly signedBy: readonly string[]
  }[]
  readonly terms: Readonly<Record<string, unknown>> | null
  readonly tiers: Readonly<Record<Tier, TierState>>
  readonly ending: { readonly by: string; readonly at: string; readonly reason: string } | null
}

export interface Finding {
  readonly rule: string
  readonly reason: string
  readonly outcome: string
  readonly at: string | null
  readonly cites: string | null
  readonly law?: Named
}

export interface QueueView {
  readonly groups: readonly {
    readonly state: string
    readonly peer: string
    readonly reason: string
    readonly objects: number
    readonly expires: string
  }[]
  readonly entries: readonly QueueEntry[]
}

export interface QueueEntry {
  readonly id: string
  readonly type: string
  readonly name: string | null
  readonly peer: string
  readonly state: string
  readonly tlp: Tlp
  readonly reason: string
  readonly findings: readonly Finding[]
  readonly author: string
  readonly added: string
  readonly expires: string
}

export interface MonitorView {
  readonly reports: readonly {
    readonly origin: string
    readonly state: string
    readonly size: number
    readonly views: readonly { readonly source: string; readonly size: number }[]
  }[]
  readonly alarms: readonly {
    readonly kind: string
    readonly origin: string
    readonly source: string
    readonly added: string
    readonly proof: unknown
  }[]
}

export interface CompactVersion {
  readonly words: { readonly title: Named; readonly text: readonly Named[] } | null
  readonly terms: Readonly<Record<string, unknown>>
  readonly lines: readonly { readonly path: string; readonly label: Named; readonly value: Named }[]
}

export interface CompactChange {
  readonly path: string
  readonly before: unknown
  readonly after: unknown
  readonly sentence: Named
}

export interface CompactTemplate {
  readonly id: string
  readonly title: Named
  readonly text: readonly Named[]
  readonly terms: Readonly<Record<string, unknown>>
}

export interface ReleasePreview {
  readonly outcome: string
  readonly findings: readonly Finding[]
  /** What would leave; null when nothing would. */
  readonly body: string | null
}

export interface ReleaseDecision {
  readonly number: number
  readonly time: string
  /** Empty when the rules alone decided. */
  readonly actor: string
  readonly action: string
  readonly peer: string
  readonly id: string | null
  readonly objects: number
  readonly findings: readonly Finding[]
  readonly digest: string | null
  readonly note: string
}

export interface Recall {
  readonly peer: string
  /** Who passed it on to that peer; null for a peer of ours. */
  readonly via: string | null
  readonly time: string
  readonly reason: string
  readonly objects: number
  readonly receipted: boolean
}

/** A text in the language it was written in, with its translation beside it. */
export interface Worded {
  readonly original: { readonly lang: 'en' | 'zh'; readonly text: string }
  readonly translation: {
    readonly lang: 'en' | 'zh'
    readonly text: string
    readonly by: 'human' | 'machine'
    readonly reviewer: string | null
  } | null
  readonly authoritative: 'original' | 'translation' | 'both'
}

export interface RequestLine {
  readonly id: string
  readonly title: Worded | null
  readonly peer: string
  readonly side: 'asker' | 'owner'
  readonly notice: boolean
  readonly exercise: boolean
  readonly type: string
  readonly urgency: 'u0' | 'u1' | 'u2' | 'u3'
  readonly phase: string
  readonly status: string
  readonly turn: 'asker' | 'owner' | 'nobody'
  readonly open: boolean
  readonly paused: boolean
  readonly sent: number
  readonly started: number | null
  readonly acknowledgeDue: number | null
  readonly answerDue: number | null
  readonly callBack: boolean
  readonly targets: number
  readonly targetsDone: number
  readonly updated: number
}

export interface ClockView {
  readonly due: number | null
  readonly met: number | null
  readonly remaining: number | null
  readonly status: 'not-started' | 'running' | 'paused' | 'met' | 'late' | 'missed' | 'ended'
}

export interface RequestEvent {
  readonly digest: string
  readonly by: string
  readonly kind: string
  readonly heard: string | null
  readonly claimed: string | null
  readonly until: string | null
  readonly code: string | null
  readonly party: 'asker' | 'owner'
  readonly time: string
  readonly act: Readonly<Record<string, unknown>>
  readonly content: {
    readonly note: Worded | null
    readonly answers: readonly { readonly n: number; readonly text: Worded }[]
  } | null
}

export interface RequestContent {
  readonly title: Worded
  readonly description: Worded | null
  readonly harm: Worded | null
  readonly authorisers: readonly { readonly name: string; readonly role: string }[]
  readonly questions: readonly { readonly ask: Worded; readonly settles: Worded | null }[]
  readonly facts: {
    readonly sector: string | null
    readonly verified: Worded | null
    readonly confidence: number | null
    readonly stix: readonly string[]
  }
  readonly evidence: readonly {
    readonly item: string
    readonly digest: string | null
    readonly source: string | null
    readonly note: Worded | null
  }[]
  readonly basis: { readonly norm: string | null; readonly law: Worded | null }
}

export interface RequestDetail {
  readonly id: string
  readonly kind: 'request' | 'notify'
  readonly exercise: boolean
  readonly tlp: Tlp
  readonly sent: string
  readonly side: 'asker' | 'owner'
  readonly peer: string
  readonly root: {
    readonly type: string
    readonly urgency: 'u0' | 'u1' | 'u2' | 'u3'
    readonly harm: string
    readonly calendar: string
    readonly incident: {
      readonly class: string
      readonly type: string
      readonly level: number | null
    }
    readonly basis: {
      readonly kind: string
      readonly mla: string
      readonly no_attribution: boolean
    }
    readonly use: { readonly permitted_action: string }
  }
  readonly gbt: string | null
  readonly content: RequestContent | null
  readonly phase: string
  readonly turn: 'asker' | 'owner' | 'nobody'
  readonly view: {
    readonly status: string
    readonly acknowledge: ClockView
    readonly answer: ClockView
    readonly started: number | null
    readonly callBack: boolean
  }
  /** Status of each question, in their order. */
  readonly questions: readonly string[]
  readonly evidence: readonly string[]
  readonly wanted: readonly string[]
  readonly targets: {
    readonly total: number
    readonly listed: number
    readonly byStatus: Readonly<Record<string, number>>
    readonly relapses: number
  }
  readonly events: readonly RequestEvent[]
  readonly moves: readonly string[]
  readonly held: readonly HeldWord[]
}

export interface TargetPage {
  readonly targets: readonly {
    readonly index: number
    readonly value: string | null
    readonly status: string
    readonly relapses: number
  }[]
  readonly next: number | null
}

type Words = Readonly<Record<string, Named>>

export interface RequestWords {
  readonly templates: readonly {
    readonly id: string
    readonly title: Named
    readonly hint: Named
    readonly urgency: 'u0' | 'u1' | 'u2' | 'u3'
    readonly required: readonly string[]
    readonly wanted: readonly string[]
    readonly needs: readonly string[]
  }[]
  readonly phases: Words
  readonly types: Words
  readonly urgencies: Words
  readonly harms: Words
  readonly refusals: Words
  readonly evidence: Words
  readonly questions: Words
  readonly targets: Words
  readonly reasons: Words
  readonly permitted: Words
  readonly calendarNames: Words
  readonly classes: Words
  readonly incidentTypes: Words
  readonly gbt: Words
  readonly notice: Named
}

export interface DraftView {
  readonly id: number
  readonly state: 'draft' | 'authorised'
  readonly author: string
  readonly authoriser: string | null
  readonly draft: {
    readonly peer: string
    readonly template: string
    readonly exercise?: boolean
    readonly tlp?: Tlp
    readonly act?: Readonly<Record<string, unknown>>
    readonly content: Readonly<Record<string, unknown>>
  }
  readonly updated: number
  readonly findings: readonly {
    readonly level: 'block' | 'warn'
    readonly item: string | null
    readonly sentence: Named
  }[]
  readonly fault: { readonly code: string; readonly at: string } | null
  readonly targets: number
  readonly release: {
    readonly outcome: 'allow' | 'review' | 'block'
    readonly findings: readonly Finding[]
  }
  /** Objects that it points to, and how they stand with the receiver. */
  readonly objects: readonly {
    readonly id: string
    readonly standing: 'theirs' | 'ours' | 'held' | 'unknown'
    readonly copy: string | null
  }[]
  readonly ready: boolean
}

/** A word in a request that waits for a second person: said to nobody yet. */
export interface HeldWord {
  readonly id: number
  readonly request: string
  readonly peer: string
  readonly exercise: boolean
  readonly move: string
  readonly act: Readonly<Record<string, unknown>>
  readonly content: Readonly<Record<string, unknown>> | null
  readonly findings: readonly Finding[]
  readonly author: string
  readonly added: number
}

/** Somebody with an account here. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
  readonly disabled: boolean
}

export interface IntelRow {
  readonly id: number
  readonly stixId: string
  readonly type: string
  readonly modified: string
  readonly tlp: Tlp
  readonly source: string
  readonly added: number
  readonly retracted: boolean
  readonly object: Readonly<Record<string, unknown>>
}

export interface IntelSearch {
  readonly kind: string
  readonly spelling: string
  readonly rows: readonly IntelRow[]
  readonly next: string | null
  readonly facets: {
    readonly type: Readonly<Record<string, number>>
    readonly tlp: Readonly<Record<string, number>>
    readonly source: Readonly<Record<string, number>>
    readonly objects: number
    readonly isPart: boolean
  } | null
  readonly behind: number
}

export interface SaidBy {
  readonly statement: string
  readonly kind: string
  readonly node: string
  readonly role: string
  readonly time: string
  readonly compact: string | null
  readonly exercise: boolean
}

export interface IntelVersion extends IntelRow {
  readonly isCopy: boolean
  readonly said: readonly (SaidBy & {
    readonly carried: readonly {
      readonly direction: 'in' | 'out'
      readonly peer: string
      readonly seq: number
      readonly state: string
      readonly logged: boolean
      readonly receipted: boolean
      readonly added: number
    }[]
  })[]
  readonly retraction: (SaidBy & { readonly reason: string }) | null
}

export interface IntelObject {
  readonly stixId: string
  readonly type: string
  readonly versions: readonly IntelVersion[]
  readonly sightings: readonly (SaidBy & { readonly reporter: string; readonly count: number })[]
  readonly isPart: boolean
}

export interface Relations {
  readonly nodes: readonly {
    readonly stixId: string
    readonly type: string
    readonly name: string
    readonly tlp: Tlp
    readonly retracted: boolean
  }[]
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string }[]
  readonly isPart: boolean
}

export interface LookedUp {
  readonly given: string
  readonly kind: string
  readonly spelling: string
  readonly exact: readonly KnownObject[]
  readonly around: readonly KnownObject[]
}

export interface KnownObject {
  readonly stixId: string
  readonly type: string
  readonly tlp: Tlp
  readonly source: string
  readonly retracted: boolean
}

export interface SavedSearch {
  readonly id: number
  readonly name: string
  readonly query: { readonly q: string }
}

export interface SessionLine {
  readonly id: string
  readonly method: string
  readonly address: string
  readonly agent: string
  readonly used: string
  readonly isCurrent: boolean
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
  readonly disabled: boolean
  readonly created: string
  readonly factors: readonly string[]
}

/** What an operator hands over to somebody, once. */
export interface Credentials {
  readonly id: string
  readonly email: string
  readonly password: string
}

export interface TrailEntry {
  readonly number: number
  readonly time: string
  readonly account: string
  readonly action: string
  readonly outcome: string
  readonly address: string
}

export interface Feed {
  readonly name: string
  readonly kind: string
  readonly url: string
  readonly tlp: Tlp
  readonly enabled: boolean
  readonly running: boolean
  readonly succeeded: string | null
  /** Why the latest attempt failed. */
  readonly code: string | null
  readonly failures: number
  readonly objectsRead: number
  readonly objectsAdded: number
  readonly faults: number
}

export interface FeedPreview {
  readonly read: number
  readonly sample: readonly { readonly id: string; readonly type: string; readonly name: string }[]
  readonly faultCount: number
}

export interface TaxiiCollection {
  readonly id: string
  readonly alias?: string
  readonly title: Named
  readonly view: {
    readonly tlp?: Tlp
    readonly types?: readonly string[]
    readonly labels?: readonly string[]
  }
  readonly readable: boolean
  readonly writable: boolean
}

export interface TaxiiToken {
  readonly key: string
  readonly name: string
  readonly tlp: Tlp
  readonly created: string
  readonly expires: string | null
  readonly revoked: string | null
}

/** What is wrong with one entry of a file. */
export interface ImportFault {
  readonly code: string
  readonly at: string
  readonly message: Named | null
}

export interface ImportPreview {
  readonly read: number
  readonly types: Readonly<Record<string, number>>
  readonly sample: readonly {
    readonly id: string
    readonly type: string
    readonly tlp: Tlp
    readonly name: string
  }[]
  readonly faultCount: number
  readonly faults: readonly ImportFault[]
  readonly findingCount: number
  readonly findings: readonly {
    readonly kind: string
    readonly value: string
    readonly line: number
    readonly column: number
    readonly part: string | null
    readonly warnings: readonly { readonly code: string; readonly message: Named | null }[]
  }[]
}

/** What an import tells while it runs. */
export type ImportEvent =
  | { readonly event: 'progress'; readonly read: number; readonly added: number }
  | {
      readonly event: 'done'
      readonly read: number
      readonly added: number
      readonly faultCount: number
      readonly faults: readonly ImportFault[]
    }
  | { readonly event: 'refused'; readonly code: string; readonly message: Named }

export interface MatrixPhase {
  readonly chain: string
  readonly phase: string
  readonly types: Readonly<Record<string, number>>
  readonly cells: readonly {
    readonly stixId: string
    readonly type: string
    readonly name: string
    readonly tlp: Tlp
    readonly source: string
  }[]
  readonly isPart: boolean
}

export interface Outlook {
  readonly total: number
  readonly looked: number
  readonly groups: readonly {
    readonly outcome: 'allow' | 'redact' | 'review' | 'block' | 'wait'
    readonly rule: string | null
    readonly reason: string | null
    readonly objects: number
    readonly sample: readonly {
      readonly id: string
      readonly type: string
      readonly name: string
      readonly tlp: Tlp
      readonly findings: readonly Finding[]
    }[]
  }[]
}

/** Answers to GET, by path. */
export interface GetAnswers extends ScorecardGets, DirectoryGets, DrillGets {
  '/api/v1/status': NodeStatus
  '/api/v1/identity': Identity
  '/api/v1/peers': { readonly peers: readonly Peer[] }
  '/api/v1/delivery': { readonly peers: readonly PeerHealth[] }
  '/api/v1/delivery/refused': { readonly envelopes: readonly RefusedEnvelope[] }
  '/api/v1/compacts': { readonly compacts: readonly Compact[] }
  '/api/v1/compacts/templates': { readonly templates: readonly CompactTemplate[] }
  '/api/v1/release/recalls': { readonly recalls: readonly Recall[] }
  '/api/v1/people': { readonly people: readonly Person[] }
  '/api/v1/requests/words': RequestWords
  '/api/v1/feeds': { readonly feeds: readonly Feed[] }
  '/api/v1/taxii/collections': { readonly collections: readonly TaxiiCollection[] }
  '/api/v1/taxii/tokens': { readonly tokens: readonly TaxiiToken[] }
  '/api/v1/sessions': { readonly sessions: readonly SessionLine[] }
  '/api/v1/accounts': { readonly accounts: readonly Account[] }
  '/api/v1/audit': { readonly entries: readonly TrailEntry[] }
  '/api/v1/intel/saved': { readonly searches: readonly SavedSearch[] }
  '/api/v1/monitor': MonitorView
  '/api/v1/published-keys': unknown
  '/api/v1/log/growth': {
    readonly points: readonly { readonly at: number; readonly size: number }[]
  }
}

/** Answers to POST, by path. */
export interface PostAnswers
  extends ScorecardPosts,
    OperationPosts,
    DirectoryPosts,
    DrillPosts,
    LanguagePosts {
  '/api/v1/peers': Peer
  '/api/v1/peers/confirm': unknown
  '/api/v1/peers/road': unknown
  '/api/v1/compacts': Compact
  '/api/v1/compacts/amend': Compact
  '/api/v1/compacts/sign': Compact
  '/api/v1/compacts/suspend': Compact
  '/api/v1/compacts/resume': Compact
  '/api/v1/compacts/end': Compact
  '/api/v1/compacts/version': CompactVersion
  '/api/v1/compacts/diff': { readonly changes: readonly CompactChange[] }
  '/api/v1/monitor': MonitorView
  '/api/v1/intel/search': IntelSearch
  '/api/v1/intel/lookup': { readonly values: readonly LookedUp[] }
  '/api/v1/intel/object': IntelObject
  '/api/v1/intel/relations': Relations
  '/api/v1/intel/matrix': { readonly phases: readonly MatrixPhase[]; readonly isPart: boolean }
  '/api/v1/intel/saved': { readonly id: number }
  '/api/v1/intel/saved/remove': unknown
  '/api/v1/retract': unknown
  '/api/v1/sight': unknown
  '/api/v1/sessions/revoke': unknown
  '/api/v1/session/language': unknown
  '/api/v1/accounts': Credentials
  '/api/v1/accounts/roles': unknown
  '/api/v1/accounts/disable': unknown
  '/api/v1/accounts/enable': unknown
  '/api/v1/accounts/reset': Credentials
  '/api/v1/feeds': unknown
  '/api/v1/feeds/preview': FeedPreview
  '/api/v1/feeds/enable': unknown
  '/api/v1/feeds/disable': unknown
  '/api/v1/feeds/run': unknown
  '/api/v1/feeds/remove': unknown
  '/api/v1/taxii/collections': unknown
  '/api/v1/taxii/collections/remove': unknown
  '/api/v1/taxii/tokens': { readonly token: string }
  '/api/v1/taxii/tokens/revoke': unknown
  '/api/v1/requests/list': {
    readonly requests: readonly RequestLine[]
    readonly next: string | null
  }
  '/api/v1/requests/counts': {
    readonly open: number
    readonly ours: number
    readonly lapsed: number
    readonly callBack: number
    readonly nextDue: number | null
  }
  '/api/v1/requests/show': RequestDetail
  '/api/v1/requests/targets': TargetPage
  '/api/v1/requests/move': RequestDetail
  '/api/v1/requests/held': { readonly held: readonly HeldWord[] }
  '/api/v1/requests/held/approve': { readonly request: string; readonly digest: string }
  '/api/v1/requests/held/reject': { readonly request: string }
  '/api/v1/requests/drafts': { readonly drafts: readonly DraftView[] }
  '/api/v1/requests/drafts/keep': { readonly draft: DraftView }
  '/api/v1/requests/drafts/show': DraftView
  '/api/v1/requests/drafts/authorise': DraftView
  '/api/v1/requests/drafts/discard': unknown
  '/api/v1/requests/drafts/send': { readonly id: string }
  '/api/v1/release/outlook': Outlook
  '/api/v1/release/queue': QueueView
  '/api/v1/release/preview': ReleasePreview
  '/api/v1/release/approve': { readonly decided: number }
  '/api/v1/release/reject': { readonly decided: number }
  '/api/v1/release/break-glass': { readonly decided: number }
  '/api/v1/release/audit': { readonly decisions: readonly ReleaseDecision[] }
}
