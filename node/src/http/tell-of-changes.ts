import type { FastifyInstance } from 'fastify'
import { permissionOf } from '../accounts/permissions.ts'
import type { LiveHub, LiveKind } from '../live/live-events.ts'

/** What a change by a route is about, by the beginning of its path. */
const ABOUT: readonly (readonly [string, LiveKind])[] = [
  ['/api/v1/release/', 'release'],
  ['/api/v1/share', 'release'],
  ['/api/v1/retract', 'release'],
  ['/api/v1/sight', 'intel'],
  ['/api/v1/requests/', 'request'],
  ['/api/v1/compacts', 'compact'],
  ['/api/v1/peers', 'peer'],
  ['/api/v1/monitor', 'alarm'],
  ['/api/v1/import', 'intel'],
  ['/api/v1/feeds', 'feed'],
  ['/api/v1/taxii/', 'taxii'],
  ['/api/v1/accounts', 'account'],
  ['/api/v1/contacts', 'people'],
  ['/api/v1/pings', 'people'],
  ['/api/v1/rota/', 'people'],
  ['/api/v1/drills', 'drill'],
  ['/api/v1/notices/', 'notification'],
  ['/api/v1/operations', 'operation'],
  ['/api/v1/scorecards/', 'scorecard'],
  ['/api/v1/translations', 'request'],
]

/** Tells the other windows and colleagues of what somebody has just changed. */
export function tellOfChanges(scope: FastifyInstance, hub: LiveHub): void {
  scope.addHook('onResponse', async (request, reply) => {
    const { url = '' } = request.routeOptions
    if (request.method === 'GET' || reply.statusCode >= 400) return
    if (permissionOf(`${request.method} ${url}`)?.isQuestion) return
    const about = ABOUT.find(([path]) => url.startsWith(path))
    if (about) hub.hint(about[1])
  })
}
