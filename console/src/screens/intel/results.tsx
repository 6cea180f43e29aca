import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { nodeNow } from '../../api/connection.ts'
import type { IntelRow, ObjectNames } from '../../api/intel-answers.ts'
import { utcShort } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { TlpChip } from '../../shared/marks.tsx'
import { useNames } from '../../shared/names.ts'
import { ObjectName } from './object-name.tsx'
import { texts } from './texts.ts'
import { typeWord } from './words.ts'

/** Objects in a list: what, of what kind, from whom, when. Everything in it is somebody else's. */
export const Results = memo(function Results({
  rows,
  names,
}: {
  rows: readonly IntelRow[]
  names: ObjectNames
}) {
  const t = useText()
  const now = nodeNow()
  const nameOf = useNames()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>{t(texts.value)}</th>
          <th>{t(texts.type)}</th>
          <th>{t(texts.source)}</th>
          <th>{t(texts.added)}</th>
          <th>{t(texts.tlp)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="later">
            <td>
              <Link
                data-row
                className={row.retracted ? 'gone' : ''}
                to="/intel/$id"
                params={{ id: row.stixId }}
              >
                <ObjectName object={row.object} stixId={row.stixId} names={names} />
              </Link>
              {row.retracted ? <span className="sm warn"> {t(texts.retracted)}</span> : null}
            </td>
            <td className="t2">
              <span className="short">{t(typeWord(row.type))}</span>
            </td>
            <td>
              <bdi className="short">{t(nameOf(row.source))}</bdi>
            </td>
            <td className="nw sm t2">{utcShort(row.added, now)}</td>
            <td>
              <TlpChip tlp={row.tlp} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
})
