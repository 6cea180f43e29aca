import { useEffect, useRef } from 'react'
import { useText } from '../i18n/language.tsx'
import { Foreign } from '../shared/foreign.tsx'
import { Door } from './door.tsx'
import type { Session } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'
import { texts } from './texts.ts'

/** Covers the page of somebody whose session has ended: nobody reads it, and nothing of it is lost. */
export function SignInAgain({ session }: { session: Session }) {
  const t = useText()
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    const before = document.activeElement
    dialog?.showModal()
    dialog?.querySelector<HTMLElement>('input[type=password]')?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={element}
      className="over-all"
      aria-label={t(texts.ended)}
      // There is no way around signing in.
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.preventDefault()
      }}
      onCancel={(event) => event.preventDefault()}
    >
      <Door session={session}>
        <div className="stack">
          <div className="band off" role="alert">
            <span className="dot w" />
            <span>
              <b>{t(texts.ended)}</b>{' '}
              <Foreign text={t(texts.endedHelp(session.user?.name ?? ''))} />
            </span>
          </div>
          <SignInForm session={session} />
        </div>
      </Door>
    </dialog>
  )
}
