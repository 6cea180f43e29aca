import { Link } from '@tanstack/react-router'
import type { CallSheet } from '../../api/directory-answers.ts'
import { useAsk, useGet } from '../../api/query.ts'
import type { Both } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { texts } from './ladder-texts.ts'

/** Who was called for a request, and whether it is sure that it is theirs. */
export function useCallSheet(id: string) {
  const may = useMay()
  return useAsk('/api/v1/requests/calls', { id }, may('POST /api/v1/requests/calls'))
}

/**
 * Whether what a request is told with is still being read: the words of the protocol, the names of
 * the peers, who was called. Shown before, every line of it would move when they come.
 *
 * @param id - of the request; undefined when there is none
 */
export function useIsReading(id: string | undefined): boolean {
  const may = useMay()
  const words = useGet('/api/v1/requests/words')
  const peers = useGet('/api/v1/peers')
  const isAsked = id !== undefined && may('POST /api/v1/requests/calls')
  const sheet = useAsk('/api/v1/requests/calls', { id: id ?? '' }, isAsked)
  return [words, peers, sheet].some((each) => each.isLoading && each.errorUpdateCount === 0)
}

/** The word for somebody on the ladder. */
export function calledName(called: string): Both {
  return Object.hasOwn(texts.called, called)
    ? texts.called[called as keyof typeof texts.called]
    : [called, called]
}

/** How high the ladder has climbed, and that a U0 has still to be made sure of. Nothing otherwise. */
export function LadderLine({ id }: { id: string }) {
  const t = useText()
  const sheet = useCallSheet(id).data
  if (sheet === undefined) return null
  const said = saidOf(sheet)
  if (said === undefined) return null
  return (
    <p>
      <Link
        className={`link ${sheet.pending ? 'danger' : ''}`}
        to="/requests/$id"
        params={{ id }}
        search={{ tab: 'ladder' } as never}
      >
        {t(said)}
      </Link>
    </p>
  )
}

function saidOf({ pending, calls, ladder }: CallSheet): Both | undefined {
  if (pending) return texts.pending
  if (calls.some(({ result }) => result === 'denied')) return texts.denied
  const last = ladder.at(-1)
  if (last !== undefined) {
    const [en, zh] = calledName(last.called)
    return [texts.now(en)[0], texts.now(zh)[1]]
  }
  return calls.some(({ result }) => result === 'confirmed') ? texts.sure : undefined
}
