import { Button, Select } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

const REASONS = ['false-positive', 'expired', 'superseded', 'shared-in-error'] as const

/** Takes an object back from everybody who got it. */
export function RetractDialog({
  id,
  receivers,
  onClose,
}: {
  id: string
  receivers: number
  onClose: () => void
}) {
  const t = useText()
  const [reason, setReason] = useState<(typeof REASONS)[number]>('false-positive')
  const retract = useAct('/api/v1/retract', onClose)
  return (
    <Dialog
      title={t(texts.retract)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            danger
            loading={retract.isPending}
            onClick={() => retract.mutate({ ids: [id], reason })}
          >
            {t(texts.retract)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {retract.isError ? <FaultBand error={retract.error} kept={texts.notRetracted} /> : null}
        <p>{t(texts.retractHelp(receivers))}</p>
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
