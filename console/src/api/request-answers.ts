/** What the node answers about requests. */
import type { Named } from '../i18n/both.ts'
import type { Tlp } from './intel-answers.ts'
import type { Finding } from './release-answers.ts'

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
  /** As what they released it; who they are stays at their side. */
  readonly authorisers: readonly { readonly role: string }[]
  readonly questions: readonly { readonly ask: Worded; readonly settles: Worded | null }[]
  readonly facts: {
    readonly sector: string | null
    readonly verified: Worded | null
    readonly confidence: number | null
    readonly stix: readonly string[]
    readonly times: readonly {
      readonly what: Worded
      readonly at: string
      readonly precision: string
    }[]
  }
  readonly evidence: readonly {
    readonly item: string
    readonly digest: string | null
    readonly source: string | null
    readonly note: Worded | null
  }[]
  readonly basis: {
    readonly norm: string | null
    readonly law: Worded | null
    readonly mla_reference: string | null
  }
  readonly recipient: string | null
  readonly on_behalf_of: string | null
  readonly personal_data: Worded | null
  readonly preservation: { readonly object: Worded; readonly custodian: string } | null
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
  readonly authorisedUntil: number | null
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

/** Evidence that a word names. */
export interface HeldEvidence {
  readonly item: string
  /** SHA-256 of the file; null without one. */
  readonly digest: string | null
  readonly source: string | null
  readonly collector: string | null
  readonly note: Worded | null
}

/** A word in a request that waits for a second person: said to nobody yet. */
export interface HeldWord {
  readonly id: number
  readonly request: string
  readonly peer: string
  readonly exercise: boolean
  readonly move: string
  readonly act: Readonly<Record<string, unknown>>
  readonly content: {
    readonly note: Worded | null
    readonly answers: readonly { readonly n: number; readonly text: Worded }[]
    readonly evidence: readonly HeldEvidence[]
  } | null
  readonly findings: readonly Finding[]
  readonly author: string
  readonly added: number
  readonly bytes: {
    /** The statement's canonical bytes without the fields that are set at signing. */
    readonly statement: string | null
    readonly content: string | null
    readonly later: readonly string[]
  }
}
