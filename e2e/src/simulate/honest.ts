import type { RunningNode } from '@concert/node'
import type { Tlp } from '@concert/stix'
import { type Agreed, amend, signAll } from './agree.ts'
import type { Model } from './model.ts'
import { creatorOf, makeObject, type Sort } from './objects.ts'
import type { Random } from './random.ts'
import { ask, move } from './requests.ts'
import { AHEAD_MS, COMPACTS, MALICIOUS, PAIRS, type World } from './world.ts'

const DRIFT_MS = 6 * 3_600_000
const TIERS = ['intelligence', 'requests'] as const

/** How likely each action is. */
const WEIGHTS = {
  import: 20,
  share: 25,
  forward: 10,
  retract: 8,
  narrow: 4,
  sight: 8,
  ask: 6,
  answer: 12,
  suspend: 4,
  resume: 6,
  amend: 3,
  cut: 6,
  mend: 6,
  stop: 2,
  kill: 5,
  start: 6,
  drift: 3,
}

/** What was done, for the report. */
export type Action = keyof typeof WEIGHTS

/** What honest sides and the world around them do, drawn from the seed. */
export class Honest {
  readonly #world: World
  readonly #model: Model
  readonly #random: Random
  readonly #agreed: Agreed
  #made = 0
  #rounds = 0

  constructor(world: World, model: Model, random: Random, agreed: Agreed) {
    this.#world = world
    this.#model = model
    this.#random = random
    this.#agreed = agreed
  }

  /** One action. @returns which */
  async step(): Promise<Action> {
    const action = this.#random.weighted(WEIGHTS)
    const by = this.#random.pick(this.#world.honest())
    await this.#do(action, by)
    return action
  }

  async #do(action: Action, by: number): Promise<void> {
    switch (action) {
      case 'import':
        return await this.import(by, 1 + this.#random.int(12))
      case 'share':
        await share(this.#world.node(by), this.#world.party(this.#partner(by)).id, this.#label())
        return
      case 'forward':
        await forward(this.#world.node(by), this.#world.party(this.#partner(by)).id)
        return
      case 'retract':
        return await this.#retract(by)
      case 'narrow':
        return await this.#narrow(by)
      case 'sight':
        return await this.#sight(by)
      case 'ask':
        return await this.#ask(by)
      case 'answer':
        return await move(this.#world.node(by), this.#random)
      case 'suspend':
      case 'resume':
        return await this.#suspend(by, action)
      case 'amend':
        return await this.#amend(by)
      case 'cut':
      case 'mend':
        return this.#cut(action === 'cut')
      case 'stop':
        return await this.#stop(by)
      case 'kill':
        return await this.#kill(by)
      case 'start':
        return await this.#start()
      case 'drift':
        this.#world.party(by).skewMs = AHEAD_MS + this.#random.int(2 * DRIFT_MS) - DRIFT_MS
    }
  }

  /** Not of the liar: its node would answer by itself, under numbers that its forgeries have taken. */
  async #ask(by: number): Promise<void> {
    const honest = this.#world.partnersOf(by).filter((index) => index !== MALICIOUS)
    const { id } = this.#world.party(this.#random.pick(honest))
    await ask(this.#world.node(by), id, this.#made++)
  }

  #partner(by: number): number {
    return this.#random.pick(this.#world.partnersOf(by))
  }

  #label(): Tlp {
    return this.#random.pick(['green', 'green', 'amber'] as const)
  }

  /** Takes new objects in: most may leave, some only in part, some not at all. */
  async import(by: number, count: number): Promise<void> {
    const { parts } = this.#world.node(by)
    const made = Array.from({ length: count }, () => {
      const number = this.#made++
      const isCommon = this.#random.chance(10)
      const making = {
        domain: isCommon ? `common-${this.#random.int(20)}.example` : `d${number}-${by}.example`,
        createdBy: creatorOf(parts.stixIdentity.view.id, isCommon),
        tlp: this.#random.weighted({ green: 70, amber: 20, red: 10 }),
        sort: isCommon
          ? 'plain'
          : this.#random.weighted<Sort>({ plain: 80, secret: 12, barred: 8 }),
        canary: `canary${number}`,
        version: 1,
      }
      return { making, object: makeObject(making) }
    })
    const held = new Set(this.#model.entriesOf(by).map(({ id }) => id))
    const fresh = made.filter(({ object: { view } }) => !held.has(view.id) && held.add(view.id))
    await parts.intelligence.importObjects(fresh.map(({ object }) => object))
    for (const { making, object } of fresh) this.#remember(by, making, object)
  }

  #remember(
    by: number,
    making: Parameters<typeof makeObject>[0],
    object: ReturnType<typeof makeObject>,
  ): void {
    const bytes = new TextDecoder().decode(object.bytes)
    this.#model.add({ ...making, owner: by, id: object.view.id, bytes })
  }

  async #retract(by: number): Promise<void> {
    const standing = this.#model.standing(by)
    if (standing.length === 0) return
    const { id } = this.#random.pick(standing)
    const done = await this.#world.node(by).parts.intelligence.retract([id], 'false-positive')
    // What has gone to nobody can't be taken back: it stands here, and may still go.
    if (done.ok) this.#model.retract(by, id)
  }

