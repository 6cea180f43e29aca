import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { accountRoutes } from '../accounts/routes.ts'
import { sessionRoutes } from '../accounts/session-routes.ts'
import { deskRoutes } from '../desk/routes.ts'
import type { NodeParts } from '../node-parts.ts'
import { adminRoutes } from './admin-routes.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { onwardRoutes } from './onward-routes.ts'
import { uploadRoutes } from './upload-routes.ts'

/**
 * The routes below `/api/v1`, whoever they are served to.
 *
 * @param csrf - what a page says back with every change; on the operator's listener nothing
 */
export function nodeRoutes(
  scope: FastifyInstance,
  parts: NodeParts,
  csrf: (request: FastifyRequest, reply: FastifyReply) => Promise<string>,
): void {
  adminRoutes(scope, parts)
  deliveryRoutes(scope, parts)
  onwardRoutes(scope, parts)
  deskRoutes(scope, parts)
  uploadRoutes(scope, parts)
  accountRoutes(scope, parts.accounts, parts.streams)
  sessionRoutes(scope, { ...parts, csrf })
}
