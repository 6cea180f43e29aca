import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tlp } from '@concert/envelope'
import { makeIndicator, type StixObject } from '@concert/stix'
import type { IntelligenceTerms, Terms } from '@concert/threads'
import type { Config } from '../config/config.ts'
import { QUOTAS, RELEASE_DEFAULTS } from '../config/resolve.ts'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { sha1 } from '../intel/intelligence.ts'
import { createKeys } from '../keys/create-keys.ts'
import type { KeySet } from '../keys/key-set.ts'
import { loadKeys } from '../keys/load-keys.ts'
import { type RunningNode, startNode } from '../node.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { freePort } from './free-port.ts'

/** Which of the two nodes. */
export type Side = 'a' | 'b'

/** How a pair is to be made. */
export interface PairOptions {
  /** URLs of two empty PostgreSQL databases; SQLite files without them. */
  readonly databases?: Readonly<Record<Side, string>>
  readonly limits?: Partial<Config['limits']>
  /** Where both clocks stand when the keys are made, in milliseconds since 1970; else now. */
  readonly at?: number
  /** What both nodes have besides. */
  readonly config?: Partial<Config>
}

/** Everything that a node of a pair is started with, so that it can be started again. */
export interface NodeSetup {
  readonly config: Config
  readonly keys: KeySet
  readonly databaseUrl?: string
}

/** Two nodes in this process that talk over real HTTP. */
export interface Pair {
  readonly a: RunningNode
  readonly b: RunningNode
  readonly setup: Readonly<Record<Side, NodeSetup>>
  /** Milliseconds that each node's clock is ahead of the machine's. */
  readonly skew: Record<Side, number>
  /** Each confirms the other by the safety number that it shows. */
  peerAndConfirm(): Promise<void>
  /** A compact proposed by `a`, signed by both; resolves to its digest when in force at both. */
  agreeCompact(terms?: Partial<IntelligenceTerms>, more?: Partial<Terms>): Promise<string>
  /** Shares what is new from `a` to `b` without waiting for the receipts. */
  share(tlp?: Tlp): Promise<number>
  /** Resolves when neither node has anything to deliver. */
  settled(): Promise<void>
  stop(side: Side): Promise<void>
  start(side: Side, change?: Partial<Config>): Promise<void>
  restart(side: Side, change?: Partial<Config>): Promise<void>
  close(): Promise<void>
}

const NAMES = {
  a: { en: 'Arden', zh: '雅登' },
  b: { en: 'Belmar', zh: '贝尔玛' },
} as const

/** Terms that let indicators and sightings up to TLP:GREEN through. */
export const GREEN_TERMS: IntelligenceTerms = {
  tlp: 'green',
  types: ['identity', 'indicator', 'sighting'],
  attribution: false,
  onward: false,
  retention_days: 365,
}

/** Makes keys and a configuration for one node in an empty folder; starts nothing. */
export async function setUpNode(
  folder: string,
  side: Side,
  options: PairOptions = {},
): Promise<NodeSetup> {
  const crypto = createNodeCrypto()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const made = await createKeys({
    folder: join(folder, 'keys'),
    crypto,
    now: options.at ?? Date.now(),
  })
  if (!made.ok) throw new Error(made.code)
  const port = await freePort()
  const databaseUrl = options.databases?.[side]
  const config: Config = {
    dataDir: folder,
    host: `127.0.0.1:${port}`,
    names: NAMES[side],
    economy: side === 'a' ? 'XA' : 'XB',
    listen: { host: '127.0.0.1', port },
    url: `http://127.0.0.1:${port}`,
    admin: { host: '127.0.0.1', port: 0 },
    store: { engine: databaseUrl === undefined ? 'sqlite' : 'postgres' },
    witnesses: [],
    quorum: 0,
    mailboxes: [],
    mailbox: { silentMs: 900_000, pollMs: 3_600_000 },
    monitor: { everyMs: 3_600_000 },
    feeds: { allow: [], checkMs: 3_600_000 },
    release: { ...RELEASE_DEFAULTS, folder: join(folder, 'release') },
    ...options.config,
    log: { batchMs: 5 },
    limits: {
      parcelBytes: 8 << 20,
      inflatedBytes: 64 << 20,
      bodyMs: 20_000,
      requestsPerMinute: 1_000_000,
      parcelsInFlight: 8,
      ...options.limits,
    },
    quotas: QUOTAS,
    level: 'silent',
    lang: 'en',
  }
  return { config, keys: made.value, ...(databaseUrl === undefined ? {} : { databaseUrl }) }
}

/**
 * Starts a node in its own process as its folder has it: the body of a test's child process.
 *
 * @param now - the node's clock, in milliseconds since 1970; the machine's without it
 */
export async function startFromFolder(config: Config, now?: () => number): Promise<RunningNode> {
  const keys = await keysIn(config.dataDir)
  return await startNode({ config, secrets: {}, keys, ...(now && { now }) })
}

/** The keys in a data folder, as a start of the node reads them. */
export async function keysIn(dataDir: string): Promise<KeySet> {
  const keys = await loadKeys({ folder: join(dataDir, 'keys'), crypto: createNodeCrypto() })
  if (!keys.ok) throw new Error(JSON.stringify(keys.faults))
  return keys.value
}

