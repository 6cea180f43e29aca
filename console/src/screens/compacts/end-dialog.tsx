import { Input, Select } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { REASONS } from './reasons.ts'
import { texts } from './texts.ts'

/** Ending is for everybody and for good: the id has to be typed. */
export function EndDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState<(typeof REASONS)[number]>('review')
  const end = useAct('/api/v1/compacts/end', onClose)
  return (
    <ActDialog
      title={t(texts.endTitle)}
      label={t(texts.end)}
      act={end}
      kept={texts.notEnded}
      danger
      disabled={typed !== id.slice(0, 8)}
      onAct={() => end.mutate({ compact: id, reason })}
      onClose={onClose}
    >
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
    </ActDialog>
  )
}
