/**
 * What the node answers. The OpenAPI document describes what is asked in full, and answers by their
 * existence; their shapes stand here, as the node's own types have them.
 */

import type { Account, Credentials, Person, SessionLine, TrailEntry } from './account-answers.ts'
import type {
  Compact,
  CompactChange,
  CompactTemplate,
  CompactVersion,
  KeptView,
} from './compact-answers.ts'
import type { DirectoryGets, DirectoryPosts } from './directory-answers.ts'
import type { DrillGets, DrillPosts } from './drill-answers.ts'
import type {
  IntelObject,
  IntelSearch,
  LookedUp,
  MatrixPhase,
  Relations,
  SavedSearch,
} from './intel-answers.ts'
import type { LanguagePosts } from './language-answers.ts'
import type {
  Feed,
  FeedPreview,
  Identity,
  MonitorView,
  NodeStatus,
  Peer,
  PeerHealth,
  RefusedEnvelope,
  TaxiiCollection,
  TaxiiToken,
} from './node-answers.ts'
import type { OperationPosts } from './operation-answers.ts'
import type {
  Holder,
  Outlook,
  QueueView,
  Recall,
  ReleaseDecision,
  ReleasePreview,
} from './release-answers.ts'
import type {
  DraftView,
  HeldWord,
  RequestDetail,
  RequestLine,
  RequestWords,
  TargetPage,
} from './request-answers.ts'
import type { ScorecardGets, ScorecardPosts } from './scorecard-answers.ts'

/** Answers to GET, by path. */
export interface GetAnswers extends ScorecardGets, DirectoryGets, DrillGets {
  '/api/v1/status': NodeStatus
  '/api/v1/identity': Identity
  '/api/v1/peers': { readonly peers: readonly Peer[] }
  '/api/v1/delivery': { readonly peers: readonly PeerHealth[] }
  '/api/v1/delivery/refused': { readonly envelopes: readonly RefusedEnvelope[] }
  '/api/v1/compacts': { readonly compacts: readonly Compact[] }
  '/api/v1/compacts/kept': KeptView
  '/api/v1/compacts/templates': { readonly templates: readonly CompactTemplate[] }
  '/api/v1/release/recalls': { readonly recalls: readonly Recall[] }
  '/api/v1/release/holders': { readonly holders: readonly Holder[] }
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
    readonly refused: number
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
