import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { KnownObject, LookedUp } from '../../api/intel-answers.ts'
import { useAct } from '../../api/query.ts'
import type { Both } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { Field } from '../../shared/field.tsx'
import { Indicator } from '../../shared/foreign.tsx'
import { keyed } from '../../shared/keyed.ts'
import { TlpChip } from '../../shared/marks.tsx'
import { save } from '../../shared/save.ts'
import { FaultBand } from '../../shared/states.tsx'
import { csv } from './csv.ts'
import { texts } from './texts.ts'
import { typeWord, wordIn } from './words.ts'

const SHOWN = 1000

/** Many values at once: known or not, and by what. */
export function LookupTab() {
  const t = useText()
  const [text, setText] = useState('')
  const look = useAct('/api/v1/intel/lookup')
  const values = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  return (
    <div className="stack">
      <section className="card pad form">
        <Field label={t(texts.values)} help={t(texts.lookupHelp)}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={8}
              className="mono"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div className="actions">
          <Button
            type="primary"
            disabled={values.length === 0}
            loading={look.isPending}
            onClick={() => look.mutate({ values: values.slice(0, 10_000) })}
          >
            {t(texts.look)}
          </Button>
        </div>
        {look.isError ? <FaultBand error={look.error} /> : null}
      </section>
      {look.data === undefined ? null : <Found values={look.data.values} />}
    </div>
  )
}

function Found({ values }: { values: readonly LookedUp[] }) {
  const t = useText()
  const known = values.filter(({ exact, around }) => exact.length + around.length > 0)
  const sorted = [...known, ...values.filter((value) => !known.includes(value))]
  return (
    <section className="card">
      <header>
        <h2>{t(texts.known(known.length, values.length))}</h2>
        <Button
          size="small"
          className="r"
          onClick={() => save('lookup.csv', csv(values), 'text/csv')}
        >
          {t(texts.saveTable)}
        </Button>
      </header>
      {keyed(sorted.slice(0, SHOWN)).map(({ key, value }) => (
        <div key={key} className="li later">
          <span className="g">
            <Indicator value={value.given} />
            <span className="sm t3"> {t(wordIn(texts.kinds, value.kind))}</span>
            <Objects name={texts.exact} objects={value.exact} />
            <Objects name={texts.around} objects={value.around} />
          </span>
          {value.exact.length + value.around.length === 0 ? (
            <span className="sm t3">{t(texts.unknownValue)}</span>
          ) : null}
        </div>
      ))}
    </section>
  )
}

function Objects({ name, objects }: { name: Both; objects: readonly KnownObject[] }) {
  const t = useText()
  return objects.map((object) => (
    <span key={object.stixId} className="sm block">
      <span className="t3">{t(name)}</span>{' '}
      <Link className="link" to="/intel/$id" params={{ id: object.stixId }}>
        {t(typeWord(object.type))}
      </Link>{' '}
      <TlpChip tlp={object.tlp} />
      {object.retracted ? <span className="warn"> {t(texts.retracted)}</span> : null}
    </span>
  ))
}
