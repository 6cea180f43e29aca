import { hash } from 'node:crypto'
import { ConcertError } from '@concert/core'
import type { RunningNode } from '@concert/node'
import Fastify from 'fastify'
import type { NodeTasks } from '../share/messages.ts'
import { OBJECT_COLUMNS } from '../support/rows.ts'
import { syntheticIndicators } from '../support/synthetic.ts'

const STEP = 5000

/** What the benches of TAXII ask of a node. */
export function taxiiTasks(
  node: RunningNode,
): Pick<
  NodeTasks,
  'openTaxii' | 'fillStore' | 'taxiiPlaces' | 'taxiiProgress' | 'taxiiEntries' | 'serveConstant'
> {
  const { taxii, context, search } = node.parts
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
    async fillStore(first, count) {
      const end = first + count
      for (let from = first; from < end; from += STEP) {
        await storeMany(node, from, Math.min(STEP, end - from))
      }
      return null
    },
    async taxiiPlaces() {
      await taxii.caughtUp()
      await taxii.packed()
      // What the node does beside with so many objects is not what is measured.
      await search.caughtUp()
      const rows = await context.store.read.db
        .selectFrom('taxii_packs')
        .select('ends')
        .orderBy('collection')
        .orderBy('ends')
        .execute()
      return rows.map(({ ends }) => ends)
    },
    async taxiiProgress() {
      const { db } = context.store.read
      const count = db.selectFrom('taxii_packs').select((select) => select.fn.countAll().as('n'))
      const cursor = db.selectFrom('taxii_collections').select('object_cursor').orderBy('id')
      const [packs, followed] = [await count.executeTakeFirst(), await cursor.executeTakeFirst()]
      return { followed: followed?.object_cursor ?? 0, packs: Number(packs?.n ?? 0) }
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

/** Objects of the size of real ones, as they stand in the store, without making each anew. */
async function storeMany({ parts }: RunningNode, first: number, count: number): Promise<void> {
  const { store, own, now } = parts.context
  const [sample] = syntheticIndicators(0, 1, parts.stixIdentity.view.id)
  if (sample === undefined) throw new ConcertError('bench-indicator')
  const { type, tlp, modified = '' } = sample.view
  const text = new TextDecoder().decode(sample.bytes)
  const domain = /p[0-9a-f]{13}-0\.example/g
  await store.transact(async (tx) => {
    const from = await tx.allocateIds('objects', count)
    const rows = Array.from({ length: count }, (_, i) => {
      const number = (first + i).toString(16).padStart(12, '0')
      const id = `indicator--00000000-0000-5000-8000-${number}`
      const noise = hash('sha256', number).slice(0, 14)
      const body = text.replace(sample.view.id, id).replace(domain, `${noise}-${first + i}.example`)
      const bytes = Buffer.from(body)
      const key = `${id}|${modified}`
      return [from + i, id, type, modified, tlp, own.node, key, bytes, null, now()] as const
    })
    await tx.insertMany('objects', OBJECT_COLUMNS, rows)
  })
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
