import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { permissionOf } from '../accounts/permissions.ts'

/** What the OpenAPI document of the operator's interface says before its routes. */
const OPENAPI: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.1',
    info: {
      title: "Concert: the operator's interface of a node",
      version: '0.1.0',
      description:
        'Served on loopback only, behind the bearer token in run/admin.json of the data folder.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  },
}

/**
 * Serves the OpenAPI document of all routes that are added after this one, each with who may call it
 * at the console (`x-who`: roles, `signed-in` or `anyone`). What makes it is loaded when somebody
 * asks: it takes 5 MB, and hardly anybody ever does.
 */
export function openapiRoute(app: FastifyInstance): void {
  const routes: Pick<RouteOptions, 'method' | 'url' | 'schema'>[] = []
  app.addHook('onRoute', ({ method, url, schema }) => {
    if (method !== 'HEAD') routes.push({ method, url, ...(schema && { schema }) })
  })
  app.get('/api/v1/openapi.json', async () => {
    const { default: swagger } = await import('@fastify/swagger')
    const described = Fastify({ exposeHeadRoutes: false })
    await described.register(swagger, OPENAPI)
    for (const route of routes) {
      const schema = { ...route.schema, 'x-who': permissionOf(`${route.method} ${route.url}`)?.who }
      described.route({ ...route, schema, handler: async () => null })
    }
    await described.ready()
    return described.swagger()
  })
}
