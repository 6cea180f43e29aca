/** What the node answers about drills and notices. */
import type { Named } from '../i18n/both.ts'

export interface DrillStep {
  readonly id: string
  readonly do: 'request' | 'move' | 'ping' | 'expect' | 'await-request'
  readonly state: 'waiting' | 'drafted' | 'done' | 'failed'
  readonly code: string | null
  readonly at: string | null
  /** The request or ping test that it is about. */
  readonly subject: string | null
}

export interface Drill {
  readonly id: number
  readonly title: Named
  readonly purpose: Named
  readonly peer: string
  readonly state: 'running' | 'done' | 'stopped'
  readonly speed: number
  readonly started: string
  readonly ended: string | null
  readonly steps: readonly DrillStep[]
}

export interface Notice {
  readonly id: number
  readonly kind: string
  readonly subject: string
  readonly urgency: 'u0' | 'u1' | 'u2' | 'u3' | null
  readonly exercise: boolean
  readonly line: string
  readonly made: string
  readonly seen: string | null
  readonly seenBy: string | null
  /** How it left the node; empty when it stands in the feed alone. */
  readonly sent: readonly {
    readonly channel: string
    readonly target: string
    readonly state: string
    readonly attempts: number
    readonly code: string | null
  }[]
}

/** How a channel of notices does. */
export interface Channel {
  readonly channel: 'email' | 'webhook'
  readonly name: string
  readonly waiting: number
  readonly sent: number
  readonly givenUp: number
  readonly lastSent: string | null
  readonly code: string | null
}

/** Answers to GET, by path. */
export interface DrillGets {
  '/api/v1/drills': { readonly drills: readonly Drill[] }
  '/api/v1/notices/channels': { readonly channels: readonly Channel[] }
}

/** Answers to POST, by path. */
export interface DrillPosts {
  '/api/v1/drills': Drill
  '/api/v1/drills/show': Drill
  '/api/v1/drills/stop': Drill
  '/api/v1/notices/list': { readonly notices: readonly Notice[] }
  '/api/v1/notices/seen': unknown
}
