import { REQUEST_TERMS } from '@concert/node/testing/desks'
import { waitFor } from '@concert/node/testing/pair'
import { COMPACTS, TYPES, type World } from './world.ts'

/** Ids of the compacts, in the order of {@link COMPACTS}. */
export type Agreed = readonly string[]

/** Every compact proposed by its first party, signed by all, in force everywhere. */
export async function agreeAll(world: World): Promise<Agreed> {
  const ids: string[] = []
  for (const compact of COMPACTS.keys()) ids.push(await agree(world, compact))
  return ids
}

function draft(compact: number, round: number) {
  const { tlp = 'green', onward = false } = COMPACTS[compact] ?? {}
  const intelligence = {
    tlp,
    types: [...TYPES],
    attribution: false,
    onward,
    holders_told: onward,
    retention_days: 365 + round,
  }
  return {
    title: { en: `Compact ${compact + 1}`, zh: `合作约定 ${compact + 1}` },
    text: [],
    from: '2026-01-01T00:00:00.000Z',
    until: '2100-01-01T00:00:00.000Z',
    signBy: '2099-01-01T00:00:00.000Z',
    terms: { intelligence, requests: REQUEST_TERMS },
  }
}

async function agree(world: World, compact: number): Promise<string> {
  const [first = 0, ...others] = COMPACTS[compact]?.parties ?? []
  const proposed = await world.node(first).parts.compacts.propose({
    peers: others.map((index) => world.party(index).id),
    ...draft(compact, 0),
  })
  if (!proposed.ok) throw new Error(proposed.code)
  const version = proposed.value.proposals[0]?.digest ?? ''
  for (const index of others) {
    const { compacts } = world.node(index).parts
    await waitFor(async () => (await compacts.sign(version)).ok)
  }
  for (const index of [first, ...others]) {
    const { compacts } = world.node(index).parts
    await waitFor(async () => (await compacts.list()).some(({ digest }) => digest === version))
  }
  return proposed.value.id
}

/** One party proposes another version of a compact; the others sign it when it reaches them. */
export async function amend(
  world: World,
  agreed: Agreed,
  compact: number,
  by: number,
  round: number,
): Promise<boolean> {
  const id = agreed[compact] ?? ''
  return (await world.node(by).parts.compacts.amend(id, draft(compact, round))).ok
}

/** Signs whatever lies unsigned before a party. */
export async function signAll(world: World, index: number): Promise<void> {
  const own = world.party(index).id
  const { compacts } = world.node(index).parts
  for (const { proposals } of await compacts.list()) {
    const newest = proposals.at(-1)
    if (newest && !newest.signedBy.includes(own)) await compacts.sign(newest.digest)
  }
}
