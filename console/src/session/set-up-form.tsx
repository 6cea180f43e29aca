import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { plain } from '../api/client.ts'
import { useLanguage, useText } from '../i18n/language.tsx'
import { Field } from '../shared/field.tsx'
import { FaultBand } from '../shared/states.tsx'
import { SESSION_KEY } from './session.ts'
import { texts } from './texts.ts'

const FIELDS = ['code', 'name', 'email', 'password'] as const
type Values = Readonly<Record<(typeof FIELDS)[number], string>>

const LABELS = {
  code: texts.setUpCode,
  name: texts.name,
  email: texts.email,
  password: texts.password,
}
const TYPES = { code: 'text', name: 'text', email: 'email', password: 'password' }
const COMPLETES = { code: 'off', name: 'name', email: 'username', password: 'new-password' }

/** The node's first administrator, made by whoever can read the terminal that it was started in. */
export function SetUpForm() {
  const t = useText()
  const { lang } = useLanguage()
  const client = useQueryClient()
  const [values, setValues] = useState<Values>({ code: '', name: '', email: '', password: '' })
  const [isTried, setTried] = useState(false)
  const create = useMutation({
    mutationFn: () =>
      plain('/api/v1/setup', {
        method: 'POST',
        body: JSON.stringify({ ...values, language: lang }),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: SESSION_KEY }),
  })
  const wrong = (field: keyof Values) => {
    if (!isTried) return undefined
    if (values[field].trim() === '') return t(texts.needed)
    if (field === 'password' && values.password.length < 12) return t(texts.passwordHelp)
    return undefined
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const isWhole = FIELDS.every((field) => values[field].trim() !== '')
    if (isWhole && values.password.length >= 12) create.mutate()
  }
  return (
    <section className="card">
      <form className="pad form" onSubmit={submit} noValidate>
        <div>
          <h1>{t(texts.setUp)}</h1>
          <p className="t2">{t(texts.setUpHelp)}</p>
        </div>
        {create.isError ? <FaultBand error={create.error} kept={texts.notCreated} /> : null}
        {FIELDS.map((field) => (
          <Field
            key={field}
            label={t(LABELS[field])}
            wrong={wrong(field)}
            help={field === 'password' ? t(texts.passwordHelp) : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                type={TYPES[field]}
                autoComplete={COMPLETES[field]}
                value={values[field]}
                onChange={(event) => setValues({ ...values, [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t(texts.create)}
        </Button>
      </form>
    </section>
  )
}
