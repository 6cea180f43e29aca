import { useNavigate } from '@tanstack/react-router'
import { useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Head } from '../../shared/head.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { CompactLine } from './compact-line.tsx'
import { texts } from './texts.ts'

/** Every compact that this node knows. */
export function CompactsScreen() {
  const t = useText()
  const navigate = useNavigate()
  const compacts = useGet('/api/v1/compacts')
  return (
    <>
      <Head title={texts.title} about={texts.about}>
        <RoleButton
          route="POST /api/v1/compacts/sign"
          onClick={() => void navigate({ to: '/compacts/new' })}
        >
          {t(texts.propose)}
        </RoleButton>
      </Head>
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
