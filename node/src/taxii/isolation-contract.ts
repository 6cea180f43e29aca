import { TLP_LEVELS, type Tlp } from '@concert/stix'
import { type Answer, ask } from '@concert/taxii/testing/ask'
import { indicator, uuidOf } from '@concert/taxii/testing/made-objects'
import { describe, expect, test } from 'vitest'
import type { Store } from '../store/store.ts'
import { PACK_SIZE } from './make-pack.ts'
import { readObject, type ServedDesk, serveDesk } from './testing/serve-desk.ts'

const CLEARANCES = TLP_LEVELS.flatMap((tlp) => [[tlp, false] as const, [tlp, true] as const])

/** What no consumer may learn of what is above its clearance, on every engine. */
export function taxiiIsolationContract(engine: string, openStore: () => Promise<Store>): void {
  describe(`what a clearance keeps from a consumer (${engine})`, () => {
    test('every clearance has packs of its own, and they hold what looking up every entry gives', async () => {
      const served = await serveDesk(await openStore())
      await bringMixed(served)
      const tokens = new Map<string, string>()
      for (const [tlp, outside] of CLEARANCES) {
        tokens.set(`${tlp} ${outside}`, await served.token(tlp, outside))
      }
      await served.desk.packed()
      const { db } = served.context.store.read
      const packs = await db.selectFrom('taxii_packs').select('clearance').distinct().execute()
      // Of the lowest level there are too few objects to fill one.
      expect(packs.length).toBeGreaterThanOrEqual(CLEARANCES.length - 2)
      for (const [tlp, outside] of CLEARANCES) {
        const token = tokens.get(`${tlp} ${outside}`) ?? ''
        const plain = await crawl(served, token, PACK_SIZE - 1)
        for (const limit of [PACK_SIZE, 250, 1000]) {
          expect(await crawl(served, token, limit)).toEqual(plain)
        }
        for (const text of plain)
          expect(levelsIn(text).every((at) => at <= levelOf(tlp))).toBe(true)
        if (outside) for (const text of plain) expect(text).not.toContain('of a peer')
      }
    })

    test('what comes, changes and goes above a clearance moves nothing that it sees', async () => {
      const served = await serveDesk(await openStore())
      const { server, at, desk, bring, token } = served
      const green = await token('green')
      const red = await token('red')
      const numbers = Array.from({ length: 2 * PACK_SIZE + 30 }, (_, n) => n)
      await bring(numbers.map((n) => secret(n, 'green')).map(readObject))
      await desk.caughtUp()
      await desk.packed()
      const one = `indicator--${uuidOf(3)}`
      const look = () =>
        Promise.all(
          [
            'objects/',
            'objects/?limit=7',
            `objects/?limit=${PACK_SIZE}`,
            `objects/?limit=${2 * PACK_SIZE}`,
            'objects/?limit=1000',
            'objects/?match[version]=all&limit=1000',
            `objects/?match[id]=indicator--${uuidOf(9001)}`,
            'manifest/?limit=1000',
            'manifest/?match[version]=first,last&limit=300',
            `objects/${one}/`,
            `objects/${one}/versions/`,
            `objects/indicator--${uuidOf(9001)}/`,
            `objects/indicator--${uuidOf(9001)}/versions/`,
          ].flatMap((path) =>
            // In gzip as well: a page that is sent as it is kept must not stop being that.
            [{}, { 'accept-encoding': 'gzip' }].map((headers) =>
              ask(server, at + path, { token: green, headers }),
            ),
          ),
        )
      const tags = (answers: readonly Answer[]) => answers.map(({ headers }) => headers.get('etag'))
      const before = await look()
      expect(before.some(({ headers }) => headers.has('content-encoding'))).toBe(true)
      for (const [n, tag] of tags(before).entries()) expect(tags(before)[n - (n % 2)]).toBe(tag)
      const same = async () => {
        for (const settle of [() => desk.caughtUp(), () => desk.packed()]) {
          await settle()
          const after = await look()
          for (const [n, answer] of after.entries()) expect(answer).toEqual(before[n] as Answer)
        }
        const tag = before[0]?.headers.get('etag') ?? ''
        const again = { token: green, headers: { 'if-none-match': tag } }
        expect((await ask(server, `${at}objects/`, again)).status).toBe(304)
      }
      await same()
      // Others, a later version of one it sees, and one that it could see but for what it refers to.
      await bring([
        ...Array.from({ length: PACK_SIZE }, (_, n) => readObject(secret(9001 + n, 'red'))),
        readObject(secret(3, 'amber', '2026-05-01T00:00:00.000Z')),
        readObject(relationship(9500, secret(1, 'green'), secret(9001, 'red'))),
      ])
      await same()
      for (const n of [9001, 9002]) {
        const gone = { method: 'DELETE', token: red }
        const path = `${at}objects/indicator--${uuidOf(n)}/`
        expect((await ask(server, path, gone)).status).toBe(200)
      }
      await same()
      // The later version that it never saw, from amid what it sees.
      const path = `${at}objects/${one}/?match[version]=last`
      expect((await ask(server, path, { method: 'DELETE', token: red })).status).toBe(200)
      await same()
    })

    test('a reference to something that turns out to be above the clearance goes at once', async () => {
      const served = await serveDesk(await openStore())
      const { server, at, desk, bring, token } = served
      const green = await token('green')
      const later = secret(9001, 'red')
      await bring(
        [
          ...Array.from({ length: PACK_SIZE }, (_, n) => secret(n, 'green')),
          relationship(200, secret(1, 'green'), later),
          ...Array.from({ length: PACK_SIZE }, (_, n) => secret(300 + n, 'green')),
        ].map(readObject),
      )
      await desk.caughtUp()
      await desk.packed()
      const all = async () => (await ask(server, `${at}objects/?limit=1000`, { token: green })).text
      // The node knows nothing of it: whoever wrote the id gave it away.
      expect(await all()).toContain(String(later.id))
      await bring([readObject(later)])
      expect(await all()).not.toContain(String(later.id))
      await desk.caughtUp()
      await desk.packed()
      expect(await all()).not.toContain(String(later.id))
      const rows = await served.context.store.read.db
        .selectFrom('taxii_packs')
        .select(['leans', 'state'])
        .execute()
      expect(rows.map(({ state }) => state)).toEqual([1, 1])
      // Nor does what is kept of it for those who may not know show it as something given.
      expect(rows.filter(({ leans }) => leans?.includes(String(later.id))).length).toBe(1)
    })

    test('times of adding do not count what lies between', async () => {
      const { server, at, desk, bring, token } = await serveDesk(await openStore())
      const green = await token('green')
      await bring(Array.from({ length: 50 }, (_, n) => readObject(secret(n, 'green'))))
      await desk.caughtUp()
      const { json } = await ask(server, `${at}manifest/`, { token: green })
      const micros = (json.objects ?? []).map(({ date_added }) => Number(date_added.slice(20, 26)))
      const steps = new Set(micros.slice(1).map((time, n) => time - Number(micros[n])))
      // Steps of one would make a hidden object a gap.
      expect(steps.size).toBeGreaterThan(3)
    })
  })
}

