import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import type { Tlp } from '../../api/intel-answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { TLP_LABELS, tlpLabel, tlpMeans } from '../../shared/marks.tsx'
import { texts } from './texts.ts'

/** A view up to a label, with a title in both languages. */
export function AddCollection({ onClose }: { onClose: () => void }) {
  const t = useText()
  const [title, setTitle] = useState({ en: '', zh: '' })
  const [alias, setAlias] = useState('')
  const [tlp, setTlp] = useState<Tlp>('green')
  const [readable, setReadable] = useState(true)
  const [writable, setWritable] = useState(false)
  const add = useAct('/api/v1/taxii/collections', onClose)
  const isWhole = title.en.trim() !== '' && title.zh.trim() !== ''
  return (
    <ActDialog
      title={t(texts.addCollection)}
      label={t(texts.addCollection)}
      act={add}
      kept={texts.notChanged}
      disabled={!isWhole}
      onAct={() =>
        add.mutate({
          title,
          view: { tlp },
          readable,
          writable,
          ...(alias !== '' && { alias }),
        })
      }
      onClose={onClose}
    >
      <div className="two">
        {(['en', 'zh'] as const).map((lang) => (
          <Field key={lang} label={t(lang === 'en' ? texts.titleEn : texts.titleZh)}>
            {(ids) => (
              <Input
                {...ids}
                value={title[lang]}
                onChange={(event) => setTitle({ ...title, [lang]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="two">
        <Field label={t(texts.alias)}>
          {(ids) => (
            <Input {...ids} value={alias} onChange={(event) => setAlias(event.target.value)} />
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
      </div>
      <Checkbox checked={readable} onChange={(event) => setReadable(event.target.checked)}>
        {t(texts.readable)}
      </Checkbox>
      <Checkbox checked={writable} onChange={(event) => setWritable(event.target.checked)}>
        {t(texts.writable)}
      </Checkbox>
    </ActDialog>
  )
}
