import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Compact } from '../../api/compact-answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { useNames } from '../../shared/names.ts'
import { REASONS } from './reasons.ts'
import { texts } from './texts.ts'

/** Ending is for everybody and for good: the id has to be typed. */
export function EndDialog({ compact, onClose }: { compact: Compact; onClose: () => void }) {
  const t = useText()
  const nameOf = useNames()
  const { id, parties } = compact
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
      <p>
        {t(
          texts.endRule(parties.map((party) => t(nameOf(party))).join(' · '), noticeDays(compact)),
        )}
      </p>
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

/** How long before its end a compact has to be ended; one that is not in force ends at once. */
function noticeDays({ terms }: Compact): number {
  const notice = terms?.notice as { readonly end_days?: number } | undefined
  return notice?.end_days ?? 0
}
