import { Button, Input } from 'antd'
import { useState } from 'react'
import type { QueueEntry } from '../../api/answers.ts'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** One person lets one object go: never by mistake, and never in silence. */
export function BreakGlassDialog({ entry, onClose }: { entry: QueueEntry; onClose: () => void }) {
  const t = useText()
  const [note, setNote] = useState('')
  const letGo = useAct('/api/v1/release/break-glass', onClose)
  return (
    <Dialog
      title={t(texts.breakTitle)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            danger
            disabled={note.trim() === ''}
            loading={letGo.isPending}
            onClick={() => {
              letGo.mutate({ peer: entry.peer, ids: [entry.id], note: note.trim() })
            }}
          >
            {t(texts.breakGlass)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {letGo.isError ? <FaultBand error={letGo.error} kept={texts.notDecided} /> : null}
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
      </div>
    </Dialog>
  )
}
