import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { PasswordField } from '../../session/password-field.tsx'
import { changePassword } from '../../session/sign-in.ts'
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
        <PasswordField label={t(texts.current)} value={current} onChange={setCurrent} />
        <PasswordField
          isNew
          label={t(texts.next)}
          help={t(texts.passwordHelp)}
          value={next}
          onChange={setNext}
        />
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
