import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, Input } from 'antd'
import { memo, useDeferredValue, useMemo, useState } from 'react'
import { post } from '../../api/client.ts'
import type { IntelSearch, ObjectNames, Tlp } from '../../api/intel-answers.ts'
import { count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { tlpLabel } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, FaultBand, Skeleton } from '../../shared/states.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { Results } from './results.tsx'
import { SaveDialog } from './save-dialog.tsx'
import { texts } from './texts.ts'
import { typeWord, wordIn } from './words.ts'

interface Filter {
  readonly types: readonly string[]
  readonly tlps: readonly string[]
  readonly sources: readonly string[]
  readonly isStanding: boolean
}

const NO_FILTER: Filter = { types: [], tlps: [], sources: [], isStanding: false }

/** What is typed stands in the fragment of the address, which no log ever sees. */
function useQuestion(): readonly [string, (q: string) => void] {
  const navigate = useNavigate()
  const { hash } = useLocation()
  const q = new URLSearchParams(hash).get('q') ?? ''
  const put = (next: string) => {
    const fragment = next === '' ? '' : `q=${encodeURIComponent(next)}`
    void navigate({ to: '.', search: (kept: object) => kept, hash: fragment, replace: true })
  }
  return [q, put]
}

/** Answers as one types. */
export function SearchTab() {
  const t = useText()
  const [q, setQ] = useQuestion()
  const [filter, setFilter] = useState(NO_FILTER)
  const [isSaving, setSaving] = useState(false)
  const [isExporting, setExporting] = useState(false)
  const asked = useDeferredValue(q)
  const list = useInfiniteQuery({
    queryKey: ['/api/v1/intel/search', asked, filter],
    queryFn: ({ pageParam }) => post('/api/v1/intel/search', orderOf(asked, filter, pageParam)),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const [first] = list.data?.pages ?? []
  // Rows are drawn when an answer comes, not for each letter before it.
  const { rows, names } = useMemo(() => together(list.data?.pages ?? []), [list.data])
  return (
    <>
      <div className="line searchline">
        <Input
          aria-label={t(texts.ask)}
          placeholder={t(texts.ask)}
          size="large"
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        <Button disabled={q.trim() === ''} onClick={() => setSaving(true)}>
          {t(texts.save)}
        </Button>
        <RoleButton
          route="POST /api/v1/intel/export"
          disabled={rows.length === 0}
          onClick={() => setExporting(true)}
        >
          {t(texts.export)}
        </RoleButton>
      </div>
      {list.isError ? <FaultBand error={list.error} again={() => void list.refetch()} /> : null}
      {first === undefined ? (
        <Skeleton />
      ) : (
        <div className="cols facets">
          <section className="card">
            <header>
              <h2>
                {t(
                  texts.found(
                    first.facets?.objects ?? rows.length,
                    first.facets?.isPart ?? list.hasNextPage,
                  ),
                )}
              </h2>
              {first.spelling === '' ? null : (
                <span className="sm t3">
                  {t(
                    texts.lookedFor(
                      t(wordIn(texts.kinds, first.kind)),
                      first.spelling.slice(0, 120),
                    ),
                  )}
                </span>
              )}
              {first.behind > 0 ? (
                <span className="r sm warn">{t(texts.behind(first.behind))}</span>
              ) : null}
            </header>
            {rows.length === 0 ? (
              <Empty title={t(q.trim() === '' ? texts.noObjects : texts.nothing)}>
                {t(texts.nothingHelp)}
              </Empty>
            ) : (
              <Results rows={rows} names={names} />
            )}
            {list.hasNextPage ? (
              <footer>
                <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t(texts.more)}
                </Button>
              </footer>
            ) : null}
          </section>
          <Facets facets={first.facets} filter={filter} onChange={setFilter} />
        </div>
      )}
      {isExporting ? (
        <ExportDialog order={orderOf(asked, filter, '')} onClose={() => setExporting(false)} />
      ) : null}
      {isSaving ? <SaveDialog q={q} onClose={() => setSaving(false)} /> : null}
    </>
  )
}

function together(pages: readonly IntelSearch[]) {
  const names: ObjectNames = Object.assign({}, ...pages.map((page) => page.names))
  return { rows: pages.flatMap((page) => page.rows), names }
}

function orderOf(q: string, { types, tlps, sources, isStanding }: Filter, cursor: string) {
  return {
    q,
    ...(types.length > 0 && { types: [...types] }),
    ...(tlps.length > 0 && { tlps: [...tlps] as Tlp[] }),
    ...(sources.length > 0 && { sources: [...sources] }),
    ...(isStanding && { state: 'standing' as const }),
    ...(cursor !== '' && { cursor }),
  }
}

const Facets = memo(function Facets({
  facets,
  filter,
  onChange,
}: {
  facets: IntelSearch['facets']
  filter: Filter
  onChange: (filter: Filter) => void
}) {
  const t = useText()
  const nameOf = useNames()
  const groups = [
    ['types', texts.type, facets?.type ?? {}, (code: string) => t(typeWord(code))],
    ['tlps', texts.tlp, facets?.tlp ?? {}, (code: string) => tlpLabel(code as Tlp)],
    ['sources', texts.source, facets?.source ?? {}, (code: string) => t(nameOf(code))],
  ] as const
  return (
    <section className="card" aria-label={t(texts.filters)}>
      <div className="pad form">
        <Checkbox
          checked={filter.isStanding}
          onChange={(event) => onChange({ ...filter, isStanding: event.target.checked })}
        >
          {t(texts.standing)}
        </Checkbox>
        {groups.map(([name, label, counts, word]) => {
          const codes = [...new Set([...Object.keys(counts), ...filter[name]])].slice(0, 20)
          if (codes.length === 0) return null
          return (
            <fieldset key={name} className="facet">
              <legend>{t(label)}</legend>
              {codes.map((code) => (
                <Checkbox
                  key={code}
                  checked={filter[name].includes(code)}
                  onChange={(event) => {
                    const rest = filter[name].filter((each) => each !== code)
                    onChange({ ...filter, [name]: event.target.checked ? [...rest, code] : rest })
                  }}
                >
                  <bdi>{word(code)}</bdi> <span className="t3">{count(counts[code] ?? 0)}</span>
                </Checkbox>
              ))}
            </fieldset>
          )
        })}
      </div>
    </section>
  )
})
