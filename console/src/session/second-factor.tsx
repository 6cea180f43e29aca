import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Input, QRCode } from 'antd'
import { type FormEvent, useState } from 'react'
import { Fault } from '../api/fault.ts'
import { useText } from '../i18n/language.tsx'
import { Field } from '../shared/field.tsx'
import { FaultBand } from '../shared/states.tsx'
import type { Given } from './given.ts'
import { PasswordField } from './password-field.tsx'
import { beginAuthenticator, type Enrolment, registerPasskey, signInWithCode } from './sign-in.ts'
import { texts } from './texts.ts'

/** A passkey, or an authenticator app with codes for its loss. */
export function SecondFactor({ onDone, given }: { onDone: () => void; given?: Given }) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const password = given?.password ?? typed
  const [enrolment, setEnrolment] = useState<Enrolment | undefined>()
  const passkey = useMutation({ mutationFn: () => registerPasskey(''), onSuccess: onDone })
  const begin = useMutation({
    mutationFn: () => beginAuthenticator(password),
    onSuccess: setEnrolment,
    onError(error) {
      if (error instanceof Fault && error.code === 'password-wrong') given?.set(undefined)
    },
  })
  if (enrolment !== undefined) return <FirstCode enrolment={enrolment} onDone={onDone} />
  const error = passkey.error ?? begin.error
  return (
    <>
      {error === null ? null : <FaultBand error={error} kept={texts.notAdded} />}
      <Button block loading={passkey.isPending} onClick={() => passkey.mutate()}>
        {t(texts.makePasskey)}
      </Button>
      <form
        className="form"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (password !== '') begin.mutate()
        }}
      >
        {given?.password === undefined ? (
          <PasswordField label={t(texts.current)} value={typed} onChange={setTyped} />
        ) : null}
        <Button block htmlType="submit" disabled={password === ''} loading={begin.isPending}>
          {t(texts.useApp)}
        </Button>
      </form>
    </>
  )
}

function FirstCode({ enrolment, onDone }: { enrolment: Enrolment; onDone: () => void }) {
  const t = useText()
  const [code, setCode] = useState('')
  const [isKept, setKept] = useState(false)
  const confirm = useMutation({ mutationFn: () => signInWithCode(code.trim()), onSuccess: onDone })
  const secret = new URL(enrolment.totpURI).searchParams.get('secret') ?? ''
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim() !== '' && isKept) confirm.mutate()
      }}
    >
      <p>{t(texts.scan)}</p>
      <QRCode
        type="svg"
        aria-label={t(texts.qr)}
        value={enrolment.totpURI}
        color="#000000"
        bgColor="#ffffff"
        size={184}
      />
      <p className="sm">
        {t(texts.key)}{' '}
        <span className="mono" data-secret>
          {secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
        </span>
      </p>
      <p className="sm t2">{t(texts.backup)}</p>
      <ul className="mono codes">
        {enrolment.backupCodes.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <Checkbox checked={isKept} onChange={(event) => setKept(event.target.checked)}>
        {t(texts.kept)}
      </Checkbox>
      {confirm.isError ? <FaultBand error={confirm.error} kept={texts.notAdded} /> : null}
      <Field label={t(texts.code)}>
        {(ids) => (
          <Input
            {...ids}
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit" disabled={!isKept} loading={confirm.isPending}>
        {t(texts.proceed)}
      </Button>
    </form>
  )
}
