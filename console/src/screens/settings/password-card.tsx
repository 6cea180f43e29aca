import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { changePassword } from '../../session/sign-in.ts'
import { Field } from '../../shared/field.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** Another password; sessions elsewhere end with the old one. */
export function PasswordCard() {
  const t = useText()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({ mutationFn: () => changePassword(current, next) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (current !== '' && next.length >= 12) change.mutate()
  }
  return (
    <section className="card">
      <header>
        <h2>{t(texts.password)}</h2>
      </header>
      <form className="pad form" onSubmit={submit} noValidate>
        {change.isError ? <FaultBand error={change.error} kept={texts.notChanged} /> : null}
        {change.isSuccess ? (
          <p role="status" className="ok">
            {t(texts.changed)}
          </p>
        ) : null}
        <Field label={t(texts.current)}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <Field label={t(texts.next)} help={t(texts.passwordHelp)}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          )}
        </Field>
        <div className="actions">
          <Button
            htmlType="submit"
            disabled={current === '' || next.length < 12}
            loading={change.isPending}
          >
            {t(texts.change)}
          </Button>
        </div>
      </form>
    </section>
  )
}