  /** A new version of an object that fewer may see. */
  async #narrow(by: number): Promise<void> {
    const loose = this.#model
      .standing(by)
      .filter(({ tlp, sort }) => tlp === 'green' && sort === 'plain')
    if (loose.length === 0) return
    const {
      owner: _owner,
      id: _id,
      bytes: _bytes,
      isRetracted: _is,
      ...making
    } = this.#random.pick(loose)
    const next = {
      ...making,
      tlp: this.#random.pick(['amber', 'red'] as const),
      version: making.version + 1,
    }
    const object = makeObject(next)
    await this.#world.node(by).parts.intelligence.importObjects([object])
    this.#remember(by, next, object)
  }

  async #sight(by: number): Promise<void> {
    const { parts } = this.#world.node(by)
    const { objects } = await parts.intelligence.list({ own: false, after: 0, type: 'indicator' })
    const standing = objects.filter(({ retracted }) => !retracted)
    if (standing.length === 0) return
    const { stixId } = this.#random.pick(standing)
    await parts.intelligence.sight([stixId], 1 + this.#random.int(5), parts.stixIdentity.view.id)
  }

  async #suspend(by: number, action: 'suspend' | 'resume'): Promise<void> {
    const compact = this.#compactOf(by)
    const tier = this.#random.pick(TIERS)
    const { compacts } = this.#world.node(by).parts
    const id = this.#agreed[compact] ?? ''
    if (action === 'suspend') await compacts.suspend(id, tier, 'incident', undefined)
    else await compacts.resume(id, tier)
  }

  /** Lifts whatever a side has closed. */
  async reopen(by: number): Promise<void> {
    const { compacts } = this.#world.node(by).parts
    for (const id of this.#agreed) for (const tier of TIERS) await compacts.resume(id, tier)
  }

  async #amend(by: number): Promise<void> {
    const compact = this.#compactOf(by)
    // The malicious side can't be counted on to sign.
    if (COMPACTS[compact]?.parties.includes(MALICIOUS)) return
    await amend(this.#world, this.#agreed, compact, by, ++this.#rounds)
  }

  /** Signs what others have proposed. */
  async sign(): Promise<void> {
    for (const index of this.#world.honest()) await signAll(this.#world, index)
  }

  #compactOf(by: number): number {
    const own = [...COMPACTS.keys()].filter((at) => COMPACTS[at]?.parties.includes(by))
    return this.#random.pick(own)
  }

  #cut(isCut: boolean): void {
    const [a, b] = this.#random.pick(PAIRS)
    this.#world.setCut(a, b, isCut)
  }

  async #stop(by: number): Promise<void> {
    if (this.#world.honest().length > 2) await this.#world.stop(by)
  }

  /** In the middle of whatever it is doing; half of them are back at once. */
  async #kill(by: number): Promise<void> {
    if (this.#world.honest().length <= 2) return
    await this.#world.kill(by)
    if (this.#random.chance(50)) await this.#world.start(by)
  }

  async #start(): Promise<void> {
    const stopped = this.#world.parties.filter(({ running }) => !running)
    if (stopped.length > 0) await this.#world.start(this.#random.pick(stopped).index)
  }
}

/** Shares whatever may go to a peer now. @returns how many objects went */
export async function share({ parts }: RunningNode, peer: string, tlp: Tlp): Promise<number> {
  const run = parts.intelligence.share(peer, tlp)
  for (;;) {
    const step = await run.next()
    if (step.done) return step.value.ok ? step.value.value.done : 0
  }
}

/** Passes on whatever others gave that may go to a peer now. @returns how many objects went */
export async function forward({ parts }: RunningNode, peer: string): Promise<number> {
  const passed = await parts.onward.forward({ peer, tlp: 'green' })
  return passed.ok ? passed.value.done : 0
}
