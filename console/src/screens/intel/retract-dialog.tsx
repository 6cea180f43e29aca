import { Select } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
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
    <ActDialog
      title={t(texts.retract)}
      label={t(texts.retract)}
      act={retract}
      kept={texts.notRetracted}
      danger
      onAct={() => retract.mutate({ ids: [id], reason })}
      onClose={onClose}
    >
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
    </ActDialog>
  )
}
