import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { Fault } from '../api/fault.ts'
import { useText } from '../i18n/language.tsx'
import { FaultBand, Skeleton } from '../shared/states.tsx'
import type { Given } from './given.ts'
import { PasswordField } from './password-field.tsx'
import { forgetSession, SESSION_KEY, type Session } from './session.ts'
import { changePassword, signOut } from './sign-in.ts'
import { texts } from './texts.ts'

const MIN_PASSWORD = 12

const SecondFactor = lazy(async () => {
  return { default: (await import('./second-factor.tsx')).SecondFactor }
})

/** What has to be done once before the console opens: a password of one's own, a second factor. */
export function EnrolForm({ session, given }: { session: Session; given: Given }) {
  const t = useText()
  const client = useQueryClient()
  const again = () => void client.invalidateQueries({ queryKey: SESSION_KEY })
  return (
    <section className="card">
      <div className="pad form">
        {session.needs[0] === 'new-password' ? (
          <NewPassword onDone={again} given={given} />
        ) : (
          <Suspense fallback={<Skeleton />}>
            <h1>{t(texts.second)}</h1>
            <p className="t2">{t(texts.secondHelp)}</p>
            <SecondFactor onDone={again} given={given} />
          </Suspense>
        )}
        <p className="sm t3">
          {t(texts.signedInAs(session.user?.name ?? ''))} ·{' '}
          <button
            type="button"
            className="as-link"
            onClick={() => void signOut().then(() => forgetSession(client))}
          >
            {t(texts.leave)}
          </button>
        </p>
      </div>
    </section>
  )
}

function NewPassword({ onDone, given }: { onDone: () => void; given: Given }) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const [next, setNext] = useState('')
  const current = given.password ?? typed
  const [isTried, setTried] = useState(false)
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess() {
      given.set(next)
      onDone()
    },
    onError(error) {
      // It was given by somebody else meanwhile, such as an operator: it is asked for here.
      if (error instanceof Fault && error.code === 'password-wrong') given.set(undefined)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (current !== '' && next.length >= MIN_PASSWORD) change.mutate()
  }
  return (
    <form className="form" onSubmit={submit} noValidate>
      <h1>{t(texts.newPassword)}</h1>
      <p className="t2">{t(texts.newPasswordHelp)}</p>
      {change.isError ? <FaultBand error={change.error} kept={texts.notChanged} /> : null}
      {given.password === undefined ? (
        <PasswordField
          label={t(texts.current)}
          wrong={isTried && current === '' ? t(texts.needed) : undefined}
          value={typed}
          onChange={setTyped}
        />
      ) : null}
      <PasswordField
        isNew
        label={t(texts.next)}
        help={t(texts.passwordHelp)}
        wrong={isTried && next.length < MIN_PASSWORD ? t(texts.passwordHelp) : undefined}
        value={next}
        onChange={setNext}
      />
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t(texts.change)}
      </Button>
    </form>
  )
}
