import { canonicalBytes, type JsonObject } from '@concert/core'
import { referencesOf, tlpMarkingId } from '@concert/stix'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../store/store.ts'
import { exportSearch } from './export.ts'
import { countIndexable, cursorOf, indexOnce } from './follow.ts'
import { lookup } from './lookup.ts'
import { matrix } from './matrix.ts'
import { calledIn, namesOf, subjectsOf } from './named.ts'
import { relations } from './relations.ts'
import { removeSearch, savedSearches, saveSearch } from './saved.ts'
import { type SearchOrder, search } from './search.ts'

const OWN = 'aa'.repeat(32)
const PEER = 'bb'.repeat(32)

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

/** Any store whose search finds what it should, as both engines must. */
export function searchContract(engine: string, open: () => Promise<Store>): void {
  describe(`search on ${engine}`, () => {
    let store: Store

    beforeEach(async () => {
      store = await open()
    })

    async function hold(
      objects: readonly (JsonObject & { readonly id: string; readonly type: string })[],
      { source = PEER, tlp = 'green', isIndexed = true, isCopy = false } = {},
    ): Promise<number> {
      const first = await store.transact(async (tx) => {
        const at = await tx.allocateIds('objects', objects.length)
        await tx.insertMany(
          'objects',
          [
            'id',
            'stix_id',
            'type',
            'modified',
            'tlp',
            'source',
            'version_key',
            'body',
            'retracted_by',
            'added',
          ],
          objects.map((object, i) => [
            at + i,
            object.id,
            object.type,
            '',
            tlp,
            source,
            source === OWN && !isCopy ? `${object.id}|${at + i}` : null,
            canonicalBytes(object),
            null,
            i,
          ]),
        )
        return at
      })
      while (isIndexed && (await indexOnce(store, OWN))) {}
      return first
    }

    const id = (type: string, n: number) =>
      `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
    const domains = (count: number, below = 'evil.example') =>
      Array.from({ length: count }, (_, n) => {
        const name = `host-${n}.${below}`
        return { type: 'domain-name', id: id('domain-name', n), value: name }
      })

    /** Every id found, page by page. */
    async function all(order: Omit<SearchOrder, 'cursor'>): Promise<string[]> {
      const ids: string[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await search(store.read, { ...order, ...(cursor && { cursor }) })
        if (!page) throw new Error('cursor')
        ids.push(...page.rows.map((row) => row.stixId))
        if (page.next === null) return ids
        cursor = page.next
      }
    }

    it('counts what it holds and what it will hold in a moment, but no copies', async () => {
      await hold(domains(3))
      await hold(domains(2, 'own.example'), { source: OWN })
      await hold(domains(4, 'later.example'), { isIndexed: false })
      await hold(domains(1, 'copy.example'), { source: OWN, isCopy: true, isIndexed: false })
      const counted = async () => {
        const groups = await store.snapshot((reader) => countIndexable(reader, OWN))
        const of = (node: string) =>
          groups.filter(({ source }) => source === node).reduce((n, { objects }) => n + objects, 0)
        return { own: of(OWN), received: of(PEER) }
      }
      expect(await counted()).toEqual({ own: 2, received: 7 })
      while (await indexOnce(store, OWN)) {}
      expect(await counted()).toEqual({ own: 2, received: 7 })
    })

    it('ends a transaction early when objects bring very many keys, and misses none', async () => {
      const named = Array.from({ length: 250 }, (_, n) => ({
        type: 'tool',
        id: id('tool', n),
        name: Array.from({ length: 300 }, (_, word) => `word${n}x${word}`).join(' '),
      }))
      const first = await hold(named, { isIndexed: false })
      expect(await indexOnce(store, OWN, 5000)).toBe(true)
      expect(await cursorOf(store.read)).toBeLessThan(first + named.length - 1)
      while (await indexOnce(store, OWN, 5000)) {}
      expect(await all({ q: 'word249x9' })).toEqual([id('tool', 249)])
      expect(await indexOnce(store, OWN)).toBe(false)
    })

    it('pages through a domain with all below it, nothing twice, nothing missed', async () => {
      await hold([
        ...domains(230),
        { type: 'domain-name', id: id('domain-name', 999), value: 'evil.example' },
      ])
      await hold(
        domains(30, 'notevil.example').map((each, n) => ({
          ...each,
          id: id('domain-name', 500 + n),
        })),
      )
      const found = await all({ q: 'evil[.]example', limit: 40 })
      expect(found).toHaveLength(231)
      expect(new Set(found).size).toBe(231)
      expect(found[0]).toBe(id('domain-name', 999))
    })

    it('finds an object that several keys of a range lead to once', async () => {
      const pattern =
        "[domain-name:value = 'a.evil.example' OR domain-name:value = 'b.evil.example']"
      await hold([{ type: 'indicator', id: id('indicator', 1), pattern, pattern_type: 'stix' }])
      expect(await all({ q: 'evil.example', limit: 1 })).toEqual([id('indicator', 1)])
    })

    it('finds addresses in a network, networks around an address, and neither beside it', async () => {
      await hold([
        { type: 'ipv4-addr', id: id('ipv4-addr', 1), value: '198.51.100.7' },
        { type: 'ipv4-addr', id: id('ipv4-addr', 2), value: '198.51.100.0/24' },
        { type: 'ipv4-addr', id: id('ipv4-addr', 3), value: '198.51.101.7' },
        { type: 'ipv6-addr', id: id('ipv6-addr', 4), value: '2001:db8::/32' },
      ])
      const sorted = async (q: string) => (await all({ q })).toSorted()
      expect(await sorted('198.51.100.7')).toEqual([id('ipv4-addr', 1), id('ipv4-addr', 2)])
      expect(await sorted('198.51.100.0/23')).toEqual([1, 2, 3].map((n) => id('ipv4-addr', n)))
      expect(await sorted('2001:db8:1::9')).toEqual([id('ipv6-addr', 4)])
      expect(await sorted('198.51.100.8')).toEqual([id('ipv4-addr', 2)])
    })

    it('finds words in both languages, as they are typed, all of them', async () => {
      await hold([
        { type: 'intrusion-set', id: id('intrusion-set', 1), name: 'Winter Lotus 海莲花' },
        { type: 'intrusion-set', id: id('intrusion-set', 2), name: 'Winter Vivern' },
        { type: 'malware', id: id('malware', 3), name: '钓鱼莲' },
      ])
      expect(await all({ q: 'wint' })).toHaveLength(2)
      expect(await all({ q: 'winter lot' })).toEqual([id('intrusion-set', 1)])
      expect(await all({ q: 'LOTUS winter' })).toEqual([id('intrusion-set', 1)])
      expect(await all({ q: '莲花' })).toEqual([id('intrusion-set', 1)])
      expect(await all({ q: '莲' })).toHaveLength(2)
      expect(await all({ q: '海莲花 winter' })).toEqual([id('intrusion-set', 1)])
      expect(await all({ q: 'winter 钓鱼' })).toEqual([])
    })

    it('takes a half-typed domain for words when nothing has it as a domain', async () => {
      await hold(domains(3, 'paypal-login.example'))
      expect(await all({ q: 'paypal-log' })).toHaveLength(3)
    })

    it('leads from a translated name to what it translates', async () => {
      await hold([
        { type: 'malware', id: id('malware', 1), name: 'Panda Burner' },
        {
          type: 'language-content',
          id: id('language-content', 2),
          object_ref: id('malware', 1),
          contents: { zh: { name: '熊猫烧香' } },
        },
      ])
      expect(await all({ q: '熊猫烧香' })).toEqual([id('malware', 1)])
    })

    it('filters by type, label, author and state, counts what there is, and pages past what it hides', async () => {
      await hold(domains(60))
      await hold(
        domains(5).map((each, n) => ({ ...each, id: id('domain-name', 900 + n) })),
        { tlp: 'red', source: OWN },
      )
      expect(await all({ q: 'evil.example', tlps: ['red'], limit: 2 })).toHaveLength(5)
      expect(await all({ q: '', sources: [OWN], limit: 2 })).toHaveLength(5)
      expect(await all({ q: 'evil.example', types: ['url'] })).toEqual([])
      expect(await all({ q: 'evil.example', state: 'retracted' })).toEqual([])
      const page = await search(store.read, { q: 'evil.example' })
      expect(page?.facets).toMatchObject({ objects: 65, tlp: { green: 60, red: 5 }, isPart: false })
      const everything = await search(store.read, { q: '' })
      expect(everything?.facets).toMatchObject({ objects: 65, type: { 'domain-name': 65 } })
    })

    it('shows whoever is not cleared neither objects nor counts', async () => {
      await hold(domains(3), { tlp: 'red' })
      const cleared = ['clear', 'green']
      const page = await search(store.read, { q: 'evil.example', cleared })
      expect([page?.rows, page?.facets?.objects, page?.next]).toEqual([[], 0, null])
      expect((await search(store.read, { q: '', cleared }))?.facets?.objects).toBe(0)
      const [found] = await lookup(store.read, ['host-1.evil.example'], { cleared })
      expect([found?.exact, found?.around]).toEqual([[], []])
      expect(await relations(store.read, id('domain-name', 1), { cleared })).toBeUndefined()
    })

    it('refuses places that it did not give out', async () => {
      for (const cursor of [
        'x',
        '',
        'W10',
        'a'.repeat(9999),
        Buffer.from('[0,"",-1,0]').toString('base64url'),
      ]) {
        expect(await search(store.read, { q: 'evil.example', cursor })).toBeUndefined()
      }
    })

    it('goes on where it was: each object is indexed once', async () => {
      const first = await hold(domains(2500))
      expect(await cursorOf(store.read)).toBe(first + 2499)
      await hold(domains(10).map((each, n) => ({ ...each, id: id('domain-name', 5000 + n) })))
      expect(await all({ q: 'evil.example', limit: 100 })).toHaveLength(2510)
    })

    it('looks up a list: exact, around, unknown and unreadable', async () => {
      await hold([
        { type: 'domain-name', id: id('domain-name', 1), value: 'evil.example' },
        { type: 'ipv4-addr', id: id('ipv4-addr', 2), value: '203.0.113.0/24' },
        { type: 'file', id: id('file', 3), hashes: { MD5: 'd41d8cd98f00b204e9800998ecf8427e' } },
      ])
      const values = [
        'www[.]evil[.]example',
        'EVIL.example',
        '203.0.113.9',
        'D41D8CD98F00B204E9800998ECF8427E',
        'none.example',
        '!!',
      ]
      const found = await lookup(store.read, values, {})
      expect(found.map(({ kind, exact, around }) => [kind, exact.length, around.length])).toEqual([
        ['domain', 0, 1],
        ['domain', 1, 0],
        ['address', 0, 1],
        ['hash', 1, 0],
        ['domain', 0, 0],
        ['unreadable', 0, 0],
      ])
    })

    it('draws what is one step away, relationships and sightings as edges', async () => {
      const made = { created_by_ref: id('identity', 9) }
      await hold([
        { type: 'identity', id: id('identity', 9), name: 'CSIRT' },
        { type: 'indicator', id: id('indicator', 1), name: 'x', ...made },
        { type: 'malware', id: id('malware', 2), name: 'y', ...made },
        {
          type: 'relationship',
          id: id('relationship', 3),
          relationship_type: 'indicates',
          source_ref: id('indicator', 1),
          target_ref: id('malware', 2),
        },
        {
          type: 'sighting',
          id: id('sighting', 4),
          sighting_of_ref: id('indicator', 1),
          where_sighted_refs: [id('identity', 9)],
        },
        { type: 'report', id: id('report', 5), name: 'z', object_refs: [id('indicator', 1)] },
      ])
      const drawn = await relations(store.read, id('indicator', 1), {})
      expect(drawn?.edges.map(({ label }) => label).toSorted()).toEqual([
        'created_by_ref',
        'indicates',
        'object_refs',
        'sighting-of',
      ])
      expect(drawn?.nodes.map(({ type }) => type).toSorted()).toEqual([
        'identity',
        'indicator',
        'malware',
        'report',
      ])
    })

    it('names what others refer to, nothing that may not be seen and nothing that is too large', async () => {
      const sighting = {
        type: 'sighting',
        id: id('sighting', 4),
        sighting_of_ref: id('indicator', 1),
        where_sighted_refs: [id('identity', 9), id('identity', 404)],
        object_marking_refs: [tlpMarkingId('green'), id('marking-definition', 5)],
      }
      const joins = {
        type: 'relationship',
        id: id('relationship', 3),
        relationship_type: 'indicates',
        source_ref: id('indicator', 1),
        target_ref: id('malware', 2),
      }
      await hold([
        { type: 'identity', id: id('identity', 9), name: 'CSIRT' },
        { type: 'malware', id: id('malware', 2), name: 'y', description: 'y'.repeat(300_000) },
        sighting,
        joins,
      ])
      await hold([{ type: 'indicator', id: id('indicator', 1), name: 'x' }], { tlp: 'red' })
      const indicator = { type: 'indicator', name: 'x' }
      const identity = { type: 'identity', name: 'CSIRT' }
      const asked = referencesOf(sighting)
      expect(await namesOf(store.read, asked, { types: ['malware'] })).toEqual({
        [id('indicator', 1)]: indicator,
        [id('identity', 9)]: identity,
        [tlpMarkingId('green')]: { type: 'marking-definition', name: 'TLP:GREEN' },
      })
      const cleared = ['clear', 'green']
      expect(Object.keys(await namesOf(store.read, asked, { cleared })).toSorted()).toEqual(
        [id('identity', 9), tlpMarkingId('green')].toSorted(),
      )
      const { rows = [] } = (await search(store.read, { q: '', types: ['relationship'] })) ?? {}
      const names = await namesOf(store.read, subjectsOf(rows), {})
      expect(names).toEqual({ [id('indicator', 1)]: indicator })
      expect([calledIn(joins, names), calledIn(sighting, names)]).toEqual(['x indicates', 'x'])
    })

    it('keeps queries apart by person, replaces by name, and removes only one’s own', async () => {
      const saving = { name: 'mine', query: { q: 'a.example' }, now: 1 }
      const saved = await saveSearch(store, 'ann', saving)
      await saveSearch(store, 'ann', { ...saving, query: { q: 'b.example' } })
      expect(await savedSearches(store, 'ann')).toMatchObject([
        { name: 'mine', query: { q: 'b.example' } },
      ])
      expect(await savedSearches(store, 'bob')).toEqual([])
      const number = saved.ok ? saved.value.id : 0
      expect(await removeSearch(store, 'bob', number)).toBe(false)
      expect(await removeSearch(store, 'ann', number)).toBe(true)
    })

    it('lays out what stands in each phase of a kill chain, and finds it by the phase', async () => {
      const phase = (name: string) => [{ kill_chain_name: 'mitre-attack', phase_name: name }]
      await hold([
        {
          type: 'attack-pattern',
          id: id('attack-pattern', 1),
          name: 'Phishing',
          kill_chain_phases: phase('initial-access'),
        },
        ...domains(3).map((each, n) => ({
          type: 'indicator',
          id: id('indicator', n),
          pattern: `[domain-name:value = '${each.value}']`,
          pattern_type: 'stix',
          kill_chain_phases: phase('Initial-Access'),
        })),
      ])
      const kept = { name: 'Locker', kill_chain_phases: [...phase('impact'), 7] as never }
      await hold([{ type: 'malware', id: id('malware', 1), ...kept }], { tlp: 'red' })
      const { phases } = await matrix(store.read, {})
      expect(phases).toMatchObject([
        { phase: 'impact', types: { malware: 1 }, cells: [{ name: 'Locker' }] },
        { types: { 'attack-pattern': 1, indicator: 3 }, cells: [{ name: 'Phishing' }] },
      ])
      expect((await matrix(store.read, { cleared: ['green'] })).phases).toHaveLength(1)
      expect(await all({ q: 'phase:mitre-attack/Impact' })).toEqual([id('malware', 1)])
    })

    it('writes what stands as a bundle, a table without formulas, and a list without repeats', async () => {
      await hold([
        { type: 'domain-name', id: id('domain-name', 1), value: 'x.evil.example' },
        {
          type: 'indicator',
          id: id('indicator', 1),
          name: '=cmd|x',
          pattern: "[domain-name:value IN ('x.evil.example', 'y.evil.example')]",
          pattern_type: 'stix',
        },
      ])
      const written = async (format: 'stix' | 'csv' | 'list', q = 'evil.example') =>
        await textOf(exportSearch(store.read, { q }, format))
      const bundle = JSON.parse(await written('stix')) as { objects: unknown[] }
      expect(bundle).toMatchObject({ type: 'bundle' })
      expect(bundle.objects).toHaveLength(2)
      expect(JSON.parse(await written('stix', 'none.example'))).not.toHaveProperty('objects')
      expect((await written('list')).trim().split('\n').toSorted()).toEqual([
        'x.evil.example',
        'y.evil.example',
      ])
      const table = (await written('csv')).split('\r\n')
      expect(table[0]).toContain('"value","type","name","tlp"')
      expect(table.filter((line) => line.includes(`"'=cmd|x"`))).toHaveLength(2)
      await store.transact(async (tx) => {
        await tx.db.updateTable('objects').set({ retracted_by: 1 }).execute()
      })
      expect(await written('list')).toBe('')
    })
  })
}
