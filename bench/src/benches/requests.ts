import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseObservable } from '@concert/stix'
import type { Bench, Measurement } from '../bench.ts'
import { urls } from '../requests/request-tasks.ts'
import { introduce } from '../share/introduce.ts'
import { NodeLink } from '../share/node-link.ts'
import { withScratch } from '../support/scratch.ts'

const TARGETS = 100_000
const OPEN = 10_000

/** A bulk takedown from its list to the last receipt, and a duty desk with thousands open. */
export const bench: Bench = {
  name: 'requests',
  description: {
    en: 'A takedown of 100,000 URLs from list to last receipt, and a desk with 10,000 open requests',
    zh: '十万个网址的关停请求从清单到最后一张回执，以及一万项未办结请求的值班台',
  },
  run: ({ scale }) =>
    withScratch((folder) => measure(folder, Math.ceil(TARGETS * scale), Math.ceil(OPEN * scale))),
}

async function measure(folder: string, targets: number, open: number): Promise<Measurement> {
  const alone = targetsAlone(folder, targets)
  const [a, b] = await Promise.all([
    NodeLink.start({ folder: join(folder, 'a'), economy: 'XA', name: { en: 'A', zh: '甲' } }),
    NodeLink.start({ folder: join(folder, 'b'), economy: 'XB', name: { en: 'B', zh: '乙' } }),
  ])
  try {
    const peer = await introduce(a, b)
    const { id, created, seconds } = await a.ask('takeDown', peer, targets)
    const received = await b.ask('hasTargets', id)
    const [sender, receiver] = await Promise.all([a.ask('usage'), b.ask('usage')])
    await b.ask('manyRequests', open)
    const desk = await b.ask('timeDesk')
    const figure = targets / seconds
    return {
      figure,
      unit: 'targets/s',
      ratio: figure / alone,
      reference: 'the same URLs normalised and written to one table of node:sqlite alone',
      goal: 'at least 5000 targets/s (100,000 in 20 s); each question of the desk below 50 ms',
      details: {
        targets,
        received,
        seconds,
        createdSeconds: created,
        openRequests: desk.open,
        listMs: desk.listMs,
        filterMs: desk.filterMs,
        countMs: desk.countMs,
        tickMs: desk.tickMs,
        senderPeakMiB: sender.peakBytes / 1024 / 1024,
        receiverPeakMiB: receiver.peakBytes / 1024 / 1024,
        targetsAlone: alone,
      },
    }
  } finally {
    await Promise.all([a.stop(), b.stop()])
  }
}

/** Targets a second when nothing is signed or sent. */
function targetsAlone(folder: string, count: number): number {
  const database = new DatabaseSync(join(folder, 'alone.db'))
  database.exec('pragma journal_mode = wal; pragma synchronous = full')
  database.exec('create table targets (place integer primary key, value text not null) strict')
  const list = urls(count)
  const begin = performance.now()
  const insert = database.prepare('insert into targets values (?, ?)')
  database.exec('begin')
  for (const [place, url] of list.entries()) {
    const read = parseObservable(url)
    if (read.ok) insert.run(place, read.value.value)
  }
  database.exec('commit')
  const seconds = (performance.now() - begin) / 1000
  database.close()
  return count / seconds
}
