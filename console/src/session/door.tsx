import type { ReactNode } from 'react'
import { LanguageSwitch } from '../app/language-switch.tsx'
import { useText } from '../i18n/language.tsx'
import { Mark } from '../shared/icon.tsx'
import type { Session } from './session.ts'

/** The frame of what is seen before signing in. */
export function Door({ session, children }: { session?: Session; children: ReactNode }) {
  const t = useText()
  return (
    <div className="door">
      <header>
        <Mark />
        <div>
          <b>{session ? t(session.node.names) : 'Concert 协奏'}</b>
          {session ? <div className="sm t3 mono">{session.node.host}</div> : null}
        </div>
        <LanguageSwitch />
      </header>
      <main>{children}</main>
    </div>
  )
}
