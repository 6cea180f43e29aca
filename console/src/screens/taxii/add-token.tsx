import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import type { Tlp } from '../../api/intel-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { TLP_LABELS, tlpLabel, tlpMeans } from '../../shared/marks.tsx'
import { texts } from './texts.ts'

/** A token for one system: which collections, up to which label. */
export function AddToken({
  onClose,
  onMade,
}: {
  onClose: () => void
  onMade: (secret: string) => void
}) {
  const t = useText()
  const [name, setName] = useState('')
  const [tlp, setTlp] = useState<Tlp>('green')
  const [outside, setOutside] = useState(true)
  const [read, setRead] = useState<string[]>([])
  const collections = useGet('/api/v1/taxii/collections').data?.collections ?? []
  const add = useAct('/api/v1/taxii/tokens', ({ token }) => {
    onClose()
    onMade(token)
  })
  return (
    <ActDialog
      title={t(texts.addToken)}
      label={t(texts.addToken)}
      act={add}
      kept={texts.notChanged}
      disabled={name.trim() === '' || read.length === 0}
      onAct={() => add.mutate({ name: name.trim(), tlp, outside, read, write: [] })}
      onClose={onClose}
    >
      <Field label={t(texts.name)}>
        {(ids) => <Input {...ids} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t(texts.collections)}>
        {(ids) => (
          <Select
            id={ids.id}
            mode="multiple"
            value={read}
            onChange={setRead}
            options={collections.map(({ id, title }) => ({ value: id, label: t(title) }))}
          />
        )}
      </Field>
      <Field label={t(texts.upTo)} help={t(tlpMeans(tlp))}>
        {(ids) => (
          <Select
            id={ids.id}
            value={tlp}
            onChange={setTlp}
            options={TLP_LABELS.map((value) => ({ value, label: tlpLabel(value) }))}
          />
        )}
      </Field>
      <Checkbox checked={outside} onChange={(event) => setOutside(event.target.checked)}>
        {t(texts.outside)}
      </Checkbox>
    </ActDialog>
  )
}
