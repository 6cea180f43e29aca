import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { ObjectNames } from '../api/intel-answers.ts'
import type { Both } from '../i18n/both.ts'
import { count } from '../i18n/format.ts'
import { useText } from '../i18n/language.tsx'
import { Foreign, ForeignName, Indicator } from './foreign.tsx'
import { keyed } from './keyed.ts'
import { propertyMeans } from './property-texts.ts'
import { RelationCode } from './relation.tsx'

const MAX_DEPTH = 6
const MAX_ITEMS = 100
/** Properties shown at once: nobody reads ten thousand, and no page draws them well. */
const PROPERTIES = 60

const texts = {
  more: (n: number): Both => [`Show ${count(n)} more properties`, `再显示${count(n)}项属性`],
  all: (n: number): Both => [
    `${count(n)} properties: far more than any honest object has`,
    `共${count(n)}项属性，远超正常对象`,
  ],
  items: (n: number): Both => [`… ${count(n)} in all`, `……共${count(n)}项`],
} satisfies Record<string, (...args: never[]) => Both>

const SUSPICIOUS = 200

/** Values that are indicators by the name of their property. */
const LIVE = new Set(['value', 'url', 'src_ref', 'dst_ref'])

/** Every property of an object that somebody else wrote, inert, with what the standard means by it. */
export function Properties({
  object,
  names = {},
}: {
  object: Readonly<Record<string, unknown>>
  /** What the objects are called that it refers to. */
  names?: ObjectNames
}) {
  const t = useText()
  const [shown, setShown] = useState(PROPERTIES)
  const keys = Object.keys(object)
  const rest = keys.length - shown
  return (
    <>
      {keys.length > SUSPICIOUS ? <p className="pad mark">{t(texts.all(keys.length))}</p> : null}
      <dl className="facts wide">
        {keys.slice(0, shown).map((name) => (
          <Row key={name} name={name}>
            <Value name={name} value={object[name]} depth={0} names={names} />
          </Row>
        ))}
      </dl>
      {rest > 0 ? (
        <p className="pad">
          <button
            type="button"
            className="as-link"
            onClick={() => setShown(shown + PROPERTIES * 5)}
          >
            {t(texts.more(Math.min(rest, PROPERTIES * 5)))}
          </button>
        </p>
      ) : null}
    </>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  const t = useText()
  const means = propertyMeans(name)
  return (
    <>
      <dt>
        <span className="mono">
          <Foreign text={name.slice(0, 80)} />
        </span>
        {means === undefined ? null : <span className="sm t3 block">{t(means)}</span>}
      </dt>
      <dd>{children}</dd>
    </>
  )
}

/** What an object refers to: by its name, and a way to it. What markings say is all there is. */
function Referred({ id, to }: { id: string; to: NonNullable<ObjectNames[string]> }) {
  const name = <ForeignName text={to.name || id} />
  return (
    <>
      {to.type === 'marking-definition' ? (
        name
      ) : (
        <Link className="link" to="/intel/$id" params={{ id }}>
          {name}
        </Link>
      )}
      {to.name === '' ? null : <span className="mono sm t3 block">{id}</span>}
    </>
  )
}

function Value({
  name,
  value,
  depth,
  names,
}: {
  name: string
  value: unknown
  depth: number
  names: ObjectNames
}) {
  const t = useText()
  if (typeof value === 'string') {
    const known = /_refs?$/.test(name) && Object.hasOwn(names, value) ? names[value] : undefined
    if (known) return <Referred id={value} to={known} />
    if (name === 'relationship_type') return <RelationCode code={value} />
    return LIVE.has(name) ? <Indicator value={value} /> : <Foreign text={value} />
  }
  if (value === null || typeof value !== 'object') return <span className="mono">{`${value}`}</span>
  if (depth >= MAX_DEPTH) return <span className="mono">…</span>
  const entries: readonly (readonly [string | undefined, unknown])[] = Array.isArray(value)
    ? value.slice(0, MAX_ITEMS).map((each) => [undefined, each])
    : Object.entries(value).slice(0, MAX_ITEMS)
  const total = Array.isArray(value) ? value.length : Object.keys(value).length
  return (
    <ul>
      {keyed(entries).map(({ key, value: [inner, each] }) => (
        <li key={key}>
          {inner === undefined ? null : (
            <>
              <span className="mono t2">
                <Foreign text={inner.slice(0, 80)} />
              </span>{' '}
            </>
          )}
          <Value name={inner ?? name} value={each} depth={depth + 1} names={names} />
        </li>
      ))}
      {total > MAX_ITEMS ? <li className="t3">{t(texts.items(total))}</li> : null}
    </ul>
  )
}
