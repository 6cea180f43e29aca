import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '@concert/core'
import { readStixObject, type StixObject } from '@concert/stix'
import { createTaxiiServer, pull, readPullCursor, TaxiiClient, taxiiPlugin } from '@concert/taxii'
import { indicator } from '@concert/taxii/testing/made-objects'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { AddressPolicy } from '../outbound/address-policy.ts'
import { OUTBOUND_LIMITS, OutboundClient } from '../outbound/outbound-client.ts'
import { OutboundError } from '../outbound/outbound-fault.ts'
import { openStore } from '../store/open-store.ts'
import { openDesk } from './testing/open-desk.ts'

/** `CONCERT_TAXII_OBJECTS=1000000` is the size that the documentation speaks of. */
const OBJECTS = Number(process.env.CONCERT_TAXII_OBJECTS ?? 20_000)
const CUTS = 100
const BATCH = 1000
/** About twice as many requests as there are cuts. */
const LIMIT = Math.max(100, Math.min(1000, Math.floor(OBJECTS / (CUTS * 2))))

function batch(from: number): readonly StixObject[] {
  return Array.from({ length: BATCH }, (_, n) => {
    const read = readStixObject(new TextEncoder().encode(JSON.stringify(indicator(from + n))))
    if (!read.ok) throw new Error(JSON.stringify(read.faults))
    return read.value
  })
}

test(
  `a pull of ${OBJECTS} objects, cut ${CUTS} times while others are added: nothing missed, nothing twice`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'concert-cut-'))
    const store = await openStore({ kind: 'sqlite', path: join(folder, 'db') })
    const { desk, bring, context } = openDesk(store)
    const title = { en: 'One', zh: '一' }
    const added = await desk.addCollection({ title, view: {}, readable: true, writable: false })
    const id = added.ok ? added.value.id : ''
    const wish = { name: 'x', tlp: 'red', outside: false, read: [id], write: [] } as const
    const made = await desk.addToken(wish)
    const token = made.ok ? made.value.token : ''
    let count = 0
    const grow = async () => {
      await bring(batch(count))
      count += BATCH
    }
    while (count < OBJECTS) await grow()
    await desk.caughtUp()
    await desk.packed()

    const app = Fastify({ forceCloseConnections: true })
    let requests = 0
    let cuts = 0
    app.addHook('onRequest', async (request, reply) => {
      requests++
      if (requests % 2 === 0 || cuts === CUTS) return
      cuts++
      const { raw } = reply
      const where = cuts % 3
      if (where === 0) request.raw.socket.destroy()
      // In the head, or in the middle of the body.
      raw.end = ((body: Uint8Array) => {
        if (where === 2) raw.write(body.subarray(0, body.length / 2))
        setImmediate(() => request.raw.socket.destroy())
        return raw
      }) as typeof raw.end
    })
    const server = createTaxiiServer({
      info: { title: 'T', apiRoot: '/taxii2/api/', maxContentLength: 1000 },
      store: desk.store,
      authenticate: (credentials) => desk.authenticate(credentials),
      now: context.now,
      uuid: randomUUID,
    })
    await app.register(taxiiPlugin, { server })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })

    const outbound = new OutboundClient(new AddressPolicy(['127.0.0.0/8']), OUTBOUND_LIMITS)
    const seen = new Map<string, number>()
    let kept = '{}'
    for (let isDone = false; !isDone; ) {
      // Everything that survives a cut is what was kept with the last page.
      const from = readPullCursor(JSON.parse(kept) as Json) ?? {}
      const headers = { authorization: `Bearer ${token}` }
      const client = new TaxiiClient({ fetch: outbound.fetch, headers, now: Date.now })
      const pages = pull(client, { root: `${url}/taxii2/api/`, collection: id, from, limit: LIMIT })
      try {
        for (;;) {
          const step = await pages.next()
          if (step.done) {
            if (!step.value.ok) throw new Error(step.value.code)
            isDone = true
            break
          }
          const { objects, cursor } = step.value
          for (const { value } of objects) {
            seen.set(String(value.id), (seen.get(String(value.id)) ?? 0) + 1)
          }
          kept = JSON.stringify(cursor)
        }
      } catch (error) {
        if (!(error instanceof OutboundError)) throw error
        if (cuts % 20 !== 0) continue
        await grow()
        await desk.caughtUp()
        if (cuts % 40 === 0) await desk.packed()
      }
    }
    expect(cuts).toBe(CUTS)
    expect(seen.size).toBe(count)
    expect([...seen.values()].every((times) => times === 1)).toBe(true)
    outbound.close()
    await app.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  },
  OBJECTS > 100_000 ? 3_600_000 : 120_000,
)
