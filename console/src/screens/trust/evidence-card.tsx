import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { postForBytes } from '../../api/client.ts'
import { useText } from '../../i18n/language.tsx'
import { Field } from '../../shared/field.tsx'
import { save } from '../../shared/save.ts'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** One object's proof as a file. */
export function EvidenceCard() {
  const t = useText()
  const [id, setId] = useState('')
  const [isTried, setTried] = useState(false)
  const isId = /^[a-z0-9-]+--[0-9a-f-]{36}$/.test(id.trim())
  const make = useMutation({
    mutationFn: () => postForBytes('/api/v1/evidence', { id: id.trim() }),
    onSuccess: (bytes) => save(`evidence-${id.trim()}.json`, bytes),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isId) make.mutate()
  }
  return (
    <section className="card">
      <header>
        <h2>{t(texts.export)}</h2>
      </header>
      <form className="pad form" onSubmit={submit} noValidate>
        <p className="sm t2">{t(texts.exportHelp)}</p>
        {make.isError ? <FaultBand error={make.error} kept={texts.notExported} /> : null}
        <Field label={t(texts.stixId)} wrong={isTried && !isId ? t(texts.badId) : undefined}>
          {(ids) => <Input {...ids} value={id} onChange={(event) => setId(event.target.value)} />}
        </Field>
        <div className="actions">
          <Button htmlType="submit" loading={make.isPending}>
            {t(texts.saveEvidence)}
          </Button>
        </div>
      </form>
    </section>
  )
}
