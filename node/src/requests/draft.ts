import { type Json, type JsonObject, ok, type Result, refuse } from '@concert/core'
import { TLP_LEVELS, type Tlp } from '@concert/envelope'
import {
  calendarsOf,
  decodeRequestAct,
  decodeRequestContent,
  evidenceOf,
  type RequestContent,
  type RequestRoot,
  type RequestTemplate,
  type RequestTemplateId,
  type RequestTerms,
  TEMPLATES,
} from '@concert/threads'

/** A request as somebody writes it; whatever is left out is as its template has it. */
export interface RequestDraft {
  /** Whom it is for. */
  readonly peer: string
  readonly template: RequestTemplateId
  /** A drill, from end to end. */
  readonly exercise?: boolean
  readonly tlp?: Tlp
  /** Members of the act, see the protocol: type, urgency, harm, incident, basis, use and more. */
  readonly act?: JsonObject
  /** Texts: `title` at least. Never part of the act. */
  readonly content: JsonObject
}

/** A request that is ready to be signed. */
export interface BuiltRequest {
  readonly kind: 'request.request' | 'request.notify'
  readonly act: RequestRoot
  readonly content: RequestContent
  readonly tlp: Tlp
  readonly exercise: boolean
}

/** What a request is built under. */
export interface BuildingGround {
  readonly own: string
  /** Version of the compact in force, and its terms for requests. */
  readonly compact: string
  readonly terms: RequestTerms
  /** Economy of the side that owes. */
  readonly economy: string
  readonly targets: number
  readonly authorisers: RequestContent['authorisers']
}

const NO_CONTENT = {
  description: null,
  harm: null,
  recipient: null,
  on_behalf_of: null,
  questions: [],
  evidence: [],
  personal_data: null,
  preservation: null,
} as const
const NO_FACTS = { times: [], sector: null, verified: null, confidence: null, stix: [] }
const NO_BASIS = { norm: null, law: null, mla_reference: null }
const NO_USE = {
  victim_notification: false,
  attribution: false,
  permitted_action: 'externally-visible-direct-actions',
  prosecution: false,
  publication: false,
  targeting: false,
  expires: null,
}

/** Makes a draft into act and content, or names the first field that is wrong. */
export function buildRequest(
  draft: RequestDraft,
  ground: BuildingGround,
): Result<BuiltRequest, 'bad-act' | 'bad-content' | 'nothing-agreed'> {
  const template = TEMPLATES[draft.template]
  const content = contentOf(draft, ground)
  if (!content.ok) return content
  const urgency = String(draft.act?.urgency ?? template.urgency)
  const row = Object.hasOwn(ground.terms.urgency, urgency)
    ? ground.terms.urgency[urgency]
    : undefined
  if (!row) return refuse('nothing-agreed', `requests.urgency.${urgency}`)
  const given = actOf(draft, template, ground, { ...row }, content.value)
  const kind = draft.act?.kind ?? template.kind
  if (kind !== 'request' && kind !== 'notify') return refuse('bad-act', 'act.kind')
  const act = decodeRequestAct(`request.${kind}`, given)
  if (!act.ok) return refuse('bad-act', `act.${act.at ?? ''}`)
  // Told while it is written: its receiver would refuse it under the same clause.
  if (!ground.terms.types.includes(act.value.type))
    return refuse('nothing-agreed', 'requests.types')
  const { exercise = false, tlp = 'amber' } = draft
  if (!TLP_LEVELS.includes(tlp)) return refuse('bad-act', 'tlp')
  return ok({ kind: `request.${kind}`, act: act.value, content: content.value, tlp, exercise })
}

function contentOf(
  { content }: RequestDraft,
  { authorisers }: BuildingGround,
): Result<RequestContent, 'bad-content'> {
  const { facts, basis } = content
  const whole = {
    ...NO_CONTENT,
    ...content,
    facts: { ...NO_FACTS, ...objectOf(facts) },
    basis: { ...NO_BASIS, ...objectOf(basis) },
    authorisers: authorisers as unknown as Json,
  }
  const read = decodeRequestContent('root', whole as Json)
  return read.ok ? ok(read.value) : refuse('bad-content', `content.${read.at ?? ''}`)
}

function actOf(
  draft: RequestDraft,
  template: RequestTemplate,
  ground: BuildingGround,
  row: Pick<RequestRoot['times'], 'acknowledge' | 'answer'>,
  content: RequestContent,
): JsonObject {
  const { kind: _, incident, basis, use, personal_data, ...rest } = draft.act ?? {}
  const personal = { categories: [], minimised: true, ...objectOf(personal_data) }
  const act = {
    type: template.type,
    urgency: template.urgency,
    harm: 'none-known',
    calendar: calendarsOf(ground.economy)[0] as string,
    preserve_until: null,
    language: content.title.original.lang,
    ...rest,
    parties: [ground.own, draft.peer],
    compact: ground.compact,
    template: draft.template,
    times: { acknowledge: row.acknowledge, answer: row.answer },
    questions: content.questions.length,
    targets: ground.targets,
    incident: { ...template.incident, level: null, ...objectOf(incident) },
    basis: { kind: 'compact', mla: 'no', no_attribution: true, ...objectOf(basis) },
    use: { ...NO_USE, ...objectOf(use) },
    personal_data: personal,
  }
  const held = evidenceOf(content, { targets: ground.targets, personal_data: personal as never })
  return { ...act, evidence: held } as unknown as JsonObject
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {}
}
