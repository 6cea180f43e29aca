import type { JsonObject } from '@concert/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, Desks, phishing } from '../testing/desks.ts'
import { indicators } from '../testing/pair.ts'

let desks: Desks

beforeAll(async () => {
  desks = await Desks.open()
  const { a } = desks.pair
  const amber = indicators(a, 10, 1, 'amber')
  await a.parts.intelligence.importObjects([...indicators(a, 0, 4), ...amber])
})

afterAll(async () => {
  await desks.close()
})

const idOf = (n: number, tlp: 'green' | 'amber' = 'green') =>
  indicators(desks.pair.a, n, 1, tlp)[0]?.view.id ?? ''

async function draftWith(ids: readonly string[]) {
  const base = phishing(desks.node('b'))
  const facts = { ...(base.content.facts as object), stix: ids }
  const draft = { ...base, content: { ...base.content, facts } as unknown as JsonObject }
  const { drafts } = desks.desk('a')
  return accepted(await drafts.keep(draft, ['x.example'], undefined)).draft
}

const heldByB = async () => {
  const { db } = desks.pair.b.parts.context.store.read
  const rows = await db
    .selectFrom('objects')
    .select('stix_id')
    .where('source', '=', desks.node('a'))
    .where('type', '=', 'indicator')
    .execute()
  return rows.map((row) => row.stix_id).toSorted()
}

describe('objects that a request points to', () => {
  it('go along through the release desk, those alone, and before the request', async () => {
    const ids = [idOf(0), idOf(1)]
    const draft = await draftWith(ids)
    expect(draft.objects).toEqual(
      ids.map((id) => ({ id, type: 'indicator', standing: 'ours', copy: null })),
    )
    expect(draft.ready).toBe(true)
    expect(await heldByB()).toEqual([])
    const { id } = accepted(await desks.desk('a').drafts.send(draft.id))
    await desks.rest()
    expect(await heldByB()).toEqual(ids.toSorted())
    const atB = await desks.show('b', id)
    expect(atB.objects).toEqual(ids.map((object) => ({ id: object, here: true })))
    expect((await draftWith([idOf(0)])).objects[0]).toMatchObject({ standing: 'theirs' })
  })

  it('that are marked beyond the compact keep the request here, and nothing of it leaves', async () => {
    const draft = await draftWith([idOf(2), idOf(10, 'amber')])
    const before = (await desks.desk('b').list({})).requests.length
    expect(await desks.desk('a').drafts.send(draft.id)).toMatchObject({
      code: 'objects-held',
      at: idOf(10, 'amber'),
    })
    await desks.rest()
    expect((await desks.desk('b').list({})).requests).toHaveLength(before)
    expect(await heldByB()).not.toContain(idOf(10, 'amber'))
  })

  it('that nobody here has are named, and the draft is not ready', async () => {
    const nowhere = 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
    const draft = await draftWith([nowhere])
    expect(draft.objects[0]).toMatchObject({ standing: 'unknown' })
    expect(draft.ready).toBe(false)
    expect(await desks.desk('a').drafts.send(draft.id)).toMatchObject({
      code: 'objects-unknown',
      at: nowhere,
    })
  })
})
