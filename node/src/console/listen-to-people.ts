import type { FastifyInstance } from 'fastify'
import { nodeRoutes } from '../http/node-routes.ts'
import type { NodeParts } from '../node-parts.ts'
import { makeConsole } from './console-listener.ts'

/** Opens the console's listener when the configuration names one. */
export async function listenToPeople(parts: NodeParts): Promise<FastifyInstance | undefined> {
  const { accounts, streams, hub, context } = parts
  const settings = context.config.console
  if (!settings) return undefined
  const app = await makeConsole({
    accounts,
    settings,
    streams,
    hub,
    api: (scope, visitors) => {
      nodeRoutes(scope, parts, async (request, reply) => await visitors.csrfFor(request, reply))
    },
    now: context.now,
  })
  await app.listen({ host: settings.host, port: settings.port })
  return app
}
