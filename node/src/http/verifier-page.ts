import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { VERIFIER_PAGE } from '@concert/verifier'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** Where the public listener serves the verifier page. */
const VERIFIER_PATH = '/verify'

interface Page {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Serves the verifier page to whoever asks: a file without a connection of its own, the same on
 * every node, so that an auditor can take it from anywhere and compare its digest.
 *
 * @param file - the built page; without it the route answers 404
 */
export function verifierRoute(app: FastifyInstance, file: URL = VERIFIER_PAGE): void {
  let page: Promise<Page> | undefined
  app.get(VERIFIER_PATH, async (request, reply): Promise<FastifyReply> => {
    page ??= load(file)
    const loaded = await page.catch(() => undefined)
    if (!loaded) {
      // Not built yet, perhaps: the next request looks again.
      page = undefined
      return reply.code(404).send({ code: 'not-found' })
    }
    reply.headers(loaded.headers)
    if (request.headers['if-none-match'] === loaded.headers.etag) return reply.code(304).send()
    return reply.send(loaded.bytes)
  })
}

async function load(file: URL): Promise<Page> {
  const bytes = await readFile(file)
  const digest = createHash('sha256').update(bytes).digest('base64url')
  return {
    bytes,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${ownPolicy(bytes.toString())}; ${FRAME_POLICY}`,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      etag: `"${digest}"`,
    },
  }
}

/** What a page can only be told by its server: an origin of its own, and no frame around it. */
const FRAME_POLICY = "frame-ancestors 'none'; sandbox allow-scripts allow-modals"

/** The policy that the page itself states, so that file and server say the same. */
function ownPolicy(html: string): string {
  const found = /http-equiv="content-security-policy" content="([^"]+)"/.exec(html)?.[1]
  if (found === undefined) throw new TypeError('policy')
  return found
}
