import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tlp } from '@concert/envelope'
import { COMPACT_TEMPLATES, type IntelligenceTerms, NO_TERMS, type Terms } from '@concert/threads'
import type { Config } from '../config/config.ts'
import { type RunningNode, startNode } from '../node.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { GREEN_TERMS, keysIn, type NodeSetup, setUpNode, waitFor } from './pair.ts'

/** Which of the three nodes. */
export type Corner = 'a' | 'b' | 'c'

const CORNERS = ['a', 'b', 'c'] as const

/** Three nodes in this process that talk over real HTTP. */
export class Trio {
  /** Milliseconds that all clocks are ahead of the machine's. */
  ahead = 0
  readonly #folder: string
  readonly #setup: Readonly<Record<Corner, NodeSetup>>
  readonly #running = new Map<Corner, RunningNode>()

  private constructor(folder: string, setup: Readonly<Record<Corner, NodeSetup>>) {
    this.#folder = folder
    this.#setup = setup
  }

  static async start(): Promise<Trio> {
    const folder = await mkdtemp(join(tmpdir(), 'concert-trio-'))
    const make = (corner: Corner) => setUpNode(join(folder, corner), corner === 'a' ? 'a' : 'b')
    const trio = new Trio(folder, { a: await make('a'), b: await make('b'), c: await make('c') })
    for (const corner of CORNERS) await trio.begin(corner)
    return trio
  }

  node(corner: Corner): RunningNode {
    const node = this.#running.get(corner)
    if (!node) throw new Error(`${corner} is stopped`)
    return node
  }

  parts(corner: Corner): RunningNode['parts'] {
    return this.node(corner).parts
  }

  id(corner: Corner): string {
    return this.parts(corner).context.own.node
  }

  dataDir(corner: Corner): string {
    return this.#setup[corner].config.dataDir
  }

  async begin(corner: Corner, change: Partial<Config> = {}): Promise<void> {
    const { config } = this.#setup[corner]
    const keys = await keysIn(config.dataDir)
    this.#running.set(
      corner,
      await startNode({
        config: { ...config, ...change },
        secrets: {},
        keys,
        now: () => Date.now() + this.ahead,
      }),
    )
  }

  async stop(corner: Corner): Promise<void> {
    const node = this.node(corner)
    this.#running.delete(corner)
    await node.stop()
  }

  /** Two nodes confirm each other. */
  async meet(one: Corner, other: Corner): Promise<void> {
    const seen = [
      await this.parts(one).peers.add(this.node(other).url),
      await this.parts(other).peers.add(this.node(one).url),
    ] as const
    if (!seen[0].ok || !seen[1].ok) throw new Error('peers were not added')
    await this.parts(one).peers.confirm(seen[0].value.node, seen[1].value.safetyNumber)
    await this.parts(other).peers.confirm(seen[1].value.node, seen[0].value.safetyNumber)
  }

  /** A compact proposed by the first, signed by all; resolves to its version when all see it in force. */
  async agree(parties: readonly Corner[], terms: Partial<Terms>): Promise<string> {
    const [first, ...others] = parties as readonly [Corner, ...Corner[]]
    const proposed = await this.parts(first).compacts.propose({
      peers: others.map((corner) => this.id(corner)),
      title: { en: 'Phishing domains', zh: '钓鱼域名' },
      text: [],
      from: '2026-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
      signBy: '2099-01-01T00:00:00.000Z',
      terms,
    })
    if (!proposed.ok) throw new Error(proposed.code)
    const version = proposed.value.proposals[0]?.digest ?? ''
    for (const corner of others) {
      await waitFor(async () =>
        (await this.parts(corner).compacts.list()).some(
          (compact) => compact.proposals[0]?.digest === version,
        ),
      )
      const signed = await this.parts(corner).compacts.sign(version)
      if (!signed.ok) throw new Error(signed.code)
    }
    for (const corner of parties) {
      await waitFor(async () =>
        (await this.parts(corner).compacts.list()).some(
          (compact) => compact.digest === version && compact.status === 'in-force',
        ),
      )
    }
    await this.settled(parties)
    return version
  }

  /** Shares what is new from one to another. @returns how many objects */
  async share(from: Corner, to: Corner, tlp: Tlp = 'green'): Promise<number> {
    const share = this.parts(from).intelligence.share(this.id(to), tlp)
    for (;;) {
      const step = await share.next()
      if (!step.done) continue
      if (!step.value.ok) throw new Error(step.value.code)
      return step.value.value.done
    }
  }

  /** Resolves when these have nothing to deliver. */
  async settled(corners: readonly Corner[] = CORNERS): Promise<void> {
    await waitFor(async () => {
      const all = await Promise.all(corners.map((corner) => nodeStatus(this.parts(corner))))
      return all.every(({ envelopes }) => envelopes.queued === 0)
    })
  }

  async close(): Promise<void> {
    for (const corner of [...this.#running.keys()]) await this.stop(corner)
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** Terms under which indicators and files flow, and may be passed on, named or not. */
export function onwardTerms(change: Partial<IntelligenceTerms> = {}): Partial<Terms> {
  const types = ['artifact', 'file', 'identity', 'indicator', 'sighting']
  const intelligence = { ...GREEN_TERMS, types, onward: true, ...change }
  return { ...NO_TERMS, intelligence, anonymous_relay: true }
}

/** Terms of the template for many parties. */
export function multilateralTerms(): Terms {
  const found = COMPACT_TEMPLATES.find(({ id }) => id === 'multilateral')
  if (!found) throw new Error('template')
  return found.terms
}
