import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'

/** What the OpenAPI document of the operator's interface says before its routes. */
export const OPENAPI: FastifyDynamicSwaggerOptions = {
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
