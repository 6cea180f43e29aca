import { setTimeout as sleep } from 'node:timers/promises'
import { ConcertError } from '@concert/core'
import type { RunningNode } from '@concert/node'
import type { DeskTimes, NodeTasks } from '../share/messages.ts'

const POLL_MS = 10
/** Runs of each question; the median counts. */
const RUNS = 21
const COPY_STEP = 1000

type RequestTasks = Pick<NodeTasks, 'takeDown' | 'manyRequests' | 'timeDesk' | 'hasTargets'>

/** What the bench asks of a node's duty desk. */
export function requestTasks({ parts }: RunningNode): RequestTasks {
  const { requests, context } = parts
  return {
    async takeDown(peer, count) {
      const begin = performance.now()
      const kept = await requests.drafts.keep(draftFor(peer), urls(count), undefined)
      if (!kept.ok) throw new ConcertError(kept.code)
      const sent = await requests.drafts.send(kept.value.draft.id)
      if (!sent.ok) throw new ConcertError(sent.code)
      const created = (performance.now() - begin) / 1000
      while (await hasQueued(parts)) await sleep(POLL_MS)
      return { id: sent.value.id, created, seconds: (performance.now() - begin) / 1000 }
    },
    async hasTargets(id) {
      const shown = await requests.show(id)
      return shown.ok ? shown.value.targets.listed : 0
    },
    manyRequests: (count) => copyRequest(context, count),
    timeDesk: () => timeDesk(parts),
  }
}

/** As many open requests as asked for: copies of the one that is there, each with its own clocks. */
async function copyRequest(context: RunningNode['parts']['context'], count: number): Promise<null> {
  const { store, crypto, now } = context
  const row = await store.read.db.selectFrom('requests').selectAll().executeTakeFirstOrThrow()
  const root = await store.read.db
    .selectFrom('statements')
    .selectAll()
    .where('digest', '=', row.root)
    .executeTakeFirstOrThrow()
  const names = Object.keys(row) as (keyof typeof row)[]
  const columns = Object.keys(root) as (keyof typeof root)[]
  for (let first = 0; first < count; first += COPY_STEP) {
    const size = Math.min(COPY_STEP, count - first)
    await store.transact(async (tx) => {
      const id = await tx.allocateIds('requests', size)
      const statement = await tx.allocateIds('statements', size)
      const copies = Array.from({ length: size }, (_, i) => {
        const due = now() + (first + i) * 60_000 - count * 6000
        const digest = crypto.random(32)
        const clocks = { acknowledge_due: due, answer_due: due + 86_400_000, next_due: due }
        const said = { ...root, id: statement + i, digest, thread: digest }
        return { row: { ...row, ...clocks, id: id + i, root: digest, untold: 0 }, said }
      })
      const rows = copies.map((copy) => names.map((name) => copy.row[name]))
      const said = copies.map((copy) => columns.map((name) => copy.said[name]))
      await tx.insertMany('requests', names, rows as never)
      await tx.insertMany('statements', columns, said as never)
    })
  }
  return null
}

/** How long the desk's questions take, in milliseconds, with all the requests that are there. */
async function timeDesk({ requests }: RunningNode['parts']): Promise<DeskTimes> {
  const { open } = await requests.count(false)
  return {
    open,
    listMs: await median(() => requests.list({ open: true, limit: 100 })),
    filterMs: await median(() => requests.list({ urgency: 'u1', lapsed: true, limit: 100 })),
    countMs: await median(() => requests.count(false)),
    tickMs: await median(() => requests.tick()),
  }
}

async function median(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < RUNS; i++) {
    const begin = performance.now()
    await run()
    times.push(performance.now() - begin)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] as number
}

async function hasQueued({ context }: RunningNode['parts']): Promise<boolean> {
  const row = await context.store.read.db
    .selectFrom('envelopes')
    .select('id')
    .where('direction', '=', 'out')
    .where('state', '=', 'queued')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Pages as phishing kits have them: a host each, a path, a query. */
export function urls(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    return `https://secure-login-${i}.example/account/verify?session=${i * 7919}`
  })
}

function draftFor(peer: string) {
  const text = (words: string) => ({
    original: { lang: 'en', text: words },
    translation: null,
    authoritative: 'original',
  })
  const facts = { verified: text('Opened by a crawler.') }
  return {
    peer,
    template: 'phishing-takedown' as const,
    act: { harm: 'victims-now' },
    content: { title: text('Bench'), harm: text('None: a bench.'), facts },
  }
}
