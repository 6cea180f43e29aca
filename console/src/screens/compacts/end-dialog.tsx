import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { REASONS } from './reasons.ts'
import { texts } from './texts.ts'

/** Ending is for everybody and for good: the id has to be typed. */
export function EndDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState<(typeof REASONS)[number]>('review')
  const end = useAct('/api/v1/compacts/end', onClose)
  return (
    <Dialog
      title={t(texts.endTitle)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            danger
            disabled={typed !== id.slice(0, 8)}
            loading={end.isPending}
            onClick={() => end.mutate({ compact: id, reason })}
          >
            {t(texts.end)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {end.isError ? <FaultBand error={end.error} kept={texts.notEnded} /> : null}
        <p>{t(texts.endHelp)}</p>
        <p className="mono">{id.slice(0, 8)}</p>
        <Field label={t(texts.endId)}>
          {(ids) => (
            <Input
              {...ids}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value.trim())}
            />
          )}
        </Field>
        <Field label={t(texts.reason)}>
          {(ids) => (
            <Select
              id={ids.id}
              value={reason}
              onChange={setReason}
              options={REASONS.map((code) => ({ value: code, label: t(texts.reasons[code]) }))}
            />
          )}
        </Field>
      </div>
    </Dialog>
  )
}
