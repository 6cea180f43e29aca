import { Button } from 'antd'
import { useText } from '../i18n/language.tsx'
import { SCREENS } from '../screens/screens.ts'
import type { Session } from '../session/session.ts'
import { Dialog } from '../shared/dialog.tsx'
import { mayOpen } from './screen.ts'
import { texts } from './texts.ts'

/** What the keys do. */
export function KeysHelp({ session, onClose }: { session: Session; onClose: () => void }) {
  const t = useText()
  const rows: readonly (readonly [string, string])[] = [
    ...SCREENS.filter((screen) => screen.jump && mayOpen(screen, session.roles)).map(
      ({ jump, title }) => [`G ${jump?.toUpperCase()}`, t(texts.keyGo(t(title)))] as const,
    ),
    ['/', t(texts.keyFind)],
    ['J K ⏎', t(texts.keyRows)],
    ['X', t(texts.keySelect)],
    ['A', t(texts.keyAcknowledge)],
    ['P', t(texts.keyProof)],
    ['B', t(texts.keyLanguage)],
    ['?', t(texts.keyHelp)],
  ]
  return (
    <Dialog
      title={t(texts.keys)}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t(texts.close)}</Button>}
    >
      <dl className="facts">
        {rows.map(([key, what]) => (
          <Row key={key} name={key} what={what} />
        ))}
      </dl>
    </Dialog>
  )
}

function Row({ name, what }: { name: string; what: string }) {
  return (
    <>
      <dt>
        <span className="kbd">{name}</span>
      </dt>
      <dd>{what}</dd>
    </>
  )
}
