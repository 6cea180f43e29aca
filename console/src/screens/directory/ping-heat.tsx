import { useState } from 'react'
import { nodeNow } from '../../api/connection.ts'
import type { Ping } from '../../api/directory-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { useNames } from '../../shared/names.ts'
import { Plot } from '../../shared/plot.tsx'
import { texts } from './texts.ts'
import { weeklyShares, weeksBefore } from './weekly.ts'

const WEEKS = 8

/** How many of our ping tests were answered in time, a row for each role of each peer. */
export function PingHeat({ pings }: { pings: readonly Ping[] }) {
  const t = useText()
  const nameOf = useNames()
  const [weeks] = useState(() => weeksBefore(WEEKS, nodeNow()))
  const rows = weeklyShares(pings, weeks)
  if (rows.length === 0) return null
  return (
    <section className="card">
      <Plot
        title={t(texts.heat)}
        xName={t(texts.week)}
        x={{
          kind: 'names',
          names: weeks.map((week) => new Date(week).toISOString().slice(5, 10)),
        }}
        series={rows.map(({ peer, role, shares }) => ({
          name: `${t(nameOf(peer))} · ${t(texts.roles[role])}`,
          shape: 'heat',
          values: shares,
        }))}
        said={(value) => `${value}%`}
        height={60 + 34 * rows.length}
      />
    </section>
  )
}
