import { useEffect } from 'react'
import { textIn } from '../i18n/both.ts'
import { useLanguage } from '../i18n/language.tsx'
import { Cover } from '../session/cover.tsx'
import { Door } from '../session/door.tsx'
import { EnrolForm } from '../session/enrol-form.tsx'
import { useGiven } from '../session/given.ts'
import { useSession } from '../session/session.ts'
import { SetUpForm } from '../session/set-up-form.tsx'
import { SignInForm } from '../session/sign-in-form.tsx'
import { FaultBand, Skeleton } from '../shared/states.tsx'
import { Shell } from './shell.tsx'

/** Set-up for a node that has nobody, signing in for who is not known, the console for the others. */
export function Gate() {
  const session = useSession()
  const { lang } = useLanguage()
  const given = useGiven(session.data)
  const names = session.data?.node.names
  useEffect(() => {
    // How much is owed stands before the name, and stays there in the other language.
    const owed = document.title.match(/^\(\d+\) /)?.[0] ?? ''
    const product = lang === 'zh' ? '协奏' : 'Concert'
    if (names) document.title = `${owed}${textIn(lang, names)} · ${product}`
  }, [lang, names])
  if (session.data === undefined) {
    return (
      <Door>
        {session.isError ? (
          <FaultBand error={session.error} again={() => void session.refetch()} />
        ) : (
          <Skeleton />
        )}
      </Door>
    )
  }
  if (session.data.setup) {
    return (
      <Door session={session.data}>
        <SetUpForm />
      </Door>
    )
  }
  if (session.data.user === null) {
    return (
      <Door session={session.data}>
        <SignInForm session={session.data} given={given} />
      </Door>
    )
  }
  const { user, isOpen, isEnded, needs } = session.data
  if (!isOpen) {
    return (
      <Door session={session.data}>
        <EnrolForm session={session.data} given={given} />
      </Door>
    )
  }
  return (
    <>
      {/* Somebody else begins anew: nothing of one person's page is left to another. */}
      <Shell key={user.id} session={session.data} />
      {isEnded || needs.length > 0 ? <Cover session={session.data} given={given} /> : null}
    </>
  )
}
