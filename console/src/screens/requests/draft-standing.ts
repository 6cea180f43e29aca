import type { DraftView } from '../../api/request-answers.ts'
import type { RoleName } from '../../session/roles-texts.ts'
import { approversFor } from '../../shared/second-person.tsx'

/** Who may be the second for a draft: for what the desk found whom its rules name, else any officer. */
export function authorisersFor({ release }: Pick<DraftView, 'release'>): readonly RoleName[] {
  if (release.findings.length > 0) return approversFor(release.findings)
  return ['duty-officer', 'release-officer', 'legal']
}

/** How far a draft is from being sent. */
export function standingOf(draft: DraftView): 'ready' | 'second' | 'blocked' {
  if (draft.ready) return 'ready'
  const isStopped =
    draft.fault !== null ||
    draft.release.outcome === 'block' ||
    draft.findings.some(({ level }) => level === 'block')
  return isStopped || draft.state === 'authorised' ? 'blocked' : 'second'
}
