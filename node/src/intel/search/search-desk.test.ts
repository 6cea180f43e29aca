import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalBytes } from '@concert/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { NodeContext } from '../../context.ts'
import { openStore } from '../../store/open-store.ts'
import type { Store } from '../../store/store.ts'
import { insertObjects } from '../object-rows.ts'
import { cursorOf } from './follow.ts'
import { SearchDesk } from './search-desk.ts'

const OWN = 'a'.repeat(64)
const PEER = 'b'.repeat(64)
/** Looks for which a busy node lets its index wait. */
const WAITS = 10
let folder: string
let store: Store
let desk: SearchDesk
const failures: unknown[] = []
const load = { idle: 0, active: 0, utilization: 0 }

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  vi.spyOn(performance, 'eventLoopUtilization').mockReturnValue(load)
  folder = await mkdtemp(join(tmpdir(), 'concert-desk-'))
  store = await openStore({ kind: 'sqlite', path: join(folder, 'concert.db') })
  const context = { store, own: { node: OWN } } as NodeContext
  desk = new SearchDesk(context, (error) => failures.push(error))
  desk.start()
})

afterEach(async () => {
  await desk.stop()
  await store.close()
  await rm(folder, { recursive: true, force: true })
  vi.useRealTimers()
  vi.restoreAllMocks()
  expect(failures.splice(0)).toEqual([])
})

async function receive(name: string): Promise<number> {
  const object = { type: 'domain-name', id: `domain-name--${name}`, value: `${name}.example` }
  const view = { id: object.id, type: object.type, tlp: 'green' }
  const objects = [{ bytes: canonicalBytes(object), view }]
  const stored = await store.transact((tx) => insertObjects(tx, { source: PEER, objects, now: 0 }))
  return stored.first
}

/** A second passes. What a look does is done when it resolves. */
async function look(): Promise<number> {
  await vi.advanceTimersByTimeAsync(1000)
  await new Promise((resolve) => setTimeout(resolve, 20))
  return await cursorOf(store.read)
}

test('an index gives way to a busy node for ten seconds, and not for ever', async () => {
  load.utilization = 0.9
  const row = await receive('one')
  for (let waited = 0; waited < WAITS; waited++) expect(await look()).toBe(0)
  await vi.waitUntil(async () => (await look()) === row)
})

test('a question finds what came a moment ago while the node is busy', async () => {
  load.utilization = 0.9
  await receive('two')
  const found = await desk.search({ q: 'two.example' })
  expect(found.ok && found.value.rows.map(({ stixId }) => stixId)).toEqual(['domain-name--two'])
})

test('a question waits for a catching up that is under way', async () => {
  load.utilization = 0
  await receive('three')
  await vi.advanceTimersByTimeAsync(1000)
  const found = await desk.search({ q: 'three.example' })
  expect(found.ok && found.value.rows).toHaveLength(1)
  expect(found.ok && found.value.behind).toBe(0)
})

test('an index catches up at once when the node is at rest and nothing pours in', async () => {
  load.utilization = 0
  const row = await receive('four')
  await vi.waitUntil(async () => (await look()) === row, { timeout: 5000 })
})
