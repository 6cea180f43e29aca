import type { AuthoriserRole } from '@concert/threads'
import { type Actor, isOperator } from '../release/delegates.ts'

/** Somebody who writes or releases a request: the name stays here, the role is signed. */
export interface Signatory {
  readonly name: string
  readonly role: AuthoriserRole
}

const ASKS = ['duty-officer', 'analyst', 'release-officer', 'legal-officer'] as const
const RELEASES = ['legal-officer', 'release-officer', 'duty-officer'] as const

/** Who writes a request: of several roles the first that asks for things to leave. */
export function asAuthor(actor: Actor): Signatory {
  return { name: actor.name, role: firstRole(actor, ASKS) }
}

/** Who releases it: of several roles the first that lets most go, whatever the rules found. */
export function asSecond(actor: Actor): Signatory {
  return { name: actor.name, role: firstRole(actor, RELEASES) }
}

function firstRole(actor: Actor, order: typeof ASKS | typeof RELEASES): AuthoriserRole {
  if (isOperator(actor)) return 'operator'
  return order.find((role) => actor.roles.has(role)) ?? 'operator'
}
