/** What the node answers about compacts. */
import type { Named } from '../i18n/both.ts'

export type Tier = 'intelligence' | 'requests' | 'matching' | 'dialogue'

export interface TierState {
  readonly open: boolean
  readonly closed: string | null
  readonly suspensions: readonly {
    readonly by: string
    readonly reason: string
    readonly from: string
  }[]
  readonly pending: readonly {
    readonly by: string
    readonly reason: string
    readonly from: string
  }[]
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
    readonly unheldBy: readonly string[]
  }[]
  readonly terms: Readonly<Record<string, unknown>> | null
  readonly tiers: Readonly<Record<Tier, TierState>>
  readonly ending: { readonly by: string; readonly at: string; readonly reason: string } | null
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

/** How long what came under compacts is kept, and what goes next. */
export interface KeptView {
  readonly begins: string | null
  readonly compacts: readonly {
    readonly compact: string
    readonly versions: readonly { readonly version: string; readonly days: number }[]
    readonly next: string
    readonly soon: number
  }[]
}
