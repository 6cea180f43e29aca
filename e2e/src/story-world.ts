import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PeerView, RequestDetail } from '@concert/node'
import { REQUEST_TERMS, worded } from '@concert/node/testing/desks'
import { GREEN_TERMS, setUpNode, waitFor } from '@concert/node/testing/pair'
import { NodeChild } from './node-child.ts'

export const MINUTE: number = 60_000
export const HOUR: number = 60 * MINUTE

/** Which of the two sides: `us` asks from the US, `cn` from China. */
export type StorySide = 'us' | 'cn'

/** Who works at either node: what one writes, another lets go. */
const PEOPLE = [
  { name: 'ann', roles: ['analyst'] },
  { name: 'bob', roles: ['release-officer', 'duty-officer'] },
] as const

/** Two nodes as two processes, a compact in force, one clock for both. */
export class StoryWorld {
  readonly us: NodeChild
  readonly cn: NodeChild
  readonly folder: string
  /** Node ids. */
  readonly ids: Readonly<Record<StorySide, string>>
  #now: number

  private constructor(
    folder: string,
    nodes: Readonly<Record<StorySide, NodeChild>>,
    ids: Readonly<Record<StorySide, string>>,
    now: number,
  ) {
    this.folder = folder
    this.us = nodes.us
    this.cn = nodes.cn
    this.ids = ids
    this.#now = now
  }

  /** @param targets - how many a request may name, by the compact */
  static async open(at: string, targets: number = REQUEST_TERMS.targets): Promise<StoryWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'concert-stories-'))
    const now = Date.parse(at)
    const make = async (side: StorySide, economy: string) => {
      const options = { at: now, config: { economy } }
      const setup = await setUpNode(join(folder, side), side === 'us' ? 'a' : 'b', options)
      const release = { ...setup.config.release, delegates: PEOPLE }
      return new NodeChild({ ...setup, config: { ...setup.config, release } })
    }
    const nodes = { us: await make('us', 'US'), cn: await make('cn', 'CN') }
    await Promise.all([nodes.us.start({}, now), nodes.cn.start({}, now)])
    const cn = await nodes.us.ask<PeerView>('peers', { url: nodes.cn.setup.config.url })
    const us = await nodes.cn.ask<PeerView>('peers', { url: nodes.us.setup.config.url })
    await nodes.us.ask('peers/confirm', { node: cn.node, number: us.safetyNumber })
    await nodes.cn.ask('peers/confirm', { node: us.node, number: cn.safetyNumber })
    const world = new StoryWorld(folder, nodes, { us: us.node, cn: cn.node }, now)
    await world.#agree(targets)
    return world
  }

  async #agree(targets: number): Promise<void> {
    await this.us.ask('compacts', {
      peers: [this.ids.cn],
      title: { en: 'Assistance', zh: '协助' },
      text: [],
      from: '2026-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
      signBy: '2099-01-01T00:00:00.000Z',
      terms: { intelligence: GREEN_TERMS, requests: { ...REQUEST_TERMS, targets } },
    })
    type Compacts = {
      readonly compacts: readonly {
        readonly status: string
        readonly proposals: readonly { readonly digest: string; readonly signedBy: string[] }[]
      }[]
    }
    const proposal = async () => (await this.cn.ask<Compacts>('compacts')).compacts[0]?.proposals[0]
    await waitFor(async () => (await proposal())?.signedBy.length === 1)
    await this.cn.ask('compacts/sign', { digest: (await proposal())?.digest })
    for (const node of [this.us, this.cn]) {
      await waitFor(
        async () => (await node.ask<Compacts>('compacts')).compacts[0]?.status === 'in-force',
      )
    }
  }

  /** Puts both clocks at a time, and does on both sides what is due by then. */
  async at(time: string | number): Promise<void> {
    this.#now = typeof time === 'string' ? Date.parse(time) : time
    await this.rest()
  }

  async pass(ms: number): Promise<void> {
    await this.at(this.#now + ms)
  }

  get now(): number {
    return this.#now
  }

  /** Resolves when both nodes have done what is due and nothing is under way between them. */
  async rest(): Promise<void> {
    let quiet = 0
    await waitFor(async () => {
      await Promise.all([this.us.turnTo(this.#now), this.cn.turnTo(this.#now)])
      quiet = (await this.#isQuiet()) ? quiet + 1 : 0
      return quiet === 2
    })
  }

  async #isQuiet(): Promise<boolean> {
    type Status = { readonly envelopes: { readonly queued: number } }
    const both = await Promise.all([this.us, this.cn].map((node) => node.ask<Status>('status')))
    return both.every(({ envelopes }) => envelopes.queued === 0)
  }

  other(side: StorySide): StorySide {
    return side === 'us' ? 'cn' : 'us'
  }

  /** Writes a request; what its checklist says comes with it. */
  async draft(side: StorySide, change: object = {}, targets?: readonly string[]) {
    const draft = { ...takedown(this.ids[this.other(side)]), ...change }
    const kept = await this[side].ask<{
      readonly draft: {
        readonly id: number
        readonly findings: readonly { readonly level: string; readonly item: string | null }[]
      }
      readonly targets: { readonly accepted: number; readonly duplicates: number } | null
    }>('requests/drafts/keep', { draft, ...(targets && { targets }), as: 'ann' })
    return kept
  }

  /** Asks; resolves when both sides hold it. @returns the id */
  async send(side: StorySide, change: object = {}, targets: readonly string[] = ['x.example']) {
    const { draft } = await this.draft(side, change, targets)
    return await this.release(side, draft.id)
  }

  /** A second person lets a draft go, and it is sent. @returns the request's id */
  async release(side: StorySide, draft: number): Promise<string> {
    await this[side].ask('requests/drafts/authorise', { id: draft, as: 'bob' })
    const { id } = await this[side].ask<{ id: string }>('requests/drafts/send', { id: draft })
    await this.rest()
    return id
  }

  /** Says something in a request; resolves when both sides hold it. */
  async say(side: StorySide, id: string, move: string, act: object, content?: object) {
    await this[side].ask('requests/move', { id, move, act, ...(content && { content }) })
    await this.rest()
  }

  async show(side: StorySide, id: string): Promise<RequestDetail> {
    return await this[side].ask<RequestDetail>('requests/show', { id })
  }

  async close(): Promise<void> {
    await Promise.all([this.us.end('SIGTERM'), this.cn.end('SIGTERM')])
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** A phishing takedown that its checklist lets through. */
function takedown(peer: string): object {
  return {
    peer,
    template: 'phishing-takedown',
    act: { harm: 'victims-now' },
    content: {
      title: worded('Bank imitated', '仿冒银行'),
      harm: worded('Customers lose money.', '客户正遭受资金损失。'),
      facts: { verified: worded('Opened by hand.', '人工打开核实。') },
      evidence: [],
    },
  }
}
