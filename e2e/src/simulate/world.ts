import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createNodeCrypto,
  type RunningNode,
  type RunningWitness,
  startNode,
  startWitness,
} from '@concert/node'
import { keysIn, type NodeSetup, setUpNode } from '@concert/node/testing/pair'
import { SlowLink } from '@concert/node/testing/slow-link'
import { MortalStore } from './mortal-store.ts'

/** The five sides; the last one does what it likes. */
export const NAMES = [
  { en: 'Arden', zh: '雅登' },
  { en: 'Belmar', zh: '贝尔玛' },
  { en: 'Corvin', zh: '科文' },
  { en: 'Delos', zh: '德洛斯' },
  { en: 'Maren', zh: '马伦' },
] as const

/** The side that keeps no rule. */
export const MALICIOUS = 4

/** The side that may be put on PostgreSQL: it passes things on. */
const ON_POSTGRES = 2

/** Who is party to which compact, and what may flow under it. */
export const COMPACTS: readonly {
  readonly parties: readonly number[]
  readonly tlp: 'green' | 'amber'
  /** Whether what came under it may be passed on to others. */
  readonly onward: boolean
}[] = [
  { parties: [0, 1, 2], tlp: 'green', onward: true },
  { parties: [2, 3], tlp: 'amber', onward: false },
  { parties: [0, 3, 4], tlp: 'green', onward: false },
]

/** Object types that every compact names. */
export const TYPES = ['indicator', 'sighting'] as const

/** Pairs with a compact between them. */
export const PAIRS: readonly (readonly [number, number])[] = COMPACTS.flatMap(({ parties }) =>
  parties.flatMap((a, i) => parties.slice(i + 1).map((b) => [a, b] as const)),
)

/** Clocks are so far ahead of this machine that none falls behind the making of the keys. */
export const AHEAD_MS = 86_400_000

/** One side of the world. */
export interface Party {
  readonly index: number
  readonly setup: NodeSetup
  /** Node id. */
  id: string
  /** Milliseconds that its clock is ahead. */
  skewMs: number
  running: RunningNode | undefined
  /** The store that it runs on, to be cut off from it. */
  store: MortalStore | undefined
}

/** Five nodes in this process, a neutral witness with a mailbox, and a link of its own each way between every two that have a compact. */
export class World {
  readonly parties: readonly Party[]
  readonly witness: RunningWitness
  readonly #folder: string
  readonly #links: ReadonlyMap<string, SlowLink>

  private constructor(
    folder: string,
    parties: readonly Party[],
    witness: RunningWitness,
    links: ReadonlyMap<string, SlowLink>,
  ) {
    this.#folder = folder
    this.parties = parties
    this.witness = witness
    this.#links = links
  }

