import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Contact } from '../../api/directory-answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { texts } from './ladder-texts.ts'

const RESULTS = ['confirmed', 'denied', 'no-answer'] as const

/** Notes how a call to a second contact ended. */
export function CallDialog({
  request,
  contact,
  onClose,
}: {
  request: string
  contact: Contact
  onClose: () => void
}) {
  const t = useText()
  const [result, setResult] = useState<(typeof RESULTS)[number]>('confirmed')
  const [note, setNote] = useState('')
  const record = useAct('/api/v1/requests/calls/record', onClose)
  return (
    <ActDialog
      title={t(texts.record)}
      label={t(texts.record)}
      act={record}
      kept={texts.notNoted}
      onAct={() => record.mutate({ id: request, contact: contact.id, result, note })}
      onClose={onClose}
    >
      <p>
        <span className="b">
          <Foreign text={contact.card?.name ?? ''} />
        </span>{' '}
        <span className="mono">
          <Foreign text={contact.card?.phone ?? ''} />
        </span>
      </p>
      <Field label={t(texts.result)}>
        {(ids) => (
          <Select
            id={ids.id}
            value={result}
            onChange={setResult}
            options={RESULTS.map((value) => ({ value, label: t(texts.results[value]) }))}
          />
        )}
      </Field>
      <Field label={t(texts.note)}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </ActDialog>
  )
}
