import type { IntelVersion } from '../../api/intel-answers.ts'
import type { Proof, StepState } from '../../shared/proof.tsx'

/** What this node reports about a version; nothing of it was checked in the browser. */
export function reportedProof({ said }: IntelVersion): Proof {
  const carried = said.flatMap((each) => each.carried)
  const is = (yes: boolean): StepState => (yes ? 'held' : 'waits')
  return {
    steps: {
      signed: is(said.length > 0),
      logged: is(carried.some(({ logged }) => logged)),
      witnessed: 'waits',
      receipted: is(carried.some(({ receipted }) => receipted)),
      verified: 'waits',
    },
  }
}
