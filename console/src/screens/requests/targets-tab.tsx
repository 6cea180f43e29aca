import { useInfiniteQuery } from '@tanstack/react-query'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { Button, Checkbox, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { post } from '../../api/client.ts'
import { nodeNow } from '../../api/connection.ts'
import { useAct } from '../../api/query.ts'
import type { RequestDetail, TargetPage } from '../../api/request-answers.ts'
import { count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Indicator } from '../../shared/foreign.tsx'
import { Empty, FaultBand } from '../../shared/states.tsx'
import { moveMeant } from './moves.ts'
import { runsOf } from './target-runs.ts'
import { texts } from './texts.ts'
import { useWords } from './words.ts'

const PAGE = 200
const ROW = 36

type Line = TargetPage['targets'][number]

/** Targets with a status each: pages of the node, rows as they are looked at. */
export function TargetsTab({ request }: { request: RequestDetail }) {
  const t = useText()
  const word = useWords()
  const [status, setStatus] = useState<string | undefined>()
  const { byStatus, total } = request.targets
  return (
    <section className="card">
      <header>
        <fieldset className="counts" aria-label={t(texts.statuses)}>
          <button
            type="button"
            aria-pressed={status === undefined}
            onClick={() => setStatus(undefined)}
          >
            {t(texts.all)} <b>{count(total)}</b>
          </button>
          {Object.entries(byStatus).map(([each, n]) => (
            <button
              key={each}
              type="button"
              aria-pressed={status === each}
              onClick={() => setStatus(each)}
            >
              {t(word('targets', each))} <b>{count(n)}</b>
            </button>
          ))}
        </fieldset>
      </header>
      {request.targets.listed < total ? (
        <Empty title={t(texts.notListed)} />
      ) : (
        <TargetList key={status ?? ''} request={request} status={status} />
      )}
    </section>
  )
}

function TargetList({ request, status }: { request: RequestDetail; status: string | undefined }) {
  const t = useText()
  const word = useWords()
  const may = useMay()
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const list = useInfiniteQuery({
    queryKey: ['/api/v1/requests/targets', request.id, status ?? ''],
    queryFn: ({ pageParam }) =>
      post('/api/v1/requests/targets', {
        id: request.id,
        from: pageParam,
        limit: PAGE,
        ...(status !== undefined && { status: status as never }),
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const lines = useMemo(() => list.data?.pages.flatMap(({ targets }) => targets) ?? [], [list.data])
  const top = useRef<HTMLDivElement>(null)
  const rows = useWindowVirtualizer({
    count: lines.length,
    estimateSize: () => ROW,
    overscan: 12,
    scrollMargin: top.current?.offsetTop ?? 0,
  })
  const visible = rows.getVirtualItems()
  const isAtEnd = (visible.at(-1)?.index ?? 0) >= lines.length - 1
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  useEffect(() => {
    if (isAtEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [isAtEnd, hasNextPage, isFetchingNextPage, fetchNextPage])
  const canReport =
    request.side === 'owner' &&
    request.moves.includes('request.update') &&
    may('POST /api/v1/requests/move')
  const toggle = ({ index }: Line) => {
    const next = new Set(chosen)
    if (!next.delete(index)) next.add(index)
    setChosen(next)
  }
  return (
    <>
      {list.isError ? <FaultBand error={list.error} /> : null}
      <div ref={top} className="virtual" style={{ height: rows.getTotalSize() }}>
        {visible.map(({ index, start, key }) => {
          const line = lines[index]
          if (line === undefined) return null
          return (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className="target"
              style={{ transform: `translateY(${start - rows.options.scrollMargin}px)` }}
            >
              {canReport ? (
                <Checkbox
                  checked={chosen.has(line.index)}
                  aria-label={`${t(texts.select)} ${line.index + 1}`}
                  onChange={() => toggle(line)}
                />
              ) : null}
              <span className="t3 num">{count(line.index + 1)}</span>
              <span className="g">
                {line.value === null ? t(texts.erased) : <Indicator value={line.value} />}
              </span>
              <span className="sm t2 nw">
                {t(word('targets', line.status))}
                {line.relapses > 0 ? ` · ${t(texts.relapsed(line.relapses))}` : ''}
              </span>
            </div>
          )
        })}
      </div>
      {canReport && chosen.size > 0 ? (
        <Report request={request} chosen={chosen} onDone={() => setChosen(new Set())} />
      ) : null}
    </>
  )
}

const STATUSES = ['down', 'already-down', 'notified', 'working', 'not-ours', 'cannot'] as const

function Report({
  request,
  chosen,
  onDone,
}: {
  request: RequestDetail
  chosen: ReadonlySet<number>
  onDone: () => void
}) {
  const t = useText()
  const word = useWords()
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('down')
  const move = useAct('/api/v1/requests/move', onDone, moveMeant)
  return (
    <footer className="sticky">
      {move.isError ? <FaultBand error={move.error} kept={texts.notSaid} /> : null}
      <span>{t(texts.markAs)}</span>
      <Select
        aria-label={t(texts.markAs)}
        value={status}
        onChange={setStatus}
        popupMatchSelectWidth={false}
        options={STATUSES.map((value) => ({ value, label: t(word('targets', value)) }))}
      />
      <Button
        type="primary"
        loading={move.isPending}
        onClick={() => {
          const targets = runsOf(chosen, status, new Date(nodeNow()).toISOString())
          move.mutate({ id: request.id, move: 'update', act: { questions: [], targets } })
        }}
      >
        {t(texts.report(chosen.size))}
      </Button>
    </footer>
  )
}
