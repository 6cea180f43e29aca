import type { StixObject } from '@concert/stix'
import type { Accounts } from './accounts/accounts.ts'
import type { AttachmentDesk } from './attachments/attachment-desk.ts'
import type { Compacts } from './compacts/compacts.ts'
import type { NodeContext } from './context.ts'
import type { CourierDesk } from './courier/courier-desk.ts'
import type { PeopleDesk } from './directory/people-desk.ts'
import type { NodeMetrics } from './events.ts'
import type { Outgoing } from './federation/outgoing.ts'
import type { Peers } from './federation/peers.ts'
import type { PullDesk } from './federation/pull-desk.ts'
import type { FeedDesk } from './feeds/feed-desk.ts'
import type { Intelligence } from './intel/intelligence.ts'
import type { RetentionDesk } from './intel/retention/retention-desk.ts'
import type { SearchDesk } from './intel/search/search-desk.ts'
import type { LanguageDesk } from './languages/language-desk.ts'
import type { LiveHub } from './live/live-events.ts'
import type { LiveStreams } from './live/stream.ts'
import type { MailDesk } from './mailbox/mail-desk.ts'
import type { MonitorDesk } from './monitor/monitor-desk.ts'
import type { OnwardDesk } from './onward/onward-desk.ts'
import type { Narrowing } from './release/narrowing.ts'
import type { ReleaseDesk } from './release/release-desk.ts'
import type { Review } from './release/review.ts'
import type { RequestDesk } from './requests/request-desk.ts'
import type { TaxiiDesk } from './taxii/taxii-desk.ts'
import type { TrustDesk } from './trust/trust-desk.ts'

/** The rooms of a running node, as its routes need them. */
export interface NodeParts {
  readonly context: NodeContext
  readonly peers: Peers
  readonly compacts: Compacts
  readonly intelligence: Intelligence
  readonly outgoing: Outgoing
  readonly pull: PullDesk
  readonly mail: MailDesk
  readonly courier: CourierDesk
  readonly taxii: TaxiiDesk
  readonly onward: OnwardDesk
  readonly attachments: AttachmentDesk
  readonly trust: TrustDesk
  readonly monitor: MonitorDesk
  readonly search: SearchDesk
  readonly retention: RetentionDesk
  readonly feeds: FeedDesk
  readonly release: ReleaseDesk
  readonly narrowing: Narrowing
  readonly review: Review
  readonly requests: RequestDesk
  readonly people: PeopleDesk
  readonly languages: LanguageDesk
  readonly metrics: NodeMetrics
  readonly accounts: Accounts
  readonly hub: LiveHub
  readonly streams: LiveStreams
  /** The STIX identity that our objects name as their creator. */
  readonly stixIdentity: StixObject
}
