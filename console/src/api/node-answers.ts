/** What the node answers about the node itself, its peers, feeds and TAXII collections. */
import type { Named } from '../i18n/both.ts'
import type { Tlp } from './intel-answers.ts'

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
  readonly state: 'refused' | 'withheld'
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
