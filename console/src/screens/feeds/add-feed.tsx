import { Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { Tlp } from '../../api/intel-answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { TLP_LABELS, tlpLabel } from '../../shared/marks.tsx'
import { texts } from './texts.ts'

const KINDS = ['taxii', 'misp', 'csv', 'list', 'stix'] as const

/** A feed to be looked at first. */
export function AddFeed({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<(typeof KINDS)[number]>('taxii')
  const [url, setUrl] = useState('')
  const [collection, setCollection] = useState('')
  const [minutes, setMinutes] = useState(60)
  const [tlp, setTlp] = useState<Tlp>('green')
  const add = useAct('/api/v1/feeds', onClose)
  const isWhole = /^[a-z0-9][a-z0-9._-]{0,62}$/.test(name) && /^https?:\/\/\S+$/.test(url)
  return (
    <ActDialog
      title={t(texts.add)}
      label={t(texts.add)}
      act={add}
      kept={texts.notChanged}
      disabled={!isWhole}
      onAct={() =>
        add.mutate({
          name,
          kind,
          url,
          everySeconds: minutes * 60,
          tlp,
          labels: [],
          ...(kind === 'taxii' && collection !== '' && { collection }),
        })
      }
      onClose={onClose}
    >
      <Field label={t(texts.name)} help={t(texts.nameHelp)}>
        {(ids) => <Input {...ids} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <div className="two">
        <Field label={t(texts.kind)}>
          {(ids) => (
            <Select
              id={ids.id}
              value={kind}
              onChange={setKind}
              options={KINDS.map((value) => ({ value, label: value.toUpperCase() }))}
            />
          )}
        </Field>
        <Field label={t(texts.every)}>
          {(ids) => (
            <InputNumber
              id={ids.id}
              min={1}
              max={43_200}
              value={minutes}
              onChange={(value) => setMinutes(value ?? 60)}
            />
          )}
        </Field>
      </div>
      <Field label={t(texts.url)}>
        {(ids) => (
          <Input {...ids} value={url} onChange={(event) => setUrl(event.target.value.trim())} />
        )}
      </Field>
      {kind === 'taxii' ? (
        <Field label={t(texts.collection)}>
          {(ids) => (
            <Input
              {...ids}
              value={collection}
              onChange={(event) => setCollection(event.target.value.trim())}
            />
          )}
        </Field>
      ) : null}
      <Field label={t(texts.tlp)}>
        {(ids) => (
          <Select
            id={ids.id}
            value={tlp}
            onChange={setTlp}
            options={TLP_LABELS.map((value) => ({ value, label: tlpLabel(value) }))}
          />
        )}
      </Field>
    </ActDialog>
  )
}
