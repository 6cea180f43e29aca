import type { Breach } from '@concert/node'
import { listBreaches } from '@concert/node/testing/looks'
import type { Wrong } from './check.ts'
import type { Deed, Done } from './malice.ts'
import { MALICIOUS, NAMES, type World } from './world.ts'

/** How one deed was named. */
export interface Named {
  readonly deed: Deed
  readonly by: string
  /** How often the deed was done, and how many breaches of its kind were named. */
  readonly done: number
  readonly named: number
  /** How many of those stand on signed bytes that were checked. */
  readonly proven: number
}

/** What the honest sides can show of each deed, and what they should and do not. */
export async function verdict(
  world: World,
  done: readonly Done[],
): Promise<{ readonly named: readonly Named[]; readonly wrong: readonly Wrong[] }> {
  const named: Named[] = []
  const wrong: Wrong[] = []
  const liar = world.party(MALICIOUS).id
  for (const index of world.honest()) {
    const side = NAMES[index]?.en ?? ''
    const breaches = await listBreaches(world.node(index).parts.context)
    for (const breach of breaches.filter(({ peer }) => peer !== liar)) {
      wrong.push({
        side,
        what: `accuses ${nameOf(world, breach.peer)} of ${breach.kind} ${breach.code}`,
      })
    }
    const here = done.filter(({ target }) => target === index)
    for (const [deed, times] of Map.groupBy(here, (each) => each.deed)) {
      const row = nameDeed(
        breaches.filter(({ peer }) => peer === liar),
        times,
      )
      named.push({ deed, by: side, ...row })
      const isNamed =
        times[0]?.named === null || (row.named > 0 && (row.proven > 0 || deed === 'withhold'))
      if (!isNamed) wrong.push({ side, what: `does not name ${deed}` })
    }
  }
  return { named, wrong }
}

function nameDeed(
  breaches: readonly Breach[],
  times: readonly Done[],
): Pick<Named, 'done' | 'named' | 'proven'> {
  const { named } = times[0] as Done
  const alike = breaches.filter(
    ({ kind, code }) => kind === named?.kind && (named.code === null || code === named.code),
  )
  return {
    done: times.length,
    named: alike.length,
    proven: alike.filter(({ proven }) => proven).length,
  }
}

function nameOf(world: World, node: string): string {
  return NAMES[world.parties.findIndex(({ id }) => id === node)]?.en ?? node
}
