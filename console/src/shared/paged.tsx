import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { FaultBand, Skeleton } from './states.tsx'

const more: Both = ['Show more', '显示更多']

/** Rows that are read a page at a time; what is shown of them, and what stands there without any. */
export function Paged<Page, Item>({
  of,
  items,
  empty,
  space,
  children,
}: {
  of: UseInfiniteQueryResult<{ readonly pages: readonly Page[] }>
  items: (page: Page) => readonly Item[]
  empty: ReactNode
  /** Pixels that the first page is likely to need. */
  space?: number
  children: (item: Item) => ReactNode
}) {
  const t = useText()
  if (of.data === undefined) {
    if (!of.isError) return <Skeleton space={space} />
    return <FaultBand error={of.error} again={() => void of.refetch()} />
  }
  const all = of.data.pages.flatMap(items)
  if (all.length === 0) return empty
  return (
    <>
      {all.map(children)}
      {of.hasNextPage ? (
        <footer>
          <Button loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
            {t(more)}
          </Button>
        </footer>
      ) : null}
    </>
  )
}
