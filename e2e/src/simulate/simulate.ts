import { setTimeout as pause } from 'node:timers/promises'
import { nodeStatus } from '@concert/node/testing/looks'
import { startTestPostgres } from '@concert/node/testing/postgres'
import { type Agreed, agreeAll } from './agree.ts'
import { check, type Wrong } from './check.ts'
import { COMPACT } from './forgeries.ts'
import { type Action, forward, Honest, share } from './honest.ts'
import { type Deed, Malice } from './malice.ts'
import { Model } from './model.ts'
import { Random } from './random.ts'
import { type Named, verdict } from './verdict.ts'
import { AHEAD_MS, COMPACTS, MALICIOUS, PAIRS, World } from './world.ts'

/** What a run of the world gave. */
export interface Report {
  readonly seed: number
  readonly steps: number
  readonly actions: Readonly<Partial<Record<Action | Deed, number>>>
  /** Objects that stand at honest sides and came from others. */
  readonly held: number
  readonly named: readonly Named[]
  readonly wrong: readonly Wrong[]
}

/** How a run is to be. */
export interface SimulationOptions {
  readonly seed: number
  readonly steps: number
  /** Whether one of the sides keeps what it knows in PostgreSQL. */
  readonly postgres?: boolean
  onProgress?(step: number): void
}

/** Most rounds of sharing until nothing is left to share. */
const ROUNDS = 3
/** Of a hundred steps, in how many the malicious side does something besides. */
const BAD = 20

/** Lets the world run from a seed, brings it to rest and compares it with what it should be. */
export async function simulate(options: SimulationOptions): Promise<Report> {
  const { seed, steps } = options
  const server = options.postgres ? await startTestPostgres() : undefined
  const world = await World.open(await server?.createDatabase())
  try {
    const random = new Random(seed)
    const model = new Model()
    const agreed = await agreeAll(world)
    const honest = new Honest(world, model, random, agreed)
    const malice = new Malice(world, random, agreed)
    const actions: Partial<Record<Action | Deed, number>> = {}
    const count = (what: Action | Deed | undefined) => {
      if (what !== undefined) actions[what] = (actions[what] ?? 0) + 1
    }
    for (let step = 1; step <= steps; step++) {
      count(await honest.step())
      if (random.chance(20)) await honest.sign()
      if (random.chance(BAD)) count(await malice.step())
      options.onProgress?.(step)
    }
    await settle(world, honest)
    await lastDeeds(world, honest, malice, agreed)
    const wrong = await check(world, model, malice)
    const { named, wrong: unnamed } = await verdict(world, malice.done)
    const held = await countHeld(world)
    return { seed, steps, actions, held, named, wrong: [...wrong, ...unnamed] }
  } finally {
    await world.close()
    await server?.stop()
  }
}

/** What ends with a frozen pair, or a silent one, comes last: after it there is no more to see. */
async function lastDeeds(
  world: World,
  honest: Honest,
  malice: Malice,
  agreed: Agreed,
): Promise<void> {
  const [silenced = 0, frozen = 0] = world.partnersOf(MALICIOUS)
  await malice.fork()
  // Each tells the other what it was told, for nobody may wait for the liar's network.
  for (const index of [silenced, frozen]) {
    const { compacts } = world.node(index).parts
    const compact = agreed[COMPACT] ?? ''
    await compacts.suspend(compact, 'requests', 'incident', undefined)
    await compacts.resume(compact, 'requests')
    await atRest(world)
  }
  await malice.conflict(frozen)
  malice.withhold(silenced)
  await honest.import(silenced, 5)
  for (const to of world.partnersOf(silenced)) {
    await share(world.node(silenced), world.party(to).id, 'green')
  }
  await atRest(world)
  await world.node(silenced).parts.mail.round()
}

async function countHeld(world: World): Promise<number> {
  let held = 0
  for (const index of world.honest()) {
    const { objects } = await nodeStatus(world.node(index).parts)
    held += objects.received
  }
  return held
}

/** Everything is mended, started, reopened, signed and shared until nothing moves any more. */
async function settle(world: World, honest: Honest): Promise<void> {
  for (const [a, b] of PAIRS) world.setCut(a, b, false)
  for (const party of world.parties) {
    party.skewMs = AHEAD_MS
    await world.start(party.index)
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const index of world.honest()) {
      await honest.reopen(index)
      await world.node(index).parts.requests.tick()
    }
    await honest.sign()
    await atRest(world)
    let moved = 0
    for (const { parties, tlp } of COMPACTS) {
      for (const from of parties.filter((index) => index !== MALICIOUS)) {
        for (const to of parties.filter((index) => index !== MALICIOUS && index !== from)) {
          moved += await share(world.node(from), world.party(to).id, tlp)
          moved += await forward(world.node(from), world.party(to).id)
        }
      }
    }
    await atRest(world)
    if (moved === 0) return
  }
}

/** Waits until no honest side has anything for another honest one. */
async function atRest(world: World): Promise<void> {
  for (let i = 0; ; i++) {
    const waiting = await Promise.all(world.honest().map((index) => queuedAt(world, index)))
    if (waiting.every((peers) => peers.length === 0)) return
    // Now and then everybody tries at once, however long it has been out of reach.
    if (i % 20 === 0) {
      for (const [at, index] of world.honest().entries()) {
        for (const peer of waiting[at] ?? []) world.node(index).parts.outgoing.wake(peer)
      }
    }
    await pause(25)
  }
}

/** Honest peers for whom a side has something. */
async function queuedAt(world: World, index: number): Promise<readonly string[]> {
  const { db } = world.node(index).parts.context.store.read
  const peers = world.partnersOf(index).filter((other) => other !== MALICIOUS)
  const rows = await db
    .selectFrom('envelopes')
    .innerJoin('peers', 'peers.node', 'envelopes.peer')
    .select('envelopes.peer')
    .distinct()
    .where('direction', '=', 'out')
    .where('envelopes.state', '=', 'queued')
    .where('peers.state', '=', 'confirmed')
    .where(
      'envelopes.peer',
      'in',
      peers.map((other) => world.party(other).id),
    )
    .execute()
  return rows.map(({ peer }) => peer)
}
