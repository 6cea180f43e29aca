import type { Tlp } from '@concert/envelope'
import type { Forge, Forged } from '@concert/node/testing/forge'
import type { Agreed } from './agree.ts'
import { makeObject, type Sort } from './objects.ts'
import type { Random } from './random.ts'
import { COMPACTS, MALICIOUS, type World } from './world.ts'

/** The compact that the malicious side is party to. */
export const COMPACT = COMPACTS.findIndex(({ parties }) => parties.includes(MALICIOUS))

/** Statements that the malicious side makes past its own node. */
export class Forgeries {
  readonly #world: World
  readonly #random: Random
  readonly #agreed: Agreed
  #made = 0

  constructor(world: World, random: Random, agreed: Agreed) {
    this.#world = world
    this.#random = random
    this.#agreed = agreed
  }

  async #version(): Promise<string> {
    const known = await this.#world.node(MALICIOUS).parts.compacts.list()
    return known.find(({ id }) => id === this.#agreed[COMPACT])?.digest ?? ''
  }

  /** A share of one object, allowed or not. */
  async share(
    forge: Forge,
    tlp: Exclude<Tlp, 'clear'>,
    sort: Sort,
    exercise = false,
    domain = `evil-${this.#made++}.example`,
  ): Promise<Forged> {
    const { context, stixIdentity } = this.#world.node(MALICIOUS).parts
    const object = makeObject({
      domain,
      createdBy: stixIdentity.view.id,
      tlp,
      sort,
      canary: 'evil',
      version: 1,
    })
    const items = [{ salt: context.crypto.random(32), bytes: object.bytes }]
    return await forge.statement({ compact: await this.#version(), items, exercise })
  }

  /** A share in the name of a third side, under keys of the malicious one. */
  async inNameOf(forge: Forge, target: number): Promise<Forged> {
    const other = this.other(target)
    const { context, stixIdentity } = this.#world.node(MALICIOUS).parts
    const author = await context.identities.current(this.#world.party(other).id)
    if (!author) throw new Error('no identity')
    const making = {
      createdBy: stixIdentity.view.id,
      tlp: 'green',
      sort: 'plain',
      canary: 'evil',
      version: 1,
    } as const
    const object = makeObject({ ...making, domain: `forged-${this.#made++}.example` })
    return await forge.statement({
      compact: await this.#version(),
      author: { node: author.node, party: 'node', role: 'duty-officer' },
      identity: author.digest,
      items: [{ salt: context.crypto.random(32), bytes: object.bytes }],
    })
  }

  /** Another honest party of the same compact, running or not. */
  other(target: number): number {
    const others = COMPACTS[COMPACT]?.parties.filter(
      (index) => index !== MALICIOUS && index !== target,
    )
    return this.#random.pick(others ?? [])
  }

  /** A retraction of what a third side has shared. */
  async retraction(forge: Forge, target: number): Promise<Forged> {
    const author = this.#world.party(this.other(target)).id
    const targets = [{ author, statement: '00'.repeat(32), item: 0 }]
    const act = { targets, reason: 'false-positive' }
    return await forge.statement({ kind: 'intel.retract', compact: await this.#version(), act })
  }
}

/** The same statement with other items than it commits to. */
export function tampered({ digest, carried }: Forged): Forged {
  const items = carried.items.map(({ salt, bytes }) => {
    const changed = Uint8Array.from(bytes)
    changed[10] = (changed[10] ?? 0) ^ 1
    return { salt, bytes: changed }
  })
  return { digest, carried: { ...carried, items } }
}

/** @returns undefined when the connection was one to a node that has started anew since */
export async function exchange(forge: Forge, parcel: Uint8Array) {
  return await unlessCut(forge.exchange(parcel))
}

/** @returns undefined when the connection was cut */
export async function unlessCut<T>(answer: Promise<T>): Promise<T | undefined> {
  return await answer.catch((error: unknown) => {
    if (error instanceof TypeError && error.message === 'fetch failed') return undefined
    throw error
  })
}
