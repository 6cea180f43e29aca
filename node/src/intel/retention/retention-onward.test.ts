import { createHash } from 'node:crypto'
import { canonicalBytes } from '@concert/core'
import { CHUNK_BYTES, verifyEvidence } from '@concert/envelope'
import { readStixObject } from '@concert/stix'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { indicators, waitFor } from '../../testing/pair.ts'
import { type Corner, onwardTerms, Trio } from '../../testing/trio.ts'
import { exportEvidence, publishedKeys } from '../../trust/export-evidence.ts'

const DAY = 86_400_000

let trio: Trio

beforeEach(async () => {
  trio = await Trio.start()
  await trio.meet('a', 'b')
  await trio.meet('b', 'c')
  await trio.agree(['a', 'b'], onwardTerms({ retention_days: 10 }))
  await trio.agree(['b', 'c'], onwardTerms({ retention_days: 30 }))
}, 120_000)
afterEach(() => trio.close())

async function after(days: number): Promise<void> {
  trio.ahead += days * DAY
  for (const corner of ['a', 'b', 'c'] as const) {
    await trio.parts(corner).search.caughtUp()
    while (await trio.parts(corner).retention.sweep()) {}
  }
}

async function given(from: number, count: number): Promise<readonly string[]> {
  const made = indicators(trio.node('a'), from, count)
  await trio.parts('a').intelligence.importObjects(made)
  await trio.share('a', 'b')
  await trio.settled()
  return made.map(({ view }) => view.id)
}

const forwarded = async (peer = trio.id('c')) =>
  await trio.parts('b').onward.forward({ peer, tlp: 'green' })

/** STIX ids of indicators here, of anybody. */
async function at(corner: Corner): Promise<readonly string[]> {
  const { db } = trio.parts(corner).context.store.read
  const rows = db.selectFrom('objects').select('stix_id').where('type', '=', 'indicator')
  return (await rows.orderBy('stix_id').execute()).map(({ stix_id }) => stix_id)
}

it('goes by the compact with whoever passed it on, and its author’s retraction still gets through', async () => {
  const ids = await given(0, 3)
  expect(await forwarded()).toMatchObject({ value: { done: 3 } })
  await trio.settled()
  await after(11)
  expect(await at('b')).toEqual([])
  expect(await at('c')).toEqual(ids.toSorted())
  const evidence = await exportEvidence(trio.parts('c'), ids[0] ?? '')
  if (!evidence.ok) throw new Error(evidence.code)
  const { crypto } = trio.parts('c').context
  const keys = await publishedKeys(trio.parts('c'))
  const author = await publishedKeys(trio.parts('b'))
  const nodes = [...keys.nodes, ...author.nodes]
  expect(await verifyEvidence(crypto, evidence.value, { ...keys, nodes })).toMatchObject({
    verified: true,
  })
  // Who has it from us hears of it, though we have it no more.
  await trio.parts('a').intelligence.retract([ids[1] ?? ''], 'false-positive')
  await waitFor(async () => {
    const { db } = trio.parts('c').context.store.read
    const gone = db.selectFrom('objects').select('id').where('retracted_by', 'is not', null)
    return (await gone.execute()).length === 1
  })
  await after(20)
  expect(await at('c')).toEqual([])
}, 120_000)

it('passes on what is left when some of it has gone before it could leave', async () => {
  await given(0, 1)
  const away = trio.id('c')
  await trio.stop('c')
  expect(await forwarded(away)).toMatchObject({ value: { done: 1 } })
  trio.ahead += 11 * DAY
  await trio.parts('b').search.caughtUp()
  while (await trio.parts('b').retention.sweep()) {}
  await trio.begin('c')
  trio.parts('b').outgoing.wake(away)
  const ids = await given(1, 2)
  expect(await forwarded()).toMatchObject({ value: { done: 2 } })
  await waitFor(async () => (await at('c')).length === 2)
  expect(await at('c')).toEqual(ids.toSorted())
}, 120_000)

it('takes the copies that do not name the author along, and calls them back all the same', async () => {
  const [id] = await given(0, 1)
  expect(await trio.parts('b').onward.relay(undefined)).toMatchObject({ done: 1 })
  await trio.share('b', 'c')
  await trio.settled()
  expect(await at('b')).toHaveLength(2)
  expect(await at('c')).toHaveLength(1)
  await after(11)
  expect(await at('b')).toEqual([])
  expect(await at('c')).toHaveLength(1)
  await trio.parts('a').intelligence.retract([id ?? ''], 'false-positive')
  await waitFor(async () => {
    const { db } = trio.parts('c').context.store.read
    const gone = db.selectFrom('objects').select('id').where('retracted_by', 'is not', null)
    return (await gone.execute()).length === 1
  })
}, 120_000)

it('deletes a file with its parts and its name', async () => {
  const bytes = Buffer.alloc(9 * CHUNK_BYTES + 5, 7)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const object = 'file--00000000-0000-4000-8000-00000000f11e'
  const file = readStixObject(
    canonicalBytes({
      type: 'file',
      spec_version: '2.1',
      id: object,
      hashes: { 'SHA-256': hash },
      object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
    }),
  )
  if (!file.ok) throw new Error(JSON.stringify(file))
  await trio.parts('a').intelligence.importObjects([file.value])
  await trio.share('a', 'b')
  await trio.settled()
  const order = { peer: trio.id('b'), object, name: 'sample-name.bin', mediaType: null }
  const sent = await trio.parts('a').attachments.send(
    order,
    (async function* () {
      yield bytes
    })(),
  )
  expect(sent).toMatchObject({ ok: true })
  await waitFor(async () => (await trio.parts('b').attachments.list())[0]?.state === 'complete')
  const [received] = await trio.parts('b').attachments.list()
  await after(9)
  expect(await trio.parts('b').attachments.list()).toHaveLength(1)
  await after(2)
  expect(await trio.parts('b').attachments.list()).toEqual([])
  expect(await trio.parts('b').attachments.open(received?.id ?? 0)).toMatchObject({
    code: 'not-found',
  })
  const { db } = trio.parts('b').context.store.read
  expect(await db.selectFrom('attachment_chunks').select('position').execute()).toEqual([])
  const said = await db
    .selectFrom('statements')
    .select('content')
    .where('kind', '=', 'attachment.offer')
    .execute()
  expect(said).toEqual([{ content: null }])
  // Its sender has what it sent.
  expect(await trio.parts('a').attachments.list()).toHaveLength(1)
}, 120_000)
