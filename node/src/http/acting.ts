import type { FastifyRequest } from 'fastify'
import { actorOf, type Person } from '../accounts/person.ts'
import type { Actor } from '../release/delegates.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in at the console; on the operator's listener nobody. */
    person: Person | undefined
    /** Code of the refusal that the answer brings, for the trail. */
    refusal: string | undefined
    /** Number of the trail's entry for what this request does, until that is over. */
    begun: number | undefined
    /** Whether the trail has its entry. */
    isTrailed: boolean
    /** Id of the account that the answer is about, for the trail. */
    subject: unknown
  }
}

/**
 * Who acts: at the console whoever is signed in, whatever name the request gives; with the
 * operator's token the delegate that is named.
 */
export function actingAs(
  request: FastifyRequest,
  as: string | undefined,
): Actor | string | undefined {
  return request.person ? actorOf(request.person) : as
}
