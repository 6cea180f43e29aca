import type { Explanation } from '@concert/envelope'
import type { Proof, StepState } from '../../shared/proof.tsx'

const STATES = { yes: 'held', no: 'waits', failed: 'failed' } as const

/** What the browser has recomputed. */
export function proofOf({ reached, verdict, headline }: Explanation): Proof {
  const of = (name: string): StepState => {
    const found = reached.find((each) => each.name === name)
    return found === undefined ? 'waits' : STATES[found.state]
  }
  return {
    steps: {
      signed: of('signed'),
      logged: of('logged'),
      witnessed: of('witnessed'),
      receipted: of('receipted'),
      verified: verdict === 'holds' ? 'held' : verdict === 'fails' ? 'failed' : 'waits',
    },
    ...(verdict === 'fails' && { failure: [headline.en, headline.zh] as const }),
  }
}
