import { Button } from 'antd'
import { useState } from 'react'
import type { Tlp } from '../../api/intel-answers.ts'
import { useAsk } from '../../api/query.ts'
import type { Outlook } from '../../api/release-answers.ts'
import { count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { ForeignName } from '../../shared/foreign.tsx'
import { TlpChip } from '../../shared/marks.tsx'
import { Loaded } from '../../shared/states.tsx'
import { typeWord } from '../intel/words.ts'
import { Findings, Leaving } from './leaving.tsx'
import { texts } from './texts.ts'
import { word } from './words.ts'

type Group = Outlook['groups'][number]

/** Objects that would be decided alike, with the reason, and the bytes of each that would leave. */
export function OutlookGroup({
  group: { outcome, rule, reason, objects, sample },
  order,
}: {
  group: Group
  order: { readonly peer: string; readonly tlp: Tlp }
}) {
  const t = useText()
  const [opened, setOpened] = useState<string | undefined>()
  const tone = outcome === 'block' ? 'danger' : outcome === 'review' ? 'warn' : 't2'
  const mark = { allow: '✓', redact: '−', review: '▲', block: '✕', wait: '…' }[outcome]
  return (
    <details className="step">
      <summary className="li">
        <span className={`nw sm ${tone}`}>
          {mark} {t(texts.would[outcome])}
        </span>
        <span className="g">
          {rule === null ? null : <span className="b">{t(word.rule(rule))}</span>}{' '}
          {reason === null ? null : t(word.reason(reason))}
        </span>
        <span>{count(objects)}</span>
      </summary>
      {sample.map(({ id, name, type, tlp }) => (
        <div key={id} className="li sm">
          <span className="g">
            <ForeignName text={name || id} /> <span className="t3">{t(typeWord(type))}</span>
          </span>
          <TlpChip tlp={tlp} />
          <Button size="small" onClick={() => setOpened(id)}>
            {t(texts.seeBytes)}
          </Button>
        </div>
      ))}
      {objects > sample.length ? (
        <p className="li sm t3">{t(texts.firstOf(sample.length, objects))}</p>
      ) : null}
      {opened === undefined ? null : (
        <PreviewDialog id={opened} order={order} onClose={() => setOpened(undefined)} />
      )}
    </details>
  )
}

function PreviewDialog({
  id,
  order: { peer, tlp },
  onClose,
}: {
  id: string
  order: { readonly peer: string; readonly tlp: Tlp }
  onClose: () => void
}) {
  const t = useText()
  const preview = useAsk('/api/v1/release/preview', { peer, tlp, id })
  return (
    <Dialog
      title={t(texts.leaves)}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t(texts.close)}</Button>}
    >
      <Loaded of={preview}>
        {(data) => (
          <>
            <Leaving preview={data} />
            {data.findings.length === 0 ? null : <Findings findings={data.findings} />}
          </>
        )}
      </Loaded>
    </Dialog>
  )
}
