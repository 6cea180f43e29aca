import { Input } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { texts } from './texts.ts'

/** Keeps a query under a name, for oneself. */
export function SaveDialog({ q, onClose }: { q: string; onClose: () => void }) {
  const t = useText()
  const [name, setName] = useState(q.slice(0, 60))
  const save = useAct('/api/v1/intel/saved', onClose)
  return (
    <ActDialog
      title={t(texts.save)}
      label={t(texts.save)}
      act={save}
      kept={texts.notSaved}
      disabled={name.trim() === ''}
      onAct={() => save.mutate({ name: name.trim(), query: { q } })}
      onClose={onClose}
    >
      <Field label={t(texts.saveName)}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
    </ActDialog>
  )
}
