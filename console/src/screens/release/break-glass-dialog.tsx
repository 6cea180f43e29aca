import { Input } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import type { QueueEntry } from '../../api/release-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { texts } from './texts.ts'

/** One person lets one object go: never by mistake, and never in silence. */
export function BreakGlassDialog({ entry, onClose }: { entry: QueueEntry; onClose: () => void }) {
  const t = useText()
  const [note, setNote] = useState('')
  const letGo = useAct('/api/v1/release/break-glass', onClose)
  return (
    <ActDialog
      title={t(texts.breakTitle)}
      label={t(texts.breakGlass)}
      act={letGo}
      kept={texts.notDecided}
      danger
      disabled={note.trim() === ''}
      onAct={() => {
        letGo.mutate({ peer: entry.peer, ids: [entry.id], shown: [entry.shown], note: note.trim() })
      }}
      onClose={onClose}
    >
      <p>{t(texts.breakHelp)}</p>
      <p className="mono">{entry.id}</p>
      <Field label={t(texts.note)}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </ActDialog>
  )
}
