import type { TaxiiServer } from '@concert/taxii'
import { ask, idsOf } from '@concert/taxii/testing/ask'
import { taxiiConformance } from '@concert/taxii/testing/conformance-contract'
import { envelopeOf, indicator, uuidOf } from '@concert/taxii/testing/made-objects'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Store } from '../store/store.ts'
import { withdrawObjects } from './follow-objects.ts'
import { TAXII_LOCK } from './taxii-lock.ts'
import { readObject as read, type ServedDesk, serveDesk, serverOver } from './testing/serve-desk.ts'
import type { ViewDefinition } from './view-definition.ts'

/** What the node's TAXII store must do on every engine. */
export function nodeTaxiiContract(engine: string, openStore: () => Promise<Store>): void {
  const serve = async (view: ViewDefinition = {}, now = Date.now): Promise<ServedDesk> =>
    await serveDesk(await openStore(), view, now)

  taxiiConformance(`the node's store (${engine})`, async () => {
    const { desk, server, id, at } = await serve()
    const tokens = new Map<string, string>()
    for (const [name, read, write] of [
      ['all', [id], [id]],
      ['reader', [id], []],
      ['writer', [], [id]],
      ['stranger', [], []],
    ] as const) {
      const made = await desk.addToken({ name, tlp: 'red', outside: false, read, write })
      if (made.ok) tokens.set(name, made.value.token)
    }
    // The suite names tokens by what they may do.
    const handle: TaxiiServer['handle'] = (request) =>
      server.handle({
        ...request,
        header: (name) => {
          const value = request.header(name)
          if (name !== 'authorization' || value === undefined) return value
          const known = value.slice('Bearer '.length)
          return `Bearer ${tokens.get(known) ?? known}`
        },
      })
    return { server: { ...server, handle }, collection: at }
  })

  describe(`collections of a node (${engine})`, () => {
    test('a token sees what its TLP lets it have, in objects, references and manifests', async () => {
      const { server, at, desk, bring, token } = await serve()
      const secret = indicator(2, { tlp: 'red' })
      await bring(
        [
          indicator(1),
          secret,
          relationship(3, indicator(1), secret),
          relationship(4, indicator(1), indicator(5)),
          indicator(5, { more: partlyRed }),
        ].map(read),
      )
      await desk.caughtUp()
      const [red, green] = [await token('red'), await token('green')]
      const all = await ask(server, `${at}objects/`, { token: red })
      expect(all.json.objects).toHaveLength(5)
      const cleared = await ask(server, `${at}objects/`, { token: green })
      const ids = [1, 4, 5].map((n) => `${n === 4 ? 'relationship' : 'indicator'}--${uuidOf(n)}`)
      expect(idsOf(cleared.json)).toEqual(ids)
      expect(cleared.text).not.toContain(String(secret.id))
      expect(cleared.text).not.toContain('whispered')
      const manifest = await ask(server, `${at}manifest/`, { token: green })
      expect(idsOf(manifest.json)).toEqual(ids)
      for (const path of ['', 'versions/']) {
        const url = `${at}objects/${secret.id}/${path}`
        expect((await ask(server, url, { token: green })).status).toBe(404)
      }
      const deleted = { method: 'DELETE', token: green }
      expect((await ask(server, `${at}objects/${secret.id}/`, deleted)).status).toBe(404)
      expect(
        (await ask(server, `${at}objects/?match[id]=${secret.id}`, { token: green })).text,
      ).toBe('{}')
    })

    test('of versions, the last that the token may see', async () => {
      const { server, at, desk, bring, token } = await serve()
      const later = indicator(1, { modified: '2026-02-01T00:00:00.000Z', tlp: 'red' })
      await bring([indicator(1), later].map(read))
      await desk.caughtUp()
      const { json } = await ask(server, `${at}objects/`, { token: await token('green') })
      expect(json.objects).toEqual([indicator(1)])
    })

    test('what a peer gave does not go outside unless a compact allows it', async () => {
      const { server, at, desk, bring, token } = await serve()
      await bring([read(indicator(1))], 'a-peer')
      await bring([read(indicator(2))])
      await desk.caughtUp()
      const get = async (outside: boolean) =>
        idsOf((await ask(server, `${at}objects/`, { token: await token('red', outside) })).json)
          .length
      expect(await get(false)).toBe(2)
      expect(await get(true)).toBe(1)
    })

    test('views by source, type, TLP, label and confidence', async () => {
      const objects = [
        indicator(1, { more: { labels: ['phishing'], confidence: 80 } }),
        indicator(2, { tlp: 'amber', more: { labels: ['spam'], confidence: 20 } }),
      ].map(read)
      const count = async (view: ViewDefinition) => {
        const { server, at, desk, bring, token } = await serve(view)
        await bring(objects)
        await desk.caughtUp()
        const { json } = await ask(server, `${at}objects/`, { token: await token('red') })
        return json.objects?.length ?? 0
      }
      expect(await count({ labels: ['phishing'] })).toBe(1)
      expect(await count({ confidence: 50 })).toBe(1)
      expect(await count({ tlp: 'green' })).toBe(1)
      expect(await count({ types: ['malware'] })).toBe(0)
      expect(await count({ sources: ['a-peer'] })).toBe(0)
      expect(await count({ types: ['indicator'], confidence: 10 })).toBe(2)
      const where = (how: 'is' | 'is-not' | 'contains', path: string, value: string) =>
        count({ where: [{ path, how, value }] })
      expect(await where('is', 'pattern_type', 'stix')).toBe(2)
      expect(await where('is', 'labels', 'spam')).toBe(1)
      expect(await where('is-not', 'labels', 'spam')).toBe(1)
      expect(await where('contains', 'pattern', 'host2.')).toBe(1)
      expect(await where('is', 'nothing.of.this', 'x')).toBe(0)
      expect(await where('is-not', 'nothing.of.this', 'x')).toBe(2)
      expect(await where('is', 'confidence', '80')).toBe(1)
    })

    test('a view by age lets go of what was added too long ago', async () => {
      let ahead = 0
      const { server, at, desk, bring, token } = await serve({ maxAgeDays: 2 }, () => {
        return Date.now() + ahead
      })
      await bring([read(indicator(1))])
      await desk.caughtUp()
      const red = await token('red')
      const held = async () => {
        const { json } = await ask(server, `${at}objects/`, { token: red })
        return json.objects?.length ?? 0
      }
      expect(await held()).toBe(1)
      ahead = 86_400_000
      await bring([read(indicator(2))])
      await desk.caughtUp()
      expect(await held()).toBe(2)
      ahead = 2.5 * 86_400_000
      expect(await held()).toBe(1)
      expect((await ask(server, `${at}manifest/`, { token: red })).json.objects).toHaveLength(1)
    })

    test('a retraction takes an object out at once; what stands of it from others comes instead', async () => {
      const { server, at, desk, bring, token, context } = await serve()
      await bring([read(indicator(1))], 'peer-a')
      await bring([read(indicator(1))], 'peer-b')
      await desk.caughtUp()
      const red = await token('red')
      const held = async () => (await ask(server, `${at}objects/`, { token: red })).json.objects
      expect(await held()).toHaveLength(1)
      for (const [id, left] of [
        [1, 1],
        [2, undefined],
      ] as const) {
        await context.store.transact(async (tx) => {
          await tx.lock(TAXII_LOCK)
          await tx.db.updateTable('objects').set({ retracted_by: 1 }).where('id', '=', id).execute()
          await withdrawObjects(tx, context, [id])
        })
        expect((await held())?.length).toBe(left)
      }
    })

    test('a revoked or expired token is nobody, from the next request on', async () => {
      const { server, at, desk, token, id } = await serve()
      const red = await token('red')
      expect((await ask(server, at, { token: red })).status).toBe(200)
      await desk.revokeToken((await desk.listTokens())[0]?.key ?? '')
      expect((await ask(server, at, { token: red })).status).toBe(401)
      const wish = { name: 'old', tlp: 'red', outside: false, read: [id], write: [] } as const
      const old = await desk.addToken({ ...wish, expires: 1 })
      expect((await ask(server, at, { token: old.ok ? old.value.token : '' })).status).toBe(401)
    })

    test('full pages put together before hold what looking up every entry gives', async () => {
      const { server, at, desk, bring, token } = await serve()
      const red = await token('red')
      const version = (n: number, day: number) =>
        read(indicator(n, { modified: `2026-01-0${day}T00:00:00.000Z` }))
      const gzip = { 'accept-encoding': 'gzip' }
      const crawl = async (limit: number, after = '', headers = {}) => {
        let coded = 0
        const seen: string[] = []
        for (let query = `limit=${limit}${after}`; query !== ''; ) {
          const page = await ask(server, `${at}objects/?${query}`, { token: red, headers })
          const { json } = page
          if (page.headers.has('content-encoding')) coded++
          expect(json.objects?.length ?? 0).toBeLessThanOrEqual(limit)
          for (const { id, modified } of json.objects ?? []) seen.push(`${id} ${modified}`)
          query = json.more ? `limit=${limit}${after}&next=${json.next}` : ''
        }
        return { seen, coded }
      }
      const compare = async () => {
        await desk.caughtUp()
        await desk.packed()
        const dates = await ask(server, `${at}manifest/?limit=1000`, { token: red })
        const middle = dates.json.objects?.[130]?.date_added
        for (const after of ['', `&added_after=${middle}`]) {
          // Shorter pages than a pack are looked up entry by entry.
          const { seen: plain } = await crawl(99, after)
          for (const limit of [100, 250, 1000]) {
            expect((await crawl(limit, after)).seen).toEqual(plain)
            const { seen, coded } = await crawl(limit, after, gzip)
            expect(seen).toEqual(plain)
            // As they are kept: of so many objects some packs are always whole.
            if (limit < 1000) expect(coded).toBeGreaterThan(0)
          }
          // §3.4: what fits into one page is in one page, wherever it begins.
          const whole = await ask(server, `${at}objects/?limit=1000${after}`, { token: red })
          expect(whole.json.objects).toHaveLength(plain.length)
          expect(whole.json.more).toBeUndefined()
        }
      }
      const numbers = Array.from({ length: 460 }, (_, n) => n)
      await bring(numbers.map((n) => version(n, 3)))
      await compare()
      // Newer versions, some of all of a pack; earlier ones, which come after later ones.
      await bring([...numbers.slice(100, 200), 7, 250].map((n) => version(n, 4)))
      await bring([20, 120, 300].map((n) => version(n, 2)))
      await compare()
      for (const n of [7, 101, 301, 302]) {
        const one = `${at}objects/indicator--${uuidOf(n)}/?match[version]=last`
        await ask(server, one, { method: 'DELETE', token: red })
      }
      await compare()
      await bring([version(7, 5), version(20, 6), version(500, 1)])
      await compare()
    })

    test('what was pending when a node died is added when it is there again', async () => {
      const { server, at, desk, context, token } = await serve()
      const red = await token('red')
      // A node that dies after its answer: it never gets to what it has set aside.
      let adds = 0
      const dying = new Proxy(desk.store, {
        get(store, name) {
          if (name === 'add' && adds++ > 0) return () => new Promise(() => {})
          const member: unknown = Reflect.get(store, name)
          return typeof member === 'function' ? member.bind(store) : member
        },
      })
      const before = serverOver(dying, desk, context)
      const objects = Array.from({ length: 3300 }, (_, n) => indicator(n))
      const body = envelopeOf(objects)
      const posted = await ask(before, `${at}objects/`, { method: 'POST', token: red, body })
      expect(posted.json).toMatchObject({ status: 'pending', success_count: 1000 })
      const { id } = posted.json
      const status = async (asked: TaxiiServer) =>
        (await ask(asked, `/taxii2/api/status/${id}/`, { token: red })).json
      expect(await status(before)).toMatchObject({ status: 'pending', pending_count: 2300 })
      // Some of it was added before it died, which nobody has written down.
      await desk.store.add(
        { grants: new Map(), token: 0, tlp: 'red', level: 4, outside: false },
        at.split('/')[4] ?? '',
        objects.slice(1000, 1500).map(read),
      )
      server.resume()
      let last = await status(server)
      while (last.status === 'pending') {
        await new Promise((resolve) => setTimeout(resolve, 1))
        last = await status(server)
      }
      expect(last).toMatchObject({ total_count: 3300, success_count: 3300, failure_count: 0 })
      await server.stop()
      const held = context.store.read.db.selectFrom('taxii_entries').select('stix_id').execute()
      expect(new Set((await held).map(({ stix_id }) => stix_id)).size).toBe(3300)
      const left = context.store.read.db.selectFrom('taxii_aside').select('status').execute()
      expect(await left).toEqual([])
    })

    test('a pull neither repeats nor skips while objects are added and deleted', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 7 }),
          fc.array(fc.tuple(fc.constantFrom('add', 'delete', 'version'), fc.nat(29)), {
            maxLength: 20,
          }),
          async (limit, steps) => {
            const { server, at, token } = await serve()
            const red = await token('red')
            const add = (...objects: readonly object[]) =>
              ask(server, `${at}objects/`, {
                method: 'POST',
                token: red,
                body: envelopeOf(objects),
              })
            await add(...Array.from({ length: 20 }, (_, n) => indicator(n)))
            const touched = new Set<number>()
            const seen: string[] = []
            let query = `limit=${limit}`
            for (let more = true; more; ) {
              const { json } = await ask(server, `${at}objects/?${query}`, { token: red })
              seen.push(...idsOf(json))
              more = json.more === true
              query = `limit=${limit}&next=${json.next}`
              const [what, n] = steps.shift() ?? []
              if (what === undefined || n === undefined) continue
              touched.add(n)
              const one = `${at}objects/indicator--${uuidOf(n)}/`
              if (what === 'delete') await ask(server, one, { method: 'DELETE', token: red })
              else if (what === 'add') await add(indicator(n))
              else await add(indicator(n, { modified: '2026-03-01T00:00:00.000Z' }))
            }
            for (let n = 0; n < 20; n++) {
              const times = seen.filter((id) => id === `indicator--${uuidOf(n)}`).length
              if (!touched.has(n)) expect(times).toBe(1)
            }
          },
        ),
        { numRuns: engine === 'sqlite' ? 15 : 5 },
      )
    })
  })
}

const partlyRed = {
  description: 'whispered',
  granular_markings: [
    {
      marking_ref: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
      selectors: ['description'],
    },
  ],
}

function relationship(number: number, from: { id?: unknown }, to: { id?: unknown }): object {
  const { created, modified, object_marking_refs } = indicator(number)
  return {
    type: 'relationship',
    spec_version: '2.1',
    id: `relationship--${uuidOf(number)}`,
    created,
    modified,
    relationship_type: 'related-to',
    source_ref: from.id,
    target_ref: to.id,
    object_marking_refs,
  }
}
