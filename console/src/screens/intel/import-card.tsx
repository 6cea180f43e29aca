import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { linesOf, sendFile } from '../../api/client.ts'
import { Fault, isUnanswered } from '../../api/fault.ts'
import type { ImportEvent, ImportFault, ImportPreview } from '../../api/intel-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { bytes, count } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { Foreign, ForeignName, Indicator } from '../../shared/foreign.tsx'
import { keyed } from '../../shared/keyed.ts'
import { TlpChip } from '../../shared/marks.tsx'
import { Empty, FaultBand, Loaded } from '../../shared/states.tsx'
import type { ImportFormat } from './import-guess.ts'
import { type ImportMarks, isConfidence } from './import-marks.ts'
import { texts } from './texts.ts'
import { typeWord } from './words.ts'

const FORMATS = Object.keys(texts.importFormats) as readonly ImportFormat[]

/** One file: what it would bring, what is wrong with it, and taking it in. */
export function ImportCard({
  file,
  guess,
  marks,
  onDiscard,
}: {
  file: File
  guess: ImportFormat
  marks: ImportMarks
  onDiscard: () => void
}) {
  const t = useText()
  const client = useQueryClient()
  const [format, setFormat] = useState(guess)
  const [far, setFar] = useState({ read: 0, added: 0 })
  const query = queryOf(format, marks)
  const preview = useQuery({
    queryKey: ['/api/v1/import/preview', file.name, file.size, file.lastModified, query],
    queryFn: async () =>
      (await (await sendFile('/api/v1/import/preview', query, file)).json()) as ImportPreview,
    enabled: isConfidence(marks.confidence),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const take = useMutation({
    mutationFn: async () => {
      let last: ImportEvent | undefined
      for await (const line of linesOf(await sendFile('/api/v1/import/upload', query, file))) {
        last = line as unknown as ImportEvent
        if (last.event === 'progress') setFar(last)
      }
      if (last?.event === 'done') return last
      if (last?.event === 'refused') throw new Fault(409, last.code, last.message)
      throw new Fault(0, 'no-answer')
    },
    onSuccess: () => client.invalidateQueries({ refetchType: 'active' }),
  })
  return (
    <section className="card">
      <header>
        <h2>
          <Foreign text={file.name} />
        </h2>
        <span className="sm t3">{t(bytes(file.size))}</span>
        <span className="r line">
          <Select
            size="small"
            aria-label={t(texts.readAs)}
            value={format}
            disabled={take.isPending || take.isSuccess}
            onChange={setFormat}
            popupMatchSelectWidth={false}
            options={FORMATS.map((value) => ({ value, label: t(texts.importFormats[value]) }))}
          />
          <Button size="small" onClick={onDiscard}>
            {t(texts.discard)}
          </Button>
        </span>
      </header>
      {take.isSuccess ? (
        <>
          <p className="pad b" role="status">
            {t(texts.imported(take.data.added, take.data.read))}
          </p>
          <Faults faults={take.data.faults} total={take.data.faultCount} />
        </>
      ) : (
        <Loaded of={preview}>
          {(data) => (
            <>
              <Brings preview={data} />
              <Faults faults={data.faults} total={data.faultCount} />
              {take.isError ? (
                <FaultBand error={take.error} kept={keptOf(take.error, far.added)} isSure />
              ) : null}
              {data.read === 0 ? null : (
                <footer>
                  <Button
                    type="primary"
                    loading={take.isPending}
                    onClick={() => {
                      setFar({ read: 0, added: 0 })
                      take.mutate()
                    }}
                  >
                    {t(texts.import(data.read))}
                  </Button>
                  <span role="status" className="sm t2">
                    {take.isPending ? t(texts.importing(far.read, far.added)) : ''}
                  </span>
                </footer>
              )}
            </>
          )}
        </Loaded>
      )}
    </section>
  )
}

/** What of a file is stored when taking it in came to no end. */
function keptOf(error: unknown, added: number): Both {
  if (isUnanswered(error)) return texts.interrupted(added)
  return added > 0 ? texts.storedBefore(added) : texts.notImported
}

function queryOf(format: ImportFormat, marks: ImportMarks): Readonly<Record<string, string>> {
  const { tlp, labels, confidence, isWarnedKept } = marks
  return {
    format,
    tlp,
    ...(labels.trim() !== '' && { labels }),
    ...(confidence !== '' && { confidence }),
    ...(isWarnedKept && { warned: 'keep' }),
  }
}

/** The node names places in English; lines are said in the reader's language. */
function placeWord(at: string): Both {
  const [, line, column] = /^line (\d+)(?:, column (\d+))?$/.exec(at) ?? []
  if (line === undefined) return [at.slice(0, 200) || '–', at.slice(0, 200) || '–']
  return column === undefined
    ? texts.line(Number(line))
    : texts.lineOf(Number(line), Number(column))
}

function Brings({ preview }: { preview: ImportPreview }) {
  const t = useText()
  const { read, types, sample, findings, findingCount } = preview
  if (read === 0) return <Empty title={t(texts.nothingIn)} />
  return (
    <>
      <p className="pad line">
        <span className="b">{t(texts.wouldBring(read))}</span>
        {Object.entries(types).map(([type, n]) => (
          <span key={type} className="sm t2">
            {t(typeWord(type))} {count(n)}
          </span>
        ))}
      </p>
      {findingCount > 0 ? (
        <>
          <h3 className="pad">{t(texts.foundIn(findingCount))}</h3>
          {keyed(findings).map(({ key, value: { kind, value, line, column, part, warnings } }) => (
            <div key={key} className="li sm later">
              <span className="g">
                <Indicator value={value.slice(0, 240)} />{' '}
                <span className="t3">{t(typeWord(kind))}</span>
                {warnings.map(({ code, message }) => (
                  <span key={code} className="mark block">
                    {message ? t(message) : code}
                  </span>
                ))}
              </span>
              <span className="t3">
                {part === null ? null : (
                  <>
                    <bdi>{part.slice(0, 40)}</bdi>{' '}
                  </>
                )}
                {t(texts.lineOf(line, column))}
              </span>
            </div>
          ))}
        </>
      ) : (
        keyed(sample.slice(0, 20)).map(({ key, value: { id, name, type, tlp } }) => (
          <div key={key} className="li sm later">
            <span className="g">
              <ForeignName text={name || id} /> <span className="t3">{t(typeWord(type))}</span>
            </span>
            <TlpChip tlp={tlp} />
          </div>
        ))
      )}
    </>
  )
}

function Faults({ faults, total }: { faults: readonly ImportFault[]; total: number }) {
  const t = useText()
  if (total === 0) return null
  return (
    <details className="step" open={total <= 10}>
      <summary className="li warn">
        ▲ {t(texts.faultsOf(total))}
        {total > faults.length ? ` ${t(texts.faultsShown(faults.length))}` : ''}
      </summary>
      <table className="grid">
        <thead>
          <tr>
            <th>{t(texts.place)}</th>
            <th>{t(texts.why)}</th>
          </tr>
        </thead>
        <tbody>
          {keyed(faults).map(({ key, value: { at, code, message } }) => (
            <tr key={key}>
              <td className="mono sm">
                <bdi>{t(placeWord(at))}</bdi>
              </td>
              <td>
                {message ? t(message) : null} <span className="mono sm t3">{code}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
