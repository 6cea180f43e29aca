import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { useText } from '../i18n/language.tsx'
import { needsOf, rolesFor } from '../session/needs.ts'
import { Gap } from '../shared/gap.tsx'
import { Empty } from '../shared/states.tsx'
import { Reload } from './reload.tsx'
import type { Screen } from './screen.ts'
import { texts } from './texts.ts'

/** An address that leads nowhere. */
export function Nowhere() {
  const t = useText()
  return (
    <section className="card">
      <Empty title={t(texts.nowhere)} isPage>
        <Link className="link" to="/desk">
          {t(texts.toDesk)}
        </Link>
      </Empty>
    </section>
  )
}

/** A screen of somebody else's role. */
export function Forbidden({ screen }: { screen: Screen }) {
  const t = useText()
  const [en, zh] = screen.opens === undefined ? ['', ''] : needsOf(rolesFor(screen.opens))
  return (
    <>
      <h1>{t(screen.title)}</h1>
      <section className="card below">
        <Empty title={t(texts.forbidden)}>
          {t(texts.forbiddenNeeds(en, zh))}
          <Gap />
          {t(texts.forbiddenHelp)}
          <Gap />

          <Link className="link" to="/desk">
            {t(texts.toDesk)}
          </Link>
        </Empty>
      </section>
    </>
  )
}

/** A mistake of ours. It says what to tell the operator. */
export function Broken({ error }: ErrorComponentProps) {
  const t = useText()
  return (
    <div className="band err" role="alert">
      <span className="dot x" />
      <span>
        <b>{t(texts.broken)}</b>
        <Gap />
        {t(texts.brokenHelp)} <span className="mono sm">{String(error).slice(0, 300)}</span>
      </span>
      <Reload />
    </div>
  )
}
