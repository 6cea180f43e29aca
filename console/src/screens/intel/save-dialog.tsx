import { Button, Input } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** Keeps a query under a name, for oneself. */
export function SaveDialog({ q, onClose }: { q: string; onClose: () => void }) {
  const t = useText()
  const [name, setName] = useState(q.slice(0, 60))
  const save = useAct('/api/v1/intel/saved', onClose)
  return (
    <Dialog
      title={t(texts.save)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            type="primary"
            disabled={name.trim() === ''}
            loading={save.isPending}
            onClick={() => save.mutate({ name: name.trim(), query: { q } })}
          >
            {t(texts.save)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {save.isError ? <FaultBand error={save.error} kept={texts.notSaved} /> : null}
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
      </div>
    </Dialog>
  )
}
