import { ok, type Result, refuse } from '@concert/core'
import type { ReleaseRole, ReleaseSettings } from '../config/config.ts'
import type { Finding } from './rules/finding.ts'

/** What is done at the release desk. */
export const DESK_ACTIONS = ['share', 'approve', 'reject', 'break-glass'] as const

/** One of {@link DESK_ACTIONS}. */
export type DeskAction = (typeof DESK_ACTIONS)[number]

/** Who acts, and as what. */
export interface Actor {
  readonly name: string
  readonly roles: ReadonlySet<ReleaseRole>
}

/** Why somebody may not act. */
export type AuthorityRefusal =
  | 'delegate-required'
  | 'delegate-unknown'
  | 'role-missing'
  | 'four-eyes'

/** The name under which decisions of rules alone are recorded when no delegates are configured. */
const OPERATOR = 'operator'

/** Somebody who is signed in, or the name that the holder of the operator's token gives. */
export type Acting = Actor | string | undefined

/** Whether it is whoever runs the node, where nobody has a name. */
export function isOperator({ name }: Actor): boolean {
  return name === OPERATOR
}

/** The name under which somebody's act is recorded. */
export function actorName(acting: Acting): string {
  return typeof acting === 'object' ? acting.name : (acting ?? '')
}

/**
 * Who acts. A name is the word of whoever holds the operator's token; with delegates configured
 * nothing is done without one, else four eyes could be two. Who is signed in needs no configuration:
 * their account says what they may do.
 */
export function actorNamed(
  { delegates }: Pick<ReleaseSettings, 'delegates'>,
  name: Acting,
): Result<Actor, AuthorityRefusal> {
  if (typeof name === 'object') return ok(name)
  if (name === undefined) {
    if (delegates.length > 0) return refuse('delegate-required', 'as')
    return ok({ name: OPERATOR, roles: new Set<ReleaseRole>(['analyst']) })
  }
  const found = delegates.find((delegate) => delegate.name === name)
  return found ? ok({ name, roles: new Set(found.roles) }) : refuse('delegate-unknown', 'as')
}

/**
 * Whether somebody may do something with an object.
 *
 * @param request - who asked for it to be shared, and what the rules found; for sharing, nothing
 */
export function mayAct(
  actor: Actor,
  action: DeskAction,
  request?: { readonly author: string; readonly findings: readonly Pick<Finding, 'rule'>[] },
): Result<null, AuthorityRefusal> {
  if (!ROLES_FOR[action](request?.findings ?? []).some((role) => actor.roles.has(role))) {
    return refuse('role-missing', 'as')
  }
  return action === 'approve' && request?.author === actor.name
    ? refuse('four-eyes', 'as')
    : ok(null)
}

type Roles = (findings: readonly Pick<Finding, 'rule'>[]) => readonly ReleaseRole[]

const officers: Roles = (findings) =>
  findings.some(({ rule }) => rule === 'law') ? ['legal-officer'] : ['release-officer']

/** Who may do what; what a law holds back only a legal officer lets go. */
const ROLES_FOR: Readonly<Record<DeskAction, Roles>> = {
  share: () => ['analyst', 'release-officer', 'legal-officer', 'duty-officer'],
  approve: officers,
  reject: () => ['release-officer', 'legal-officer'],
  'break-glass': () => ['duty-officer'],
}
