import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useText } from '../i18n/language.tsx'
import type { Session } from '../session/session.ts'
import { signOut } from '../session/sign-in.ts'
import { Dialog } from '../shared/dialog.tsx'
import { Icon } from '../shared/icon.tsx'
import { type Choice, useTheme } from '../theme/theme.tsx'
import type { Screen } from './screen.ts'
import { texts } from './texts.ts'

/** Who is signed in, every screen, the theme, and the way out. */
export function MoreSheet({
  session,
  screens,
  onClose,
  onSignedOut,
}: {
  session: Session
  screens: readonly Screen[]
  onClose: () => void
  onSignedOut: () => void
}) {
  const t = useText()
  const { choice, choose } = useTheme()
  return (
    <Dialog
      title={session.user?.name ?? ''}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => void signOut().then(onSignedOut)}>{t(texts.signOut)}</Button>
          <Button onClick={onClose}>{t(texts.close)}</Button>
        </>
      }
    >
      <ul className="more">
        {screens.map(({ path, title, icon }) => (
          <li key={path}>
            <Link to={path} onClick={onClose}>
              <Icon name={icon ?? 'more'} />
              {t(title)}
            </Link>
          </li>
        ))}
      </ul>
      <div className="pad line">
        <span className="t2">{t(texts.theme)}</span>
        <Segmented<Choice>
          value={choice}
          onChange={choose}
          options={[
            { value: 'system', label: t(texts.system) },
            { value: 'light', label: t(texts.light) },
            { value: 'dark', label: t(texts.dark) },
          ]}
        />
      </div>
    </Dialog>
  )
}
