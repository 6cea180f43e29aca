import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const SESSION = {
  user: { id: 'operator', name: 'Mara Lindqvist', email: 'mara@example.test' },
  roles: [
    'operator',
    'duty-officer',
    'analyst',
    'release-officer',
    'legal',
    'auditor',
    'diplomat',
    'researcher',
  ],
  csrf: 'dev',
  setup: false,
}

/** While developing: the API of a running node's data folder, as its operator. Never built. */
export function operatorProxy(dataDir: string | undefined): Plugin {
  return {
    name: 'operator-proxy',
    configureServer(server) {
      if (dataDir === undefined) return
      server.middlewares.use('/api/v1', (request, response) => {
        void answer(dataDir, request, response)
      })
    },
  }
}

async function answer(
  dataDir: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { token, url } = JSON.parse(await readFile(join(dataDir, 'run/admin.json'), 'utf8'))
  const call = async (path: string, init: RequestInit = {}): Promise<Response> =>
    await fetch(`${url}/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    })
  if (request.url === '/session') {
    const { node, host, names } = (await (await call('/status')).json()) as Record<string, unknown>
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ...SESSION, node: { id: node, host, names } }))
    return
  }
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  const method = request.method ?? 'GET'
  const got = await call(request.url ?? '/', {
    method,
    ...(method === 'GET' ? {} : { body: body.length > 0 ? body : '{}' }),
  })
  response.statusCode = got.status
  response.setHeader('content-type', got.headers.get('content-type') ?? 'application/json')
  response.end(Buffer.from(await got.arrayBuffer()))
}
