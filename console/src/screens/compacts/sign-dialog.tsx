import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** What is signed is a digest: it stands here whole. */
export function SignDialog({ digest, onClose }: { digest: string; onClose: () => void }) {
  const t = useText()
  const [hasRead, setRead] = useState(false)
  const sign = useAct('/api/v1/compacts/sign', onClose)
  return (
    <Dialog
      title={t(texts.signTitle)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            type="primary"
            disabled={!hasRead}
            loading={sign.isPending}
            onClick={() => sign.mutate({ digest })}
          >
            {t(texts.sign)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {sign.isError ? <FaultBand error={sign.error} kept={texts.notDone} /> : null}
        <p>{t(texts.signHelp)}</p>
        <p className="mono">{digest.replaceAll(/(.{8})(?=.)/g, '$1 ')}</p>
        <Checkbox checked={hasRead} onChange={(event) => setRead(event.target.checked)}>
          {t(texts.signRead)}
        </Checkbox>
      </div>
    </Dialog>
  )
}
