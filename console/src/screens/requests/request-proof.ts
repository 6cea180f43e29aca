import type { RequestDetail } from '../../api/request-answers.ts'
import { utc } from '../../i18n/format.ts'
import type { Proof } from '../../shared/proof.tsx'

/** What this node reports of a request's proof; nothing of it was checked in the browser. */
export function proofOf({ events, view }: RequestDetail): Proof {
  const heard = events[0]?.heard
  const isReceipted = view.started !== null
  return {
    steps: {
      signed: 'held',
      logged: 'held',
      witnessed: 'waits',
      receipted: isReceipted ? 'held' : 'waits',
      verified: 'waits',
    },
    ...(heard && { says: { receipted: [utc(heard), utc(heard)] } }),
  }
}
