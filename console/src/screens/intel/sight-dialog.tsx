import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** Tells the author that it was seen. */
export function SightDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText()
  const [times, setTimes] = useState(1)
  const sight = useAct('/api/v1/sight', onClose)
  return (
    <Dialog
      title={t(texts.sight)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            type="primary"
            loading={sight.isPending}
            onClick={() => sight.mutate({ ids: [id], count: times })}
          >
            {t(texts.sight)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {sight.isError ? <FaultBand error={sight.error} kept={texts.notSighted} /> : null}
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
      </div>
    </Dialog>
  )
}
