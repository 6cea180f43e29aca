import { useNavigate, useSearch } from '@tanstack/react-router'
import { nodeNow } from '../../api/connection.ts'
import { useAskStill } from '../../api/query.ts'
import type { Days } from './period.ts'
import { daysOf, instantsOf, isPeriod } from './period.ts'

/** What is asked of the node: a scorecard that was signed, or one as it would be now. */
export type Chosen = { readonly id: string } | { readonly period: { readonly peer: string } & Days }

/** What stands in the address. */
export interface View {
  readonly peer?: string
  readonly from?: string
  readonly until?: string
  readonly id?: string | undefined
  readonly tab?: string
}

/** The address's view, and how to change a part of it. */
export function useView() {
  const view = useSearch({ strict: false }) as View
  const navigate = useNavigate()
  const days: Days = { ...daysOf('quarter', nodeNow()), ...daysIn(view) }
  const change = (next: View) => {
    void navigate({ to: '.', search: { ...view, ...next } as never, replace: true })
  }
  return { view, days, change }
}

function daysIn({ from, until }: View): Partial<Days> {
  return { ...(typeof from === 'string' && { from }), ...(typeof until === 'string' && { until }) }
}

/** The scorecard that is chosen, signed or not. */
export function useCard(view: View, peer: string, days: Days) {
  const { id } = view
  const isId = id !== undefined && /^[0-9a-f]{64}$/.test(id)
  const shown = useAskStill('/api/v1/scorecards/show', { id: id ?? '' }, isId)
  const draft = useAskStill(
    '/api/v1/scorecards/draft',
    { peer, ...instantsOf(days) },
    !isId && peer !== '' && isPeriod(days),
  )
  return isId ? shown : draft
}
