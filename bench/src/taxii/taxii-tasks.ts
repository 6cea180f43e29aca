import { ConcertError } from '@concert/core'
import type { RunningNode } from '@concert/node'
import Fastify from 'fastify'
import type { NodeTasks } from '../share/messages.ts'

/** What the benches of TAXII ask of a node. */
export function taxiiTasks(
  node: RunningNode,
): Pick<NodeTasks, 'openTaxii' | 'taxiiPlaces' | 'taxiiEntries' | 'serveConstant'> {
  const { taxii, context } = node.parts
  return {
    async openTaxii() {
      const title = { en: 'Everything', zh: '全部' }
      const made = await taxii.addCollection({ title, view: {}, readable: true, writable: true })
      if (!made.ok) throw new ConcertError(made.code)
      const { id } = made.value
      const wish = { name: 'bench', tlp: 'red', outside: false, read: [id], write: [id] } as const
      const token = await taxii.addToken(wish)
      if (!token.ok) throw new ConcertError(token.code)
      return { path: `/taxii2/api/collections/${id}/`, token: token.value.token }
    },
    async taxiiPlaces() {
      await taxii.caughtUp()
      await taxii.packed()
      const rows = await context.store.read.db
        .selectFrom('taxii_packs')
        .select('ends')
        .orderBy('collection')
        .orderBy('ends')
        .execute()
      return rows.map(({ ends }) => ends)
    },
    async taxiiEntries() {
      await taxii.caughtUp()
      const { n } = await context.store.read.db
        .selectFrom('taxii_entries')
        .select((select) => select.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return n
    },
    serveConstant,
  }
}

async function serveConstant(bytes: number): Promise<number> {
  const body = Buffer.alloc(bytes, 'x')
  const app = Fastify({ logger: false, forceCloseConnections: true })
  app.get('/*', (_request, reply) => {
    reply.hijack()
    const headers = ['content-type', 'text/plain', 'content-length', String(body.length)]
    reply.raw.writeHead(200, headers)
    reply.raw.end(body)
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return Number(new URL(url).port)
}
