import { accepted, type Desks, phishing } from '@concert/node/testing/desks'
import { waitFor } from '@concert/node/testing/pair'
import type { World } from './console-world.ts'

/** So many requests of each side are handled: as many as it takes for a number to be told. */
const HANDLED = 5

/** Puts something behind every number of a scorecard, and has both sides sign one. */
export async function seedScorecard({ desks }: World): Promise<void> {
  for (let i = 0; i < HANDLED; i++) {
    await handled(desks, 'a', i)
    await handled(desks, 'b', i)
  }
  const period = { from: '2026-01-01T00:00:00.000Z', until: '2099-01-01T00:00:00.000Z' }
  accepted(await desks.desk('a').scorecards.propose(desks.node('b'), period))
  await waitFor(async () => {
    await desks.rest()
    const [line] = await desks.desk('a').scorecards.list()
    return line?.state === 'agreed'
  })
}

async function handled(desks: Desks, asker: 'a' | 'b', i: number): Promise<void> {
  const owner = asker === 'a' ? 'b' : 'a'
  const targets = [`one-${asker}${i}.example`, `two-${asker}${i}.example`]
  const id = await desks.send(asker, phishing(desks.node(owner)), targets)
  const at = new Date().toISOString()
  accepted(await desks.move(owner, id, 'acknowledge', { human: true }))
  const down = [{ from: 0, count: asker === 'a' ? 2 : 1, status: 'down', at }]
  const answer = { questions: [], targets: down, result: 'complete' }
  accepted(await desks.move(owner, id, 'answer', answer))
  accepted(await desks.move(asker, id, 'rate', { usefulness: 2, reason: 'useful' }))
}
