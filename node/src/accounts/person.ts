import type { Actor } from '../release/delegates.ts'
import { type Role, releaseRolesOf } from './roles.ts'

/** What somebody must do before anything else is open to them. */
export type Need = 'new-password' | 'second-factor'

/** Somebody who is signed in. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly language: string
  readonly roles: ReadonlySet<Role>
  readonly needs: readonly Need[]
  /** The session, or undefined for an API key. */
  readonly session: SessionView | undefined
}

/** A session without the token that is its secret. */
export interface SessionView {
  readonly id: string
  readonly method: string
  /** Milliseconds since 1970 UTC. */
  readonly created: number
  readonly expires: number
  readonly used: number
  readonly address: string
  readonly agent: string
}

/** Who somebody is at the release desk: there only the account's id is recorded. */
export function actorOf(person: Person): Actor {
  return { name: person.id, roles: releaseRolesOf(person.roles) }
}
