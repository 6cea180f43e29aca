import { InputNumber } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { texts } from './texts.ts'

/** Tells the author that it was seen. */
export function SightDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText()
  const [times, setTimes] = useState(1)
  const sight = useAct('/api/v1/sight', onClose)
  return (
    <ActDialog
      title={t(texts.sight)}
      label={t(texts.sight)}
      act={sight}
      kept={texts.notSighted}
      onAct={() => sight.mutate({ ids: [id], count: times })}
      onClose={onClose}
    >
      <p>{t(texts.sightHelp)}</p>
      <Field label={t(texts.times)}>
        {(ids) => (
          <InputNumber
            id={ids.id}
            min={1}
            max={1_000_000_000}
            value={times}
            onChange={(value) => setTimes(value ?? 1)}
          />
        )}
      </Field>
    </ActDialog>
  )
}