/** Objects of all levels, from here and from a peer, several versions, references up and down. */
async function bringMixed({ bring, desk }: ServedDesk): Promise<void> {
  const levels = (n: number) => TLP_LEVELS[(n * 7 + 3) % 5] as Tlp
  const all = Array.from({ length: 900 }, (_, n) => secret(n, levels(n)))
  const later = Array.from({ length: 200 }, (_, n) => {
    return secret(n * 3, levels(n * 5 + 1), '2026-03-01T00:00:00.000Z')
  })
  const relations = Array.from({ length: 150 }, (_, n) => {
    const to = (n * 11) % 900
    return relationship(2000 + n, secret(n, levels(n)), secret(to, levels(to)), levels(n + 2))
  })
  const own = [...all.slice(0, 600), ...relations.slice(0, 70), ...later, ...relations.slice(70)]
  await bring(own.map(readObject))
  const theirs = all.slice(600).map((object) => ({ ...object, description: 'of a peer' }))
  await bring(theirs.map(readObject), 'a-peer')
  await desk.caughtUp()
}

/** Says in itself how secret it is, and more so in part. */
function secret(number: number, tlp: Tlp, modified?: string) {
  const isPartly = number % 13 === 5 && tlp !== 'red'
  const marking_ref = 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'
  const more = {
    name: `level-${levelOf(tlp)}`,
    ...(isPartly && {
      description: 'level-4',
      granular_markings: [{ marking_ref, selectors: ['description'] }],
    }),
  }
  return indicator(number, { tlp, more, ...(modified && { modified }) })
}

function relationship(
  number: number,
  from: { readonly id?: unknown },
  to: { readonly id?: unknown },
  tlp: Tlp = 'green',
): object {
  const { created, modified, object_marking_refs } = indicator(number, { tlp })
  const ends = { source_ref: from.id, target_ref: to.id }
  const id = `relationship--${uuidOf(number)}`
  const head = { type: 'relationship', spec_version: '2.1', id, created, modified }
  const description = `level-${levelOf(tlp)}`
  return { ...head, relationship_type: 'related-to', description, ...ends, object_marking_refs }
}

function levelOf(tlp: Tlp): number {
  return TLP_LEVELS.indexOf(tlp)
}

function levelsIn(text: string): readonly number[] {
  return [...text.matchAll(/level-(\d)/g)].map(([, level]) => Number(level))
}

/** The texts of all objects, each page at most so long and all but the last with `more`. */
async function crawl({ server, at }: ServedDesk, token: string, limit: number) {
  const seen: string[] = []
  for (let query = `limit=${limit}`; query !== ''; ) {
    const { json } = await ask(server, `${at}objects/?${query}`, { token })
    expect(json.objects?.length ?? 0).toBeLessThanOrEqual(limit)
    seen.push(...(json.objects ?? []).map((object: object) => JSON.stringify(object)))
    query = json.more ? `limit=${limit}&next=${json.next}` : ''
  }
  return seen
}
