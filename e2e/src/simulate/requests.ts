import { hex } from '@concert/core'
import type { RunningNode } from '@concert/node'
import { phishing } from '@concert/node/testing/desks'
import type { Random } from './random.ts'
import { MALICIOUS, NAMES, type World } from './world.ts'

/** What each side may do next with a request; what its state does not allow is refused, and changes nothing. */
const MOVES = {
  owner: [
    ['request.acknowledge', { human: true }],
    ['request.accept', { scope: 'whole', by: null }],
    ['request.answer', { questions: [], targets: [], result: 'complete' }],
  ],
  asker: [
    ['request.rate', { usefulness: 3, reason: 'useful' }],
    ['request.close', { reason: 'resolved' }],
  ],
} as const

/** Asks a partner to take something down; nothing happens where the compact or a tier is closed. */
export async function ask({ parts }: RunningNode, peer: string, number: number): Promise<void> {
  const { drafts } = parts.requests
  const targets = [`https://asked-${number}.example/a`]
  const kept = await drafts.keep(phishing(peer), targets, undefined)
  if (kept.ok) await drafts.send(kept.value.draft.id)
}

/** Makes the next moves in one of the requests that a side knows. */
export async function move({ parts }: RunningNode, random: Random): Promise<void> {
  const known = await requestsOf(parts)
  if (known.length === 0) return
  const { root, side } = random.pick(known)
  for (const [name, act] of MOVES[side]) await parts.requests.move(root, { move: name, act })
}

async function requestsOf({ context }: RunningNode['parts']) {
  const rows = await context.store.read.db
    .selectFrom('requests')
    .select(['root', 'side', 'peer'])
    .orderBy('id')
    .execute()
  return rows.map(({ root, side, peer }) => {
    return { root: hex(root), side: side === 'asker' ? 'asker' : 'owner', peer } as const
  })
}

/** Both ends of every request between honest sides that reached its owner fold it alike. */
export async function checkRequests(
  world: World,
): Promise<readonly { readonly index: number; readonly what: string }[]> {
  const wrong: { index: number; what: string }[] = []
  for (const index of world.honest()) {
    const { parts } = world.node(index)
    for (const { root, side, peer } of await requestsOf(parts)) {
      const other = world.parties.findIndex(({ id }) => id === peer)
      if (side !== 'asker' || other === MALICIOUS || other === -1) continue
      const there = world.node(other).parts
      const [ours, theirs] = [await parts.requests.show(root), await there.requests.show(root)]
      if (!ours.ok) wrong.push({ index, what: `request ${root} can't be shown` })
      if (!ours.ok || (!theirs.ok && !(await isTaken(parts, root, peer)))) continue
      const name = NAMES[other]?.en
      if (!theirs.ok) wrong.push({ index: other, what: `request ${root} is not here` })
      else if (JSON.stringify(ours.value.events) !== JSON.stringify(theirs.value.events)) {
        wrong.push({ index, what: `request ${root} goes otherwise at ${name}` })
      } else if (ours.value.phase !== theirs.value.phase) {
        wrong.push({
          index,
          what: `request ${root} is ${ours.value.phase}, at ${name} ${theirs.value.phase}`,
        })
      }
    }
  }
  return wrong
}

/** Whether the owner has accepted the envelope that brought a request: a closed tier refuses it. */
async function isTaken(
  { context }: RunningNode['parts'],
  root: string,
  peer: string,
): Promise<boolean> {
  const row = await context.store.read.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select('envelopes.id')
    .where('statements.digest', '=', Buffer.from(root, 'hex'))
    .where('envelopes.direction', '=', 'out')
    .where('envelopes.peer', '=', peer)
    .where('envelopes.state', '=', 'accepted')
    .executeTakeFirst()
  return row !== undefined
}
