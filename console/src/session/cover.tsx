import { useEffect, useRef } from 'react'
import { useText } from '../i18n/language.tsx'
import { Foreign } from '../shared/foreign.tsx'
import { Gap } from '../shared/gap.tsx'
import { Door } from './door.tsx'
import { EnrolForm } from './enrol-form.tsx'
import type { Given } from './given.ts'
import type { Session } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'
import { texts } from './texts.ts'

/**
 * Covers the page of somebody whose session has ended, or who has to prove something first: nobody
 * reads it, and nothing of it is lost.
 */
export function Cover({ session, given }: { session: Session; given: Given }) {
  const t = useText()
  const title = session.isEnded ? texts.ended : texts.first
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    const before = document.activeElement
    dialog?.showModal()
    focusPassword(dialog)
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={element}
      className="over-all"
      aria-label={t(title)}
      // There is no way around signing in.
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.preventDefault()
      }}
      onCancel={(event) => event.preventDefault()}
    >
      <Door session={session}>
        <div className="stack" key={title[0]} ref={focusPassword}>
          <div className="band off" role="alert">
            <span className="dot w" />
            <span>
              <b>{t(title)}</b>
              <Gap />
              <Foreign text={t(texts.endedHelp(session.user?.name ?? ''))} />
            </span>
          </div>
          {session.isEnded ? (
            <SignInForm session={session} given={given} />
          ) : (
            <EnrolForm session={session} given={given} />
          )}
        </div>
      </Door>
    </dialog>
  )
}

/** What is asked for may change meanwhile: after signing in, another password. */
function focusPassword(within: HTMLElement | null): void {
  within?.querySelector<HTMLElement>('input[type=password]')?.focus()
}
