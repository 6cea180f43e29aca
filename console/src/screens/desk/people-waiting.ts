import { useAsk, useGet } from '../../api/query.ts'
import { type Both, textIn } from '../../i18n/both.ts'
import { utcShort } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { useSession } from '../../session/session.ts'
import type { IconName } from '../../shared/icon.tsx'
import { useNames } from '../../shared/names.ts'
import { useNow } from '../../shared/now.ts'
import { wordIn } from '../compacts/words.ts'
import { texts as directory } from '../directory/texts.ts'
import { texts } from './texts.ts'

/** Something that waits for somebody, and where it is decided. */
export interface Waiting {
  readonly key: string
  readonly icon: IconName
  readonly what: Both
  readonly detail: Both
  readonly to: string
  readonly tab?: string
  /** The draft that a form opens with. */
  readonly draft?: number
}

/** What was found so far, and whether some of it is still being read. */
export interface Gathered {
  readonly waiting: readonly Waiting[]
  readonly isReading: boolean
}

/** Ping tests that ask for a person, hand-overs that are offered, operations that wait for our word. */
export function usePeopleWaiting(): Gathered {
  const t = useText()
  const may = useMay()
  const now = useNow()
  const nameOf = useNames()
  const own = useSession().data?.node.id ?? ''
  const pings = useAsk('/api/v1/pings/list', { limit: 50 }, may('POST /api/v1/pings/answer'))
  const rota = useGet('/api/v1/rota', undefined, may('POST /api/v1/rota/handovers/accept'))
  const operations = useAsk(
    '/api/v1/operations/list',
    { exercise: false },
    may('POST /api/v1/operations/decide'),
  )
  const asked = (pings.data?.pings ?? [])
    .filter(({ direction, status }) => direction === 'in' && status === 'arrived')
    .map(
      ({ id, peer, role, due }): Waiting => ({
        key: id,
        icon: 'directory',
        what: texts.ping,
        detail: texts.pingBy(
          wordIn(directory.roles, role),
          t(nameOf(peer)),
          utcShort(due ?? now, now),
        ),
        to: '/directory',
        tab: 'pings',
      }),
    )
  const offered = (rota.data?.handovers ?? [])
    .filter(({ state, until }) => state === 'offered' && Date.parse(until) > now)
    .map(
      ({ id, note }): Waiting => ({
        key: `handover-${id}`,
        icon: 'directory',
        what: texts.handover,
        detail: [note.slice(0, 120), note.slice(0, 120)],
        to: '/directory',
        tab: 'rota',
      }),
    )
  const words = (operations.data?.operations ?? []).flatMap(({ id, state, words }): Waiting[] => {
    if (state.phase !== 'proposed' || Object.hasOwn(state.decisions, own)) return []
    const title = words?.title
    return [
      {
        key: id,
        icon: 'operations',
        what: texts.goNoGo,
        detail: title ? [textIn('en', title), textIn('zh', title)] : ['', ''],
        to: `/operations/${id}`,
      },
    ]
  })
  return {
    waiting: [...asked, ...offered, ...words],
    isReading: [pings, rota, operations].some(({ isLoading }) => isLoading),
  }
}
