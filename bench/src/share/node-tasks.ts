import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConcertError, type Result } from '@concert/core'
import { importFile, type RunningNode } from '@concert/node'
import { COMPACT_TEMPLATES } from '@concert/threads'
import { requestTasks } from '../requests/request-tasks.ts'
import { syntheticIndicators } from '../support/synthetic.ts'
import { taxiiTasks } from '../taxii/taxii-tasks.ts'
import type { Credentials, NodeTasks, Shared, Usage } from './messages.ts'

const FILL_STEP = 1000
const POLL_MS = 10

/** Everything the bench may ask of a node, done through the node's own rooms. */
export function nodeTasks(node: RunningNode): NodeTasks {
  const { peers, compacts, stixIdentity, intelligence } = node.parts
  const isInForce = async () => (await compacts.list()).some(({ status }) => status === 'in-force')
  return {
    async add(url) {
      const { node: id, safetyNumber } = acceptedValue(await peers.add(url))
      return { node: id, safetyNumber }
    },
    async confirm(id, safetyNumber) {
      acceptedValue(await peers.confirm(id, safetyNumber))
      return null
    },
    propose: (peer) => propose(node, peer),
    async sign(digest) {
      await until(async () => (await compacts.list())[0]?.proposals[0]?.signedBy.length === 1)
      acceptedValue(await compacts.sign(digest))
      await until(isInForce)
      return null
    },
    async inForce() {
      await until(isInForce)
      return null
    },
    async addPeople(count) {
      const people: Credentials[] = []
      for (let i = 0; i < count; i++) {
        const email = `delegate-${i}@bench.example`
        const roles = ['duty-officer', 'analyst', 'auditor'] as const
        const account = { email, name: `Delegate ${i}`, roles }
        people.push(acceptedValue(await node.parts.accounts.add(account)))
      }
      return people
    },
    async fill(count, begin = 0) {
      const end = begin + count
      let storing = Promise.resolve(0)
      for (let first = begin; first < end; first += FILL_STEP) {
        const step = Math.min(FILL_STEP, end - first)
        // As an import does: the next are read while these are stored.
        const objects = syntheticIndicators(first, step, stixIdentity.view.id)
        await storing
        storing = intelligence.importObjects(objects)
      }
      await storing
      return null
    },
    async writeFile(path, count) {
      await pipeline(Readable.from(linesOf(count, stixIdentity.view.id)), createWriteStream(path))
      return null
    },
    async importFile(path) {
      const marks = { path, tlp: 'green' as const, labels: [] }
      for await (const told of importFile(node.parts, marks)) {
        const isWhole = told.event !== 'refused' && (told.event !== 'done' || told.faultCount === 0)
        if (!isWhole) throw new ConcertError('bench-import')
      }
      return null
    },
    async searchable() {
      await node.parts.search.caughtUp()
      return null
    },
    ...taxiiTasks(node),
    ...requestTasks(node),
    share: (peer) => share(node, peer),
    usage: () => usage(node),
    async stop() {
      await node.stop()
      return null
    },
  }
}

function* linesOf(count: number, createdByRef: string): Generator<Buffer> {
  const lineFeed = Buffer.from('\n')
  for (let first = 0; first < count; first += FILL_STEP) {
    const objects = syntheticIndicators(first, Math.min(FILL_STEP, count - first), createdByRef)
    yield Buffer.concat(objects.flatMap(({ bytes }) => [bytes, lineFeed]))
  }
}

async function propose({ parts }: RunningNode, peer: string): Promise<string> {
  const compact = await parts.compacts.propose({
    peers: [peer],
    title: { en: 'Bench', zh: '基准' },
    text: [],
    from: '2026-01-01T00:00:00.000Z',
    until: '2100-01-01T00:00:00.000Z',
    signBy: '2099-01-01T00:00:00.000Z',
    terms: {
      intelligence: {
        tlp: 'green',
        types: ['indicator'],
        attribution: false,
        onward: false,
        retention_days: 365,
      },
      requests: requestTerms(),
    },
  })
  return acceptedValue(compact).proposals[0]?.digest ?? ''
}

/** What the template for phishing proposes: up to 100,000 targets. */
function requestTerms() {
  return COMPACT_TEMPLATES.find(({ id }) => id === 'phishing')?.terms.requests ?? null
}

async function share({ parts }: RunningNode, peer: string): Promise<Shared> {
  const before = parts.outgoing.sent()
  const begin = performance.now()
  const steps = parts.intelligence.share(peer, 'green')
  let step = await steps.next()
  while (!step.done) step = await steps.next()
  const { done } = acceptedValue(step.value)
  await until(async () => !(await hasQueued(parts.context.store.read)))
  const seconds = (performance.now() - begin) / 1000
  const after = parts.outgoing.sent()
  return {
    seconds,
    objects: done,
    parcels: after.parcels - before.parcels,
    bytes: after.bytes - before.bytes,
  }
}

async function hasQueued(read: RunningNode['parts']['context']['store']['read']): Promise<boolean> {
  const row = await read.db
    .selectFrom('envelopes')
    .select('id')
    .where('direction', '=', 'out')
    .where('state', 'in', ['waiting', 'queued'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function usage({ parts }: RunningNode): Promise<Usage> {
  const row = await parts.context.store.read.db
    .selectFrom('objects')
    .select((select) => select.fn.countAll<number>().as('n'))
    .executeTakeFirst()
  const { user, system } = process.cpuUsage()
  return {
    peakBytes: process.resourceUsage().maxRSS * 1024,
    cpuSeconds: (user + system) / 1_000_000,
    objects: row?.n ?? 0,
  }
}

/** Asks less often the longer it takes: asking costs the node that is measured. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const begin = performance.now()
  while (!(await isSo())) await sleep(Math.max(POLL_MS, (performance.now() - begin) / 200))
}

/** A refusal here is a broken bench, not a peer's doing. */
function acceptedValue<T, C extends string>(result: Result<T, C>): T {
  if (!result.ok) throw new ConcertError(result.code, { at: result.at ?? '' })
  return result.value
}
