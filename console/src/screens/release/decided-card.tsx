import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { post } from '../../api/client.ts'
import { count, utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { useNames, usePeople } from '../../shared/names.ts'
import { Empty, FaultBand, Skeleton } from '../../shared/states.tsx'
import { texts } from './texts.ts'
import { noteWord, word } from './words.ts'

/** Decisions that the node answers at once. */
const PAGE = 100

/** Who let what go, to whom, and why: the newest first. */
export function DecidedCard() {
  const t = useText()
  const nameOf = useNames()
  const personOf = usePeople()
  const audit = useInfiniteQuery({
    queryKey: ['/api/v1/release/audit', 'newest'],
    queryFn: ({ pageParam }) => post('/api/v1/release/audit', { before: pageParam }),
    initialPageParam: Number.MAX_SAFE_INTEGER,
    getNextPageParam: ({ decisions }) =>
      decisions.length < PAGE ? undefined : decisions.at(-1)?.number,
  })
  if (audit.data === undefined) {
    if (!audit.isError) return <Skeleton />
    return <FaultBand error={audit.error} again={() => void audit.refetch()} />
  }
  const decisions = audit.data.pages.flatMap((page) => page.decisions)
  return (
    <section className="card">
      {decisions.length === 0 ? (
        <Empty title={t(texts.none.done)}>{t(texts.noDecisionHelp)}</Empty>
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th>{t(texts.time)}</th>
              <th>{t(texts.action)}</th>
              <th className="num">{t(texts.objects)}</th>
              <th>{t(texts.receiver)}</th>
              <th>{t(texts.who)}</th>
              <th>{t(texts.reason)}</th>
            </tr>
          </thead>
          <tbody>
            {decisions.map((decision) => (
              <tr key={decision.number}>
                <td className="nw">{utc(decision.time)}</td>
                <td className="b">{t(word.action(decision.action))}</td>
                <td className="num" data-label={t(texts.objects)}>
                  {decision.objects === 0 ? '–' : count(decision.objects)}
                </td>
                <td>
                  <bdi>{t(nameOf(decision.peer))}</bdi>
                </td>
                <td>
                  {decision.actor === '' ? t(texts.byRules) : <bdi>{personOf(decision.actor)}</bdi>}
                </td>
                <td className="wide t2">
                  <Foreign text={t(noteWord(decision.note))} />
                  {decision.findings.length > 0 && decision.note === ''
                    ? t(word.reason(decision.findings.at(-1)?.reason ?? ''))
                    : null}
                  {decision.id === null ? null : (
                    <span className="mono sm t3 block">{decision.id}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {audit.hasNextPage ? (
        <footer>
          <Button loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
            {t(texts.showMore)}
          </Button>
        </footer>
      ) : null}
    </section>
  )
}
