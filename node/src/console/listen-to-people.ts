import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { FastifyInstance } from 'fastify'
import type { ConsoleSettings } from '../config/config.ts'
import { nodeRoutes } from '../http/node-routes.ts'
import type { NodeParts } from '../node-parts.ts'
import { makeConsole } from './console-listener.ts'

/** The console while it listens. */
export interface OpenConsole {
  close(): Promise<void>
}

/** How long a request may take to arrive. */
const REQUEST_MS = 120_000

/**
 * Opens the console's listener when the configuration names one. What answers is made at the first
 * request: a console that nobody visits costs a node nothing but the socket.
 */
export async function listenToPeople(parts: NodeParts): Promise<OpenConsole | undefined> {
  const settings = parts.context.config.console
  if (!settings) return undefined
  const server = await makeServer(settings)
  let made: Promise<FastifyInstance> | undefined
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    made ??= makeApp(parts, settings, server)
    const app = await made
    app.routing(request, response)
  }
  server.on('request', (request, response) => void answer(request, response))
  server.listen({ host: settings.host, port: settings.port })
  await once(server, 'listening')
  return {
    async close() {
      await (await made)?.close()
      server.closeAllConnections()
      if (server.listening) server.close()
    },
  }
}

async function makeServer({ tls }: ConsoleSettings): Promise<Server> {
  const server = tls ? await makeTlsServer(tls) : createServer()
  server.requestTimeout = REQUEST_MS
  return server
}

async function makeTlsServer({ certificate, key }: NonNullable<ConsoleSettings['tls']>) {
  const [cert, secret] = await Promise.all([readFile(certificate), readFile(key)])
  return createTlsServer({ cert, key: secret })
}

async function makeApp(
  parts: NodeParts,
  settings: ConsoleSettings,
  server: Server,
): Promise<FastifyInstance> {
  const { accounts, streams, hub, context } = parts
  const app = await makeConsole(
    {
      accounts,
      settings,
      streams,
      hub,
      api: (scope, visitors) => {
        nodeRoutes(scope, parts, async (request, reply) => await visitors.csrfFor(request, reply))
      },
      now: context.now,
    },
    server,
  )
  await app.ready()
  return app
}
