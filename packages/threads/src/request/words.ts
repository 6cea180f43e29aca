/** Kinds of request, each with its own checklist (domain, Requests). */
export const REQUEST_TEMPLATES = [
  'phishing-takedown',
  'malware-hosting',
  'c2-takedown',
  'botnet-notification',
  'ddos-mitigation',
  'data-breach',
  'vulnerability',
  'preservation',
  'information',
  'victim-notification',
  'handling-breach',
] as const

/** One of {@link REQUEST_TEMPLATES}. */
export type RequestTemplateId = (typeof REQUEST_TEMPLATES)[number]

/** The harm that justifies an urgency. */
export const HARMS = [
  'life',
  'critical-infrastructure',
  'victims-now',
  'loss-now',
  'exposure',
  'none-known',
] as const

/** One of {@link HARMS}. */
export type Harm = (typeof HARMS)[number]

/** Why a request is refused. `no-reason-given` is allowed, and counted. */
export const REFUSE_CODES = [
  'not-our-constituency',
  'insufficient-evidence',
  'law-forbids',
  'mutual-legal-assistance',
  'disproportionate',
  'sovereignty-or-security',
  'duplicate',
  'capacity',
  'unsafe-to-act',
  'no-reason-given',
] as const

/** One of {@link REFUSE_CODES}. */
export type RefuseCode = (typeof REFUSE_CODES)[number]

/** What a checklist asks for, and what a refusal for insufficient evidence or need-info names. */
export const EVIDENCE_ITEMS = [
  'affected-systems',
  'attack-traffic',
  'contact-of-victim',
  'custodian',
  'data-categories',
  'first-seen',
  'harm-description',
  'headers',
  'legal-basis',
  'proof-of-concept',
  'sample-digest',
  'screenshot',
  'targets',
  'verification',
  'versions',
] as const

/** One of {@link EVIDENCE_ITEMS}. */
export type EvidenceItem = (typeof EVIDENCE_ITEMS)[number]

/** Status of a numbered question. */
export const QUESTION_STATUS = ['open', 'working', 'settled', 'cannot-answer', 'refused'] as const

/** What the side that owes the answer says of a target. */
export const OWNER_TARGET_STATUS = [
  'working',
  'down',
  'already-down',
  'notified',
  'not-ours',
  'cannot',
  'refused',
] as const

/** What the asking side says of a target: `up` after `down` is a relapse. */
export const ASKER_TARGET_STATUS = ['up', 'confirmed', 'withdrawn'] as const

/** Status of one target; `open` until anybody has said anything. */
export type TargetStatus =
  | 'open'
  | (typeof OWNER_TARGET_STATUS)[number]
  | (typeof ASKER_TARGET_STATUS)[number]

/** Why somebody extends, holds, withdraws, rates, disputes or closes. */
export const MOVE_REASONS = [
  'awaiting-third-party',
  'capacity',
  'duplicate',
  'false-positive',
  'incomplete',
  'incorrect',
  'late',
  'law',
  'no-longer-needed',
  'resolved',
  'technical',
  'useful',
  'no-reason-given',
] as const

/** Where a request stands, from signed messages alone. `lapsed` is a view. */
export const PHASES = [
  'sent',
  'acknowledged',
  'accepted',
  'needs-info',
  'in-progress',
  'partly-answered',
  'answered',
  'rated',
  'refused',
  'transferred',
  'withdrawn',
  'closed',
] as const

/** One of {@link PHASES}. */
export type Phase = (typeof PHASES)[number]

/** What a recipient may do with what a request tells (FIRST IEP 2.0, permitted actions). */
export const PERMITTED_ACTIONS = [
  'none',
  'contact-for-instruction',
  'internally-visible-actions',
  'externally-visible-indirect-actions',
  'externally-visible-direct-actions',
] as const
