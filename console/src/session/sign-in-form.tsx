import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { useText } from '../i18n/language.tsx'
import { Field } from '../shared/field.tsx'
import { Gap } from '../shared/gap.tsx'
import { FaultBand } from '../shared/states.tsx'
import { CameBack } from './came-back.tsx'
import type { Given } from './given.ts'
import { PasswordField } from './password-field.tsx'
import { SESSION_KEY, type Session } from './session.ts'
import { signInWithCode, signInWithOidc, signInWithPasskey, signInWithPassword } from './sign-in.ts'
import { texts } from './texts.ts'

/** Password and then a code, or a passkey alone. */
export function SignInForm({ session, given }: { session: Session; given: Given }) {
  const t = useText()
  const client = useQueryClient()
  const [needsCode, setNeedsCode] = useState(false)
  const enter = async () => {
    await client.invalidateQueries({ queryKey: SESSION_KEY })
  }
  const passkey = useMutation({ mutationFn: signInWithPasskey, onSuccess: enter })
  const oidc = useMutation({ mutationFn: signInWithOidc })
  return (
    <section className="card">
      <div className="pad form">
        <h1>{t(texts.title)}</h1>
        {needsCode ? (
          <CodeForm onDone={enter} onBack={() => setNeedsCode(false)} />
        ) : (
          <>
            <CameBack />
            <PasswordForm
              known={session.user?.email ?? ''}
              onDone={enter}
              onCode={() => setNeedsCode(true)}
              given={given}
            />
            <Button block loading={passkey.isPending} onClick={() => passkey.mutate()}>
              {t(texts.passkey)}
            </Button>
            {passkey.isError ? (
              <p className="sm danger" role="alert">
                {t(texts.cancelled)}
                <Gap />
                {t(texts.notSignedIn)}
              </p>
            ) : null}
            {session.signIn.oidc === null ? null : (
              <Button block loading={oidc.isPending} onClick={() => oidc.mutate()}>
                {t(texts.oidc(t(session.signIn.oidc)))}
              </Button>
            )}
            {oidc.isError ? <FaultBand error={oidc.error} kept={texts.notSignedIn} isSure /> : null}
            <p className="sm t3">{t(texts.lost)}</p>
          </>
        )}
      </div>
    </section>
  )
}

function PasswordForm({
  known,
  onDone,
  onCode,
  given,
}: {
  /** Address of who was here until now. */
  known: string
  onDone: () => void
  onCode: () => void
  given: Given
}) {
  const t = useText()
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const signIn = useMutation({
    mutationFn: () => signInWithPassword(email, password),
    onSuccess: (next) => {
      given.set(password)
      if (next === 'done') onDone()
      else onCode()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (email !== '' && password !== '') signIn.mutate()
  }
  const missing = (value: string) => (isTried && value === '' ? t(texts.needed) : undefined)
  return (
    <form className="form" onSubmit={submit} noValidate>
      <Refused error={signIn.error} />
      <Field label={t(texts.email)} wrong={missing(email)}>
        {(ids) => (
          <Input
            {...ids}
            type="email"
            autoComplete="username webauthn"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <PasswordField
        label={t(texts.password)}
        wrong={missing(password)}
        value={password}
        onChange={setPassword}
      />
      <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
        {t(texts.signIn)}
      </Button>
    </form>
  )
}

function CodeForm({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const t = useText()
  const [code, setCode] = useState('')
  const confirm = useMutation({ mutationFn: () => signInWithCode(code.trim()), onSuccess: onDone })
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim() !== '') confirm.mutate()
      }}
    >
      <Refused error={confirm.error} />
      <Field label={t(texts.code)} help={t(texts.codeHelp)}>
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      <div className="actions">
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>
          {t(texts.confirm)}
        </Button>
        <Button onClick={onBack}>{t(texts.back)}</Button>
      </div>
    </form>
  )
}

function Refused({ error }: { error: Error | null }) {
  return error === null ? null : <FaultBand error={error} kept={texts.notSignedIn} isSure />
}
