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

/**
 * Who a name stands for. Until accounts exist it is the word of whoever holds the operator's token;
 * with delegates configured nothing is done without a name, else four eyes could be two.
 */
export function actorNamed(
  { delegates }: Pick<ReleaseSettings, 'delegates'>,
  name: string | undefined,
): Result<Actor, AuthorityRefusal> {
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
