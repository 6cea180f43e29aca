import type { ContactRole, Ping } from '../../api/directory-answers.ts'

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS

/** Beginnings of the last weeks, Mondays by UTC, the present one last; milliseconds since 1970. */
export function weeksBefore(n: number, now: number): readonly number[] {
  // 5 January 1970 was a Monday.
  const monday = Math.floor((now - 4 * DAY_MS) / WEEK_MS) * WEEK_MS + 4 * DAY_MS
  return Array.from({ length: n }, (_, i) => monday - (n - 1 - i) * WEEK_MS)
}

/** Percent of a week's tests that were answered in time, for each role of each peer that we asked. */
export function weeklyShares(pings: readonly Ping[], weeks: readonly number[]) {
  const over = pings.filter(({ direction, status }) => {
    return direction === 'out' && status !== 'sent' && status !== 'arrived'
  })
  const rows = Map.groupBy(over, ({ peer, role }) => `${peer} ${role}`)
  return [...rows].map(([key, of]) => {
    const [peer = '', role = 'hotline'] = key.split(' ') as [string, ContactRole]
    const shares = weeks.map((from) => {
      const here = of.filter(({ asked }) => {
        const at = Date.parse(asked)
        return at >= from && at < from + WEEK_MS
      })
      if (here.length === 0) return null
      const inTime = here.filter(({ status }) => status === 'answered').length
      return Math.round((100 * inTime) / here.length)
    })
    return { peer, role, shares }
  })
}
