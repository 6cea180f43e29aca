/** What the node answers about the release desk. */
import type { Named } from '../i18n/both.ts'
import type { Tlp } from './intel-answers.ts'

export interface Finding {
  readonly rule: string
  readonly reason: string
  readonly outcome: string
  readonly at: string | null
  readonly cites: string | null
  readonly law?: Named
}

export interface QueueView {
  readonly at: string
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
  /** Name of what is shown; given back by whoever decides. */
  readonly shown: string
}

export interface ReleasePreview {
  readonly outcome: string
  readonly findings: readonly Finding[]
  /** What would leave; null when nothing would. */
  readonly body: string | null
  /** Of what waits, the name of what is shown; given back by whoever decides. */
  readonly shown: string | null
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

/** Somebody who holds an object of ours; `recalled` is null while we have not taken it back. */
export interface Holder {
  readonly node: string
  /** Who passed it on; null when it has it from us. */
  readonly via: string | null
  readonly receipted: boolean
  readonly recalled: boolean | null
}
