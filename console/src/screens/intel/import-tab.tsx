import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { Drop } from '../../shared/drop.tsx'
import { Field } from '../../shared/field.tsx'
import { TLP_LABELS, tlpLabel, tlpMeans } from '../../shared/marks.tsx'
import { ImportCard } from './import-card.tsx'
import { guessFormat, type ImportFormat } from './import-guess.ts'
import { type ImportMarks, isConfidence } from './import-marks.ts'
import { texts } from './texts.ts'

const HEAD_BYTES = 65_536

interface Dropped {
  readonly key: number
  readonly file: File
  readonly guess: ImportFormat
}

let dropped = 0

/** Files and texts, looked at before anything of them is stored. */
export function ImportTab() {
  const t = useText()
  const [files, setFiles] = useState<readonly Dropped[]>([])
  const [text, setText] = useState('')
  const [marks, setMarks] = useState<ImportMarks>({
    tlp: 'amber',
    labels: '',
    confidence: '',
    isWarnedKept: false,
  })
  const take = async (list: readonly File[]) => {
    const taken = await Promise.all(
      list.map(async (file): Promise<Dropped> => {
        const head = await file.slice(0, HEAD_BYTES).text()
        return { key: dropped++, file, guess: guessFormat(file.name, head) }
      }),
    )
    setFiles((before) => [...taken, ...before])
  }
  return (
    <div className="stack">
      <section className="card">
        <div className="pad form">
          <p className="t2">{t(texts.importHelp)}</p>
          <Drop label={t(texts.dropFiles)} onFiles={(list) => void take(list)}>
            <span className="sm t2">{t(texts.dropKinds)}</span>
          </Drop>
          <Field label={t(texts.paste)} help={t(texts.pasteHelp)}>
            {(ids) => (
              <Input.TextArea
                {...ids}
                rows={3}
                className="mono"
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          <div className="actions">
            <Button
              disabled={text.trim() === ''}
              onClick={() => {
                void take([new File([text], t(texts.pasted))])
                setText('')
              }}
            >
              {t(texts.look2)}
            </Button>
          </div>
        </div>
      </section>
      <Marks marks={marks} onChange={setMarks} />
      {files.map(({ key, file, guess }) => (
        <ImportCard
          key={key}
          file={file}
          guess={guess}
          marks={marks}
          onDiscard={() => setFiles((before) => before.filter((each) => each.key !== key))}
        />
      ))}
    </div>
  )
}

function Marks({
  marks,
  onChange,
}: {
  marks: ImportMarks
  onChange: (marks: ImportMarks) => void
}) {
  const t = useText()
  return (
    <section className="card">
      <div className="pad fields">
        <Field label={t(texts.markAs)} help={t(tlpMeans(marks.tlp))}>
          {(ids) => (
            <Select
              id={ids.id}
              value={marks.tlp}
              onChange={(tlp) => onChange({ ...marks, tlp })}
              options={TLP_LABELS.map((value) => ({ value, label: tlpLabel(value) }))}
            />
          )}
        </Field>
        <Field label={t(texts.labels)}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={2000}
              value={marks.labels}
              onChange={(event) => onChange({ ...marks, labels: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t(texts.confidence)}
          wrong={isConfidence(marks.confidence) ? undefined : t(texts.badConfidence)}
        >
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              value={marks.confidence}
              onChange={(event) => onChange({ ...marks, confidence: event.target.value.trim() })}
            />
          )}
        </Field>
        <Checkbox
          checked={marks.isWarnedKept}
          onChange={(event) => onChange({ ...marks, isWarnedKept: event.target.checked })}
        >
          {t(texts.keepWarned)}
        </Checkbox>
      </div>
    </section>
  )
}