  /**
   * Starts everything; the pairs have compared their numbers, nothing is agreed yet.
   *
   * @param databaseUrl - of an empty PostgreSQL database, for one of the sides
   */
  static async open(databaseUrl?: string): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'concert-world-'))
    const cairn = join(folder, 'cairn')
    const witness = await startWitness({
      dataDir: cairn,
      listen: { host: '127.0.0.1', port: 0 },
      name: 'cairn.example',
      logs: [],
      crypto: createNodeCrypto(),
      mailbox: { nodes: [] },
    })
    const parties = await Promise.all(
      NAMES.map((_, i) =>
        openParty(folder, i, witness, i === ON_POSTGRES ? databaseUrl : undefined),
      ),
    )
    await writeFile(join(cairn, 'nodes.txt'), parties.map(({ id }) => `${id}\n`).join(''))
    const links = new Map<string, SlowLink>()
    for (const [a, b] of PAIRS) {
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const) {
        const { port } = (parties[to] as Party).setup.config.listen
        links.set(
          `${from} ${to}`,
          await SlowLink.open(port, { roundTripMs: 0, bytesPerSecond: 1e9 }),
        )
      }
    }
    const world = new World(folder, parties, witness, links)
    for (const [a, b] of PAIRS) await world.#introduce(a, b)
    return world
  }

  /** Whether two sides have a compact. */
  arePartners(a: number, b: number): boolean {
    return this.partnersOf(a).includes(b)
  }

  /** A side that runs. */
  node(index: number): RunningNode {
    const { running } = this.party(index)
    if (!running) throw new Error(`${NAMES[index]?.en} is stopped`)
    return running
  }

  party(index: number): Party {
    return this.parties[index] as Party
  }

  /** Indices of those that run, the malicious one aside. */
  honest(): readonly number[] {
    return this.parties
      .filter(({ index, running }) => running && index !== MALICIOUS)
      .map(({ index }) => index)
  }

  /** Sides that have a compact with this one. */
  partnersOf(index: number): readonly number[] {
    return PAIRS.flatMap(([a, b]) => (a === index ? [b] : b === index ? [a] : []))
  }

  async start(index: number): Promise<void> {
    const party = this.party(index)
    if (party.running) return
    party.running = await start(party)
  }

  async stop(index: number): Promise<void> {
    const party = this.party(index)
    const { running } = party
    party.running = undefined
    await running?.stop()
  }

  /**
   * Kills a side as `kill -9` does: what its memory held is gone, what its store was asked for last
   * may have happened or not, its connections break off, and nothing of it is told to anybody.
   */
  async kill(index: number): Promise<void> {
    const party = this.party(index)
    const { running, store } = party
    if (!running || !store) return
    party.running = undefined
    store.kill()
    const links = this.partnersOf(index).flatMap((other) => [
      this.link(index, other),
      this.link(other, index),
    ])
    const open = links.filter((link) => !link.isDown)
    for (const link of open) link.setDown(true)
    // Whatever is left of the process finds its store gone; it only has to let go of its ports.
    await running.stop().catch(() => undefined)
    await store.close().catch(() => undefined)
    for (const link of open) link.setDown(false)
  }

  /** The road from one side to another. */
  link(from: number, to: number): SlowLink {
    const link = this.#links.get(`${from} ${to}`)
    if (!link) throw new RangeError('no link')
    return link
  }

  /** Lets nothing pass between two sides, or everything again. */
  setCut(a: number, b: number, isCut: boolean): void {
    this.link(a, b).setDown(isCut)
    this.link(b, a).setDown(isCut)
  }

  async #introduce(a: number, b: number): Promise<void> {
    const [first, second] = [this.node(a).parts.peers, this.node(b).parts.peers]
    const [seenByA, seenByB] = [
      await first.add(this.link(a, b).url),
      await second.add(this.link(b, a).url),
    ]
    if (!seenByA.ok || !seenByB.ok) throw new Error('peers were not added')
    await first.confirm(seenByA.value.node, seenByB.value.safetyNumber)
    await second.confirm(seenByB.value.node, seenByA.value.safetyNumber)
  }

  async close(): Promise<void> {
    await Promise.all(this.parties.map(({ index }) => this.stop(index)))
    await Promise.all([...this.#links.values()].map((link) => link.close()))
    await this.witness.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function openParty(
  folder: string,
  index: number,
  witness: RunningWitness,
  databaseUrl: string | undefined,
): Promise<Party> {
  const names = NAMES[index] as (typeof NAMES)[number]
  const setup = await setUpNode(join(folder, names.en), 'a', {
    ...(databaseUrl && { databases: { a: databaseUrl, b: databaseUrl } }),
    config: {
      names,
      economy: `X${'ABCDE'[index]}`,
      mailboxes: witness.mailbox ? [witness.mailbox] : [],
      // Whatever waits when the mail goes round counts as silence.
      mailbox: { silentMs: 0, pollMs: 3_600_000 },
    },
  })
  const bare = { running: undefined, store: undefined }
  const party: Party = { index, setup, id: '', skewMs: AHEAD_MS, ...bare }
  party.running = await start(party)
  party.id = party.running.parts.context.own.node
  return party
}

async function start(party: Party): Promise<RunningNode> {
  const { config, databaseUrl } = party.setup
  return await startNode({
    config,
    secrets: databaseUrl === undefined ? {} : { databaseUrl },
    keys: await keysIn(config.dataDir),
    now: () => Date.now() + party.skewMs,
    around: (store) => {
      party.store = new MortalStore(store)
      return party.store
    },
  })
}
