import { WHO } from './permissions.gen.ts'
import type { Role } from './session.ts'

/** A route of the node, as its table of permissions names it. */
export type Route = keyof typeof WHO

/** A role that the node's table knows. */
export type RoleOfNode = Exclude<(typeof WHO)[Route], string>[number]

/**
 * Whether somebody of these roles may call a route, by the node's own table. The node decides; this
 * keeps from the screen what it would refuse.
 */
export function mayCall(route: Route, roles: readonly Role[]): boolean {
  const who: readonly Role[] | 'signed-in' | 'anyone' = WHO[route]
  return typeof who === 'string' || who.some((role) => roles.includes(role))
}
