import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { plain } from '../../api/client.ts'
import { useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Head } from '../../shared/head.tsx'
import { inert } from '../../shared/hostile.ts'
import { usePeople } from '../../shared/names.ts'
import { save } from '../../shared/save.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'
import { actionWord } from './words.ts'

/** Everything that people did through the console and by keys. */
export function AuditScreen() {
  const t = useText()
  const navigate = useNavigate()
  const personOf = usePeople()
  const { before } = useSearch({ strict: false }) as { readonly before?: number }
  const trail = useGet('/api/v1/audit', before === undefined ? {} : { before: String(before) })
  const exportAll = async () => {
    const answer = await plain('/api/v1/audit/export')
    save('concert-audit.ndjson', await answer.text(), 'application/x-ndjson')
  }
  return (
    <>
      <Head title={texts.title} about={texts.about}>
        <Button onClick={() => void exportAll()}>{t(texts.export)}</Button>
      </Head>
      <section className="card">
        <Loaded of={trail}>
          {({ entries }) => {
            if (entries.length === 0) return <Empty title={t(texts.none)} />
            const sorted = entries.toSorted((a, b) => b.number - a.number)
            const oldest = sorted.at(-1)?.number ?? 1
            return (
              <>
                <table className="grid">
                  <thead>
                    <tr>
                      <th>{t(texts.time)}</th>
                      <th>{t(texts.who)}</th>
                      <th>{t(texts.action)}</th>
                      <th>{t(texts.outcome)}</th>
                      <th>{t(texts.address)}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {sorted.map((entry) => (
                      <tr key={entry.number}>
                        <td className="nw sm">{utc(entry.time, true)}</td>
                        <td>
                          <bdi>{entry.account ? personOf(entry.account) : t(texts.nobody)}</bdi>
                        </td>
                        <td>
                          <Action name={entry.action} />
                        </td>
                        <td>
                          <Outcome code={entry.outcome} />
                        </td>
                        <td className="mono sm t3">{entry.address}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                <footer>
                  {before === undefined ? null : (
                    <Button onClick={() => void navigate({ to: '/audit', search: {} })}>
                      {t(texts.newest)}
                    </Button>
                  )}
                  {oldest > 1 ? (
                    <Button
                      onClick={() => void navigate({ to: '/audit', search: { before: oldest } })}
                    >
                      {t(texts.older)}
                    </Button>
                  ) : null}
                </footer>
              </>
            )
          }}
        </Loaded>
      </section>
    </>
  )
}

/** What came of it; a refusal with the code that the documents explain. */
function Outcome({ code }: { code: string }) {
  const t = useText()
  if (code === 'ok') return <span className="t2">{t(texts.done)}</span>
  if (code === 'begun') return <span className="warn">{t(texts.begun)}</span>
  return (
    <span className="warn">
      {t(texts.refused)} <span className="mono sm">{inert(code)}</span>
    </span>
  )
}

/** In words, with the route by which an auditor finds it elsewhere. */
function Action({ name }: { name: string }) {
  const t = useText()
  const word = actionWord(name)
  if (word === undefined) return <span className="mono sm">{inert(name)}</span>
  return (
    <>
      {t(word)} <span className="mono sm t3">{inert(name)}</span>
    </>
  )
}
