import { useState } from 'react'
import type { PlaybookReading } from '../../api/operation-answers.ts'
import { useAct } from '../../api/query.ts'
import type { Both } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { Drop } from '../../shared/drop.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { Gap } from '../../shared/gap.tsx'
import { keyed } from '../../shared/keyed.ts'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

const MAX_BYTES = 900_000

/** Reads a CACAO playbook into the form; what cannot be taken over is listed with its place. */
export function PlaybookDrop({
  onPlaybook,
  unknown,
}: {
  onPlaybook: (playbook: NonNullable<PlaybookReading['playbook']>) => void
  /** Parties that the form does not know. */
  unknown: readonly string[]
}) {
  const t = useText()
  const [fault, setFault] = useState<Both | undefined>()
  const read = useAct('/api/v1/operations/import', ({ playbook }) => {
    if (playbook) onPlaybook(playbook)
  })
  const take = async ([file]: readonly File[]) => {
    if (file === undefined) return
    setFault(file.size > MAX_BYTES ? texts.tooLarge : undefined)
    if (file.size > MAX_BYTES) return
    try {
      read.mutate({ playbook: JSON.parse(await file.text()) })
    } catch {
      setFault(texts.notJson)
    }
  }
  const { data } = read
  return (
    <section className="card">
      <div className="pad form">
        <Drop
          label={t(texts.importIt)}
          accept=".json,application/json"
          onFiles={(files) => void take(files)}
        >
          <p className="sm t3">{t(texts.importHelp)}</p>
        </Drop>
        {fault === undefined ? null : (
          <p className="danger" role="alert">
            {t(fault)}
            <Gap />
            {t(texts.notSaid)}
          </p>
        )}
        {read.isError ? <FaultBand error={read.error} kept={texts.notSaid} /> : null}
        {data?.playbook ? (
          <p role="status">
            {t(texts.imported(data.playbook.steps.length))}{' '}
            {unknown.map((name) => (
              <span key={name} className="warn">
                <Foreign text={name} />{' '}
              </span>
            ))}
          </p>
        ) : null}
      </div>
      {data && data.faults.length > 0 ? (
        <div role="alert">
          <h3 className="pad danger">{t(texts.faults)}</h3>
          {keyed(data.faults).map(({ key, value: { at, message } }) => (
            <div className="li" key={key}>
              <span className="dot x" />
              <span className="g">{t(message)}</span>
              <span className="mono sm t3">{at.slice(0, 200)}</span>
            </div>
          ))}
        </div>
      ) : null}
    </section>
  )
}
