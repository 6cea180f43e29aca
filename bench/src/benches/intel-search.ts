import { join } from 'node:path'
import { indexOnce, openStore, type Store, search } from '@concert/node'
import type { Bench, Measurement } from '../bench.ts'
import { ingest } from '../support/rows.ts'
import { withScratch } from '../support/scratch.ts'
import { syntheticIndicators } from '../support/synthetic.ts'

const OBJECTS = 100_000
const AT_ONCE = 10_000
const ROUNDS = 200
const PAGE = 50
const OWN = 'a'.repeat(64)

/** What an analyst types, answered out of a full store. */
export const bench: Bench = {
  name: 'intel-search',
  description: {
    en: 'Milliseconds until a search is answered, and objects a second put into the index',
    zh: '搜索应答的毫秒数，以及每秒写入索引的对象数',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, Math.ceil(OBJECTS * scale))),
}

async function measure(folder: string, objects: number): Promise<Measurement> {
  const store = await openStore({ kind: 'sqlite', path: join(folder, 'store.db') })
  try {
    const samples = await fill(store, objects)
    const indexed = await index(store)
    const kinds = await timeKinds(store, samples)
    const bare = await timed(ROUNDS, (n) => pageOfIds(store, n % Math.max(1, objects - PAGE)))
    const slowest = Math.max(...Object.values(kinds).map(({ p99 }) => p99))
    return {
      figure: slowest,
      unit: 'ms (p99 of the slowest kind of search)',
      ratio: slowest / bare.p99,
      reference: 'p99 of reading one page of as many objects by their numbers',
      goal: 'under 100 ms with 1,000,000 objects (--scale 10)',
      details: { objects, indexedPerSecond: objects / indexed, kinds, bare },
    }
  } finally {
    await store.close()
  }
}

/** @returns domains that are in the store */
async function fill(store: Store, objects: number): Promise<readonly string[]> {
  const samples: string[] = []
  for (let at = 0; at < objects; at += AT_ONCE) {
    const batch = syntheticIndicators(at, Math.min(AT_ONCE, objects - at))
    samples.push(...batch.slice(0, 20).map(({ bytes }) => domainOf(bytes)))
    await ingest(store, batch)
  }
  return samples
}

function domainOf(bytes: Uint8Array): string {
  const { pattern } = JSON.parse(new TextDecoder().decode(bytes)) as { pattern: string }
  return /'([^']+)'/.exec(pattern)?.[1] ?? ''
}

/** @returns seconds */
async function index(store: Store): Promise<number> {
  const start = performance.now()
  while (await indexOnce(store, OWN));
  return (performance.now() - start) / 1000
}

async function timeKinds(store: Store, samples: readonly string[]) {
  const sample = (n: number) => samples[n % samples.length] ?? ''
  const ask = (q: string) => search(store.read, { q, limit: PAGE })
  return {
    domain: await timed(ROUNDS, (n) => ask(sample(n))),
    topLevel: await timed(ROUNDS, (n) => ask(sample(n).split('.').slice(-2).join('.'))),
    word: await timed(ROUNDS, (n) => ask(sample(n).slice(0, 3))),
    network: await timed(ROUNDS, (n) => ask(`10.${n % 256}.0.0/16`)),
    everything: await timed(ROUNDS, () => ask('')),
  }
}

async function pageOfIds(store: Store, from: number): Promise<void> {
  await store.read.db
    .selectFrom('objects')
    .select(['id', 'body'])
    .where('id', '>', from)
    .orderBy('id')
    .limit(PAGE)
    .execute()
}

/** Milliseconds of the middle one and of the slowest hundredth. */
async function timed(rounds: number, task: (n: number) => Promise<unknown>) {
  const took: number[] = []
  for (let n = 0; n < rounds; n++) {
    const start = performance.now()
    await task(n)
    took.push(performance.now() - start)
  }
  took.sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round((took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0) * 100) / 100
  return { p50: at(0.5), p99: at(0.99) }
}
