import { join } from 'node:path'
import { ConcertError } from '@concert/core'
import { openStore } from '@concert/node'
import { envelopeOf } from '@concert/taxii'
import type { Bench, Measurement } from '../bench.ts'
import { NodeLink } from '../share/node-link.ts'
import { ingest } from '../support/rows.ts'
import { withScratch } from '../support/scratch.ts'
import { syntheticIndicators } from '../support/synthetic.ts'
import { putLoad } from '../taxii/http-load.ts'

const OBJECTS = 80_000
const AT_ONCE = 1000

/** Objects posted to a collection: validated, durable, and in the collection when the answer comes. */
export const bench: Bench = {
  name: 'taxii-write',
  description: {
    en: 'Objects a second posted to a TAXII collection, 1,000 in each request, durable',
    zh: '每秒向 TAXII 集合写入并持久保存的对象数，每次请求 1,000 个',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, scale)),
}

async function measure(folder: string, scale: number): Promise<Measurement> {
  const posts = Math.max(2, Math.ceil((OBJECTS * scale) / AT_ONCE))
  const batches = Array.from({ length: posts }, (_, n) => syntheticIndicators(n * AT_ONCE, AT_ONCE))
  const alone = await rowsAlone(folder, batches)
  const bodies = batches.map((batch) => envelopeOf(batch.map(({ bytes }) => bytes)))
  const name = { en: 'Arden', zh: '雅登' }
  const link = await NodeLink.start({ folder: join(folder, 'node'), economy: 'XA', name })
  try {
    const { path, token } = await link.ask('openTaxii')
    const loaded = await putLoad({
      port: Number(new URL(link.url).port),
      path: () => `${path}objects/`,
      body: (n) => bodies[n] as Uint8Array,
      requests: posts,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/taxii+json;version=2.1',
        'content-type': 'application/taxii+json;version=2.1',
      },
    })
    const objects = posts * AT_ONCE
    if ((await link.ask('taxiiEntries')) !== objects) throw new ConcertError('bench-write')
    const figure = objects / loaded.seconds
    return {
      figure,
      unit: 'objects/s',
      ratio: figure / alone,
      reference: 'the same rows written to the same engine alone',
      goal: 'at least 8000 objects/s',
      details: { objects, posts, connections: 8, p99Ms: loaded.p99Ms, rowsAlone: alone },
    }
  } finally {
    await link.stop()
  }
}

async function rowsAlone(
  folder: string,
  batches: readonly ReturnType<typeof syntheticIndicators>[],
): Promise<number> {
  const store = await openStore({ kind: 'sqlite', path: join(folder, 'alone.db') })
  const begin = performance.now()
  for (const batch of batches) await ingest(store, batch)
  const seconds = (performance.now() - begin) / 1000
  await store.close()
  return (batches.length * AT_ONCE) / seconds
}
