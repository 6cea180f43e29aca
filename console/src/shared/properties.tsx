import type { ReactNode } from 'react'
import { Foreign, Indicator } from './foreign.tsx'
import { keyed } from './keyed.ts'

const MAX_DEPTH = 6
const MAX_ITEMS = 100

/** Values that are indicators by the name of their property. */
const LIVE = new Set(['value', 'url', 'src_ref', 'dst_ref'])

/** Every property of an object that somebody else wrote, inert. */
export function Properties({ object }: { object: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="facts">
      {Object.entries(object).map(([name, value]) => (
        <Row key={name} name={name}>
          <Value name={name} value={value} depth={0} />
        </Row>
      ))}
    </dl>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="mono">{name.slice(0, 80)}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Value({ name, value, depth }: { name: string; value: unknown; depth: number }) {
  if (typeof value === 'string') {
    return LIVE.has(name) ? <Indicator value={value} /> : <Foreign text={value} />
  }
  if (value === null || typeof value !== 'object') return <span className="mono">{`${value}`}</span>
  if (depth >= MAX_DEPTH) return <span className="mono">…</span>
  if (Array.isArray(value)) {
    return (
      <ul>
        {keyed(value.slice(0, MAX_ITEMS)).map(({ key, value: each }) => (
          <li key={key}>
            <Value name={name} value={each} depth={depth + 1} />
          </li>
        ))}
        {value.length > MAX_ITEMS ? <li>… {value.length}</li> : null}
      </ul>
    )
  }
  return (
    <ul>
      {Object.entries(value)
        .slice(0, MAX_ITEMS)
        .map(([key, each]) => (
          <li key={key}>
            <span className="mono t2">{key.slice(0, 80)}</span>{' '}
            <Value name={key} value={each} depth={depth + 1} />
          </li>
        ))}
    </ul>
  )
}
