import {
  type Decoder,
  dictionary,
  flag,
  hexText,
  integer,
  list,
  literal,
  nullable,
  object,
  sortedSet,
  text,
} from '@concert/core'
import { TLP_LEVELS, type Tlp } from '@concert/envelope'

/** Tiers that are agreed and suspended one by one. The control tier is none of them: it stays. */
export const TIERS = ['intelligence', 'requests', 'matching', 'dialogue'] as const

/** One of {@link TIERS}. */
export type Tier = (typeof TIERS)[number]

/** Urgencies of requests, the most urgent first (domain, Requests). */
export const URGENCIES = ['u0', 'u1', 'u2', 'u3'] as const

/** What a party may ask another for. */
export const REQUEST_TYPES = [
  'analysis',
  'clarification',
  'information',
  'preservation',
  'takedown',
  'victim-notification',
] as const

const CODE = /^[a-z][a-z0-9-]*$/
const kebab = (max: number): Decoder<string> => text({ max, pattern: CODE })

const intelligence = object({
  /** Highest label that may flow. */
  tlp: literal(...TLP_LEVELS),
  /** STIX object types, sorted. */
  types: sortedSet(kebab(100), { min: 1, max: 64 }),
  /** Whether who is behind something may be said. */
  attribution: flag(),
  /** Whether what was received may be passed on. */
  onward: flag(),
  retention_days: integer(1, 36_500),
  /** Whether authors are told who holds what was passed on; not, when it is left out. */
  holders_told: (value, path) => value !== undefined && flag()(value, path),
})

/**
 * A time to answer: `minutes` by the clock, or `working_days` by the calendar of the side that
 * owes the answer.
 */
export const SPAN = object({
  unit: literal('minutes', 'working_days'),
  count: integer(1, 1_000_000),
})

const urgency = object({
  acknowledge: SPAN,
  answer: SPAN,
  /** Whom a missed time is raised to, and how long after. */
  ladder: list(object({ to: kebab(40), after: SPAN }), { max: 8 }),
})

const requests = object({
  types: sortedSet(literal(...REQUEST_TYPES) as Decoder<string>, {
    min: 1,
    max: REQUEST_TYPES.length,
  }),
  /** Urgencies that may be used, each with its times. */
  urgency: dictionary(literal(...URGENCIES) as Decoder<string>, urgency, URGENCIES.length),
  /** Most targets of one request. */
  targets: integer(1, 100_000),
})

const matching = object({
  set_min: integer(1),
  set_max: integer(1),
  /** Evaluations a day, in elements. */
  budget_per_day: integer(1),
  /** Whether matched items are told, or only how many there are. */
  tell: literal('count', 'items'),
})

const dialogue = object({
  tracks: sortedSet(kebab(40), { min: 1, max: 8 }),
  /** Whether what is said may be used, but not who said it, unless a session says otherwise. */
  chatham_house: flag(),
})

const mailbox = object({
  name: text({ max: 100 }),
  vkey: text({ max: 3000 }),
  url: text({ max: 300, pattern: /^https?:\/\// }),
})

/** Machine-readable terms; a tier that is null is not agreed. */
export const TERMS = object({
  intelligence: nullable(intelligence),
  requests: nullable(requests),
  matching: nullable(matching),
  dialogue: nullable(dialogue),
  /** Signature suites that every statement under this compact carries at least, sorted. */
  suites: sortedSet(kebab(40), { max: 8 }),
  /** Witness policy (C2SP tlog-policy) that cosignatures on evidence meet, or null. */
  witnesses: nullable(text({ max: 20_000 })),
  /** Neutral mailboxes that every party polls. */
  mailboxes: list(mailbox, { max: 8 }),
  /** How long before it takes effect a suspension, and the end, must be said. */
  notice: object({ suspend_hours: integer(0, 8760), end_days: integer(0, 3650) }),
  /** Whether the other side's own texts may be relayed without naming who wrote them. */
  anonymous_relay: flag(),
})

/** See {@link TERMS}. */
export type Terms = Omit<ReturnType<typeof TERMS>, 'intelligence'> & {
  readonly intelligence: IntelligenceTerms | null
}
/** Terms of the intelligence tier. */
export type IntelligenceTerms = Omit<ReturnType<typeof intelligence>, 'holders_told'> & {
  readonly holders_told?: boolean
}
/** Terms of the requests tier. */
export type RequestTerms = ReturnType<typeof requests>
/** Terms of the matching tier. */
export type MatchingTerms = ReturnType<typeof matching>
/** Terms of the dialogue tier. */
export type DialogueTerms = ReturnType<typeof dialogue>
/** Digest of a statement, lower-case hexadecimal. */
export const DIGEST: Decoder<string> = hexText(32)

/** Terms under which nothing flows but the control tier. */
export const NO_TERMS: Terms = {
  intelligence: null,
  requests: null,
  matching: null,
  dialogue: null,
  suites: ['ed25519', 'ml-dsa-65'],
  witnesses: null,
  mailboxes: [],
  notice: { suspend_hours: 0, end_days: 0 },
  anonymous_relay: false,
}

/** Whether a TLP label is within the highest one allowed. */
export function tlpAllowed(tlp: Tlp, highest: Tlp): boolean {
  return TLP_LEVELS.indexOf(tlp) <= TLP_LEVELS.indexOf(highest)
}