/** Starts two nodes that do not know each other yet. */
export async function startPair(options: PairOptions = {}): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), 'concert-pair-'))
  const setup = {
    a: await setUpNode(join(folder, 'a'), 'a', options),
    b: await setUpNode(join(folder, 'b'), 'b', options),
  }
  const pair = new RunningPair(folder, setup)
  const ahead = options.at === undefined ? 0 : options.at - Date.now()
  Object.assign(pair.skew, { a: ahead, b: ahead })
  await pair.start('a')
  await pair.start('b')
  return pair
}

class RunningPair implements Pair {
  readonly setup: Readonly<Record<Side, NodeSetup>>
  readonly skew: Record<Side, number> = { a: 0, b: 0 }
  readonly #folder: string
  readonly #running = new Map<Side, RunningNode>()

  constructor(folder: string, setup: Readonly<Record<Side, NodeSetup>>) {
    this.#folder = folder
    this.setup = setup
  }

  get a(): RunningNode {
    return this.#node('a')
  }

  get b(): RunningNode {
    return this.#node('b')
  }

  #node(side: Side): RunningNode {
    const node = this.#running.get(side)
    if (!node) throw new Error(`${side} is stopped`)
    return node
  }

  async start(side: Side, change: Partial<Config> = {}): Promise<void> {
    const { config, databaseUrl } = this.setup[side]
    const keys = await keysIn(config.dataDir)
    const node = await startNode({
      config: { ...config, ...change },
      secrets: databaseUrl === undefined ? {} : { databaseUrl },
      keys,
      now: () => Date.now() + this.skew[side],
    })
    this.#running.set(side, node)
  }

  async stop(side: Side): Promise<void> {
    const node = this.#node(side)
    this.#running.delete(side)
    await node.stop()
  }

  async restart(side: Side, change: Partial<Config> = {}): Promise<void> {
    await this.stop(side)
    await this.start(side, change)
  }

  async peerAndConfirm(): Promise<void> {
    const seenByA = await this.a.parts.peers.add(this.b.url)
    const seenByB = await this.b.parts.peers.add(this.a.url)
    if (!seenByA.ok || !seenByB.ok) throw new Error('peers were not added')
    await this.a.parts.peers.confirm(seenByA.value.node, seenByB.value.safetyNumber)
    await this.b.parts.peers.confirm(seenByB.value.node, seenByA.value.safetyNumber)
  }

  async agreeCompact(
    terms: Partial<IntelligenceTerms> = {},
    more: Partial<Terms> = {},
  ): Promise<string> {
    const { a, b } = this
    const proposed = await a.parts.compacts.propose({
      peers: [b.parts.context.own.node],
      title: { en: 'Phishing domains', zh: '钓鱼域名' },
      text: [],
      from: '2026-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
      signBy: '2099-01-01T00:00:00.000Z',
      terms: { intelligence: { ...GREEN_TERMS, ...terms }, ...more },
    })
    if (!proposed.ok) throw new Error(proposed.code)
    const { id } = proposed.value
    const version = proposed.value.proposals[0]?.digest ?? ''
    await waitFor(async () => {
      const known = (await b.parts.compacts.list()).find((compact) => compact.id === id)
      return known?.proposals[0]?.signedBy.length === 1
    })
    const signed = await b.parts.compacts.sign(version)
    if (!signed.ok) throw new Error(signed.code)
    for (const side of [a, b]) {
      await waitFor(async () =>
        (await side.parts.compacts.list()).some(
          (compact) => compact.digest === version && compact.status === 'in-force',
        ),
      )
    }
    await this.settled()
    return version
  }

  async share(tlp: Tlp = 'green'): Promise<number> {
    const { peers, intelligence } = this.a.parts
    const [peer] = await peers.list()
    const share = intelligence.share(peer?.node ?? '', tlp)
    for (;;) {
      const step = await share.next()
      if (!step.done) continue
      if (!step.value.ok) throw new Error(step.value.code)
      return step.value.value.done
    }
  }

  async settled(): Promise<void> {
    await waitFor(async () => {
      const sides = await Promise.all([nodeStatus(this.a.parts), nodeStatus(this.b.parts)])
      return sides.every((side) => side.envelopes.queued === 0)
    })
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((side) => this.stop(side)))
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** Indicators of made-up domains, numbered from `from`, valid STIX with deterministic ids. */
export function indicators(
  of: RunningNode,
  from: number,
  count: number,
  tlp: Exclude<Tlp, 'clear'> = 'green',
): StixObject[] {
  const time = '2026-11-01T00:00:00.000Z'
  return Array.from({ length: count }, (_, i) => {
    const observable = { type: 'domain-name', value: `phish-${from + i}.example` } as const
    const createdByRef = of.parts.stixIdentity.view.id
    const common = { created: time, modified: time, validFrom: time, tlp }
    const made = makeIndicator({ ...common, createdByRef, observable }, sha1)
    if (!made.ok) throw new Error('indicator')
    return made.value
  })
}

/** Asks again and again until the answer is yes; the test's own time limit ends it otherwise. */
export async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}
