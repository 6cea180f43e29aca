/**
 * What the node answers. The OpenAPI document describes what is asked in full, and answers by their
 * existence; their shapes stand here, as the node's own types have them.
 */
import type { Named } from '../i18n/both.ts'

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
    readonly [detail: string]: unknown
  }[]
  readonly alarms: readonly {
    readonly kind: string
    readonly origin: string
    readonly [detail: string]: unknown
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
  readonly time: string
  readonly reason: string
  readonly objects: number
  readonly receipted: boolean
}

/** Answers to GET, by path. */
export interface GetAnswers {
  '/api/v1/status': NodeStatus
  '/api/v1/identity': Identity
  '/api/v1/peers': { readonly peers: readonly Peer[] }
  '/api/v1/delivery': { readonly peers: readonly PeerHealth[] }
  '/api/v1/compacts': { readonly compacts: readonly Compact[] }
  '/api/v1/compacts/templates': { readonly templates: readonly CompactTemplate[] }
  '/api/v1/release/recalls': { readonly recalls: readonly Recall[] }
  '/api/v1/people': { readonly people: readonly { readonly id: string; readonly name: string }[] }
  '/api/v1/monitor': MonitorView
}

/** Answers to POST, by path. */
export interface PostAnswers {
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
  '/api/v1/release/queue': QueueView
  '/api/v1/release/preview': ReleasePreview
  '/api/v1/release/approve': { readonly decided: number }
  '/api/v1/release/reject': { readonly decided: number }
  '/api/v1/release/break-glass': { readonly decided: number }
  '/api/v1/release/audit': { readonly decisions: readonly ReleaseDecision[] }
}
