import { Button } from 'antd'
import { plain } from '../../api/client.ts'
import { useGet } from '../../api/query.ts'
import { utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { save } from '../../shared/save.ts'
import { Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'
import { wordIn } from './words.ts'

/** Who this node is to others, and by which keys. */
export function IdentityCard() {
  const t = useText()
  const identity = useGet('/api/v1/identity')
  const savePublished = async () => {
    const answer = await plain('/api/v1/published-keys')
    save('concert-published-keys.json', await answer.text())
  }
  return (
    <section className="card">
      <header>
        <h2>{t(texts.identity)}</h2>
      </header>
      <Loaded of={identity} space={360}>
        {({ node, version, keys }) => (
          <>
            <dl className="facts">
              <dt>{t(texts.node)}</dt>
              <dd className="mono">{node.replaceAll(/(.{8})(?=.)/g, '$1 ')}</dd>
              <dt>{t(texts.version)}</dt>
              <dd>{version}</dd>
            </dl>
            <table className="grid">
              <thead>
                <tr>
                  <th>{t(texts.use)}</th>
                  <th>{t(texts.algorithm)}</th>
                  <th>{t(texts.vkey)}</th>
                  <th>{t(texts.until)}</th>
                </tr>
              </thead>
              <tbody>
                {keys.map((key) => (
                  <tr key={key.id}>
                    <td>{t(wordIn(texts.uses, key.use))}</td>
                    <td className="mono sm">{key.alg}</td>
                    <td className="mono sm">{key.id}</td>
                    <td className="nw sm">
                      {key.until.startsWith('9999')
                        ? t(texts.forever)
                        : utc(key.until).slice(0, 10)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Loaded>
      <footer>
        <Button onClick={() => void savePublished()}>{t(texts.savePublished)}</Button>
        <span className="sm t3">{t(texts.publishedHelp)}</span>
      </footer>
    </section>
  )
}
