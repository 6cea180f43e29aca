import { join } from 'node:path'
import { ConcertError } from '@concert/core'
import { openStore } from '@concert/node'
import type { Bench, Measurement } from '../bench.ts'
import { introduce } from '../share/introduce.ts'
import type { Shared, Usage } from '../share/messages.ts'
import { NodeLink } from '../share/node-link.ts'
import { ingest, ROWS_PER_TRANSACTION } from '../support/rows.ts'
import { withScratch } from '../support/scratch.ts'
import { syntheticIndicators } from '../support/synthetic.ts'

const OBJECTS = 20_000
const MIB = 1024 * 1024

/** From the call to share to the last receipt, over two real processes. */
export const bench: Bench = {
  name: 'share',
  description: {
    en: 'Objects a second from share to the last receipt, between two node processes',
    zh: '两个节点进程之间，从共享到最后一张收据，每秒的对象数',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, Math.ceil(OBJECTS * scale))),
}

async function measure(folder: string, objects: number): Promise<Measurement> {
  const alone = await rowsAlone(folder, objects)
  const { imported, shared, sender, receiver } = await shareOnce(folder, objects)
  const figure = objects / shared.seconds
  return {
    figure,
    unit: 'objects/s',
    ratio: figure / alone,
    reference: 'the same rows written to the same engine alone',
    goal: 'at least 4000 objects/s, each node below 300 MB',
    details: {
      objects,
      shareSeconds: shared.seconds,
      importSeconds: imported,
      fromImport: objects / (imported + shared.seconds),
      parcels: shared.parcels,
      bytesPerObject: shared.bytes / objects,
      senderPeakMiB: sender.peakBytes / MIB,
      receiverPeakMiB: receiver.peakBytes / MIB,
      // What the machine's other work does not change.
      senderCpuSeconds: sender.cpuSeconds,
      receiverCpuSeconds: receiver.cpuSeconds,
      rowsAlone: alone,
    },
  }
}

/** Objects a second when nothing is signed, sealed or sent: objects and items, durably. */
async function rowsAlone(folder: string, objects: number): Promise<number> {
  const store = await openStore({ kind: 'sqlite', path: join(folder, 'alone.db') })
  let spent = 0
  for (let first = 0; first < objects; first += ROWS_PER_TRANSACTION) {
    const batch = syntheticIndicators(first, Math.min(ROWS_PER_TRANSACTION, objects - first))
    const begin = performance.now()
    await ingest(store, batch)
    spent += performance.now() - begin
  }
  await store.close()
  return (objects / spent) * 1000
}

interface Run {
  /** Seconds in which the sender took its objects in. */
  readonly imported: number
  readonly shared: Shared
  /** What each node used while it shared; the peak is that of its whole life. */
  readonly sender: Usage
  readonly receiver: Usage
}

async function shareOnce(folder: string, objects: number): Promise<Run> {
  const [a, b] = await Promise.all([
    NodeLink.start({
      folder: join(folder, 'a'),
      economy: 'XA',
      name: { en: 'Arden', zh: '雅登' },
    }),
    NodeLink.start({
      folder: join(folder, 'b'),
      economy: 'XB',
      name: { en: 'Belmar', zh: '贝尔玛' },
    }),
  ])
  try {
    const peer = await introduce(a, b)
    const file = join(folder, 'objects.jsonl')
    await a.ask('writeFile', file, objects)
    const begin = performance.now()
    await a.ask('importFile', file)
    const imported = (performance.now() - begin) / 1000
    const before = await Promise.all([a.ask('usage'), b.ask('usage')])
    const shared = await a.ask('share', peer)
    const [sender, receiver] = await Promise.all([a.ask('usage'), b.ask('usage')])
    if (shared.objects !== objects || receiver.objects !== objects) {
      const details = { shared: shared.objects, received: receiver.objects }
      throw new ConcertError('bench-share-incomplete', details)
    }
    return {
      imported,
      shared,
      sender: since(before[0], sender),
      receiver: since(before[1], receiver),
    }
  } finally {
    await Promise.all([a.stop(), b.stop()])
  }
}

function since(before: Usage, now: Usage): Usage {
  return { ...now, cpuSeconds: now.cpuSeconds - before.cpuSeconds }
}
