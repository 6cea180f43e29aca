import { useAsk } from '../../api/query.ts'
import type { Both } from '../../i18n/both.ts'
import { useMay } from '../../session/may.ts'
import { useNames, usePeople } from '../../shared/names.ts'
import { approversFor, useIsApprover } from '../../shared/second-person.tsx'
import { authorisersFor, standingOf } from '../requests/draft-standing.ts'
import { requestCode, wordedIn } from '../requests/words.ts'
import type { Gathered, Waiting } from './people-waiting.ts'
import { texts } from './texts.ts'

/** Refusals that we may amend, drafts and words that wait for a second person: who reads this one. */
export function useRequestsWaiting(): Gathered {
  const may = useMay()
  const nameOf = useNames()
  const personOf = usePeople()
  const isApprover = useIsApprover()
  const mayRead = may('POST /api/v1/requests/list')
  const refused = useAsk(
    '/api/v1/requests/list',
    { phase: 'refused', side: 'asker' },
    may('POST /api/v1/requests/move'),
  )
  const drafts = useAsk('/api/v1/requests/drafts', {}, mayRead)
  const held = useAsk('/api/v1/requests/held', {}, mayRead)
  const amend = (refused.data?.requests ?? []).map(({ id, title, peer }): Waiting => {
    const name = (lang: 'en' | 'zh') =>
      title === null ? requestCode(id) : wordedIn(lang, title).text
    return {
      key: `refused-${id}`,
      icon: 'requests',
      what: texts.amend,
      detail: besides([name('en'), name('zh')], nameOf(peer)),
      to: `/requests/${id}`,
    }
  })
  const authorise = (drafts.data?.drafts ?? [])
    .filter((draft) => {
      return standingOf(draft) === 'second' && isApprover(authorisersFor(draft), draft.author)
    })
    .map(
      ({ id, author, draft }): Waiting => ({
        key: `draft-${id}`,
        icon: 'requests',
        what: texts.authorise,
        detail: besides([personOf(author), personOf(author)], nameOf(draft.peer)),
        to: '/requests/new',
        draft: id,
      }),
    )
  const words = (held.data?.held ?? [])
    .filter(({ findings, author }) => isApprover(approversFor(findings), author))
    .map(
      ({ id, request, peer }): Waiting => ({
        key: `held-${id}`,
        icon: 'release',
        what: texts.letGo,
        detail: besides([requestCode(request), requestCode(request)], nameOf(peer)),
        to: `/requests/${request}`,
      }),
    )
  return {
    waiting: [...amend, ...authorise, ...words],
    isReading: [refused, drafts, held].some(({ isLoading }) => isLoading),
  }
}

function besides([en, zh]: Both, peer: ReturnType<ReturnType<typeof useNames>>): Both {
  const named = 'en' in peer ? ([peer.en, peer.zh] as const) : peer
  return [`${en} · ${named[0]}`, `${zh} · ${named[1]}`]
}
