import { Checkbox } from 'antd'
import { useState } from 'react'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { ActDialog } from '../../shared/act-dialog.tsx'
import { texts } from './texts.ts'

/** What is signed is a digest: it stands here whole. */
export function SignDialog({ digest, onClose }: { digest: string; onClose: () => void }) {
  const t = useText()
  const [hasRead, setRead] = useState(false)
  const sign = useAct('/api/v1/compacts/sign', onClose)
  return (
    <ActDialog
      title={t(texts.signTitle)}
      label={t(texts.sign)}
      act={sign}
      kept={texts.notDone}
      disabled={!hasRead}
      onAct={() => sign.mutate({ digest })}
      onClose={onClose}
    >
      <p>{t(texts.signHelp)}</p>
      <p className="mono">{digest.replaceAll(/(.{8})(?=.)/g, '$1 ')}</p>
      <Checkbox checked={hasRead} onChange={(event) => setRead(event.target.checked)}>
        {t(texts.signRead)}
      </Checkbox>
    </ActDialog>
  )
}
