import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { CompactLine } from './compact-line.tsx'
import { texts } from './texts.ts'

/** Every compact that this node knows. */
export function CompactsScreen() {
  const t = useText()
  const may = useMay()
  const navigate = useNavigate()
  const compacts = useGet('/api/v1/compacts')
  return (
    <>
      <div className="head">
        <div>
          <h1>{t(texts.title)}</h1>
          <p className="sm t2">{t(texts.about)}</p>
        </div>
        {may('POST /api/v1/compacts/sign') ? (
          <div className="actions">
            <Button onClick={() => void navigate({ to: '/compacts/new' })}>
              {t(texts.propose)}
            </Button>
          </div>
        ) : null}
      </div>
      <section className="card">
        <Loaded of={compacts}>
          {(data) =>
            data.compacts.length === 0 ? (
              <Empty title={t(texts.none)}>{t(texts.noneHelp)}</Empty>
            ) : (
              data.compacts.map((compact) => <CompactLine key={compact.id} compact={compact} />)
            )
          }
        </Loaded>
      </section>
    </>
  )
}
