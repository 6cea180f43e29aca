import { Input, Select } from 'antd'
import { useState } from 'react'
import type { RequestWords } from '../../api/request-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { DateInput } from '../../shared/date-input.tsx'
import { Field } from '../../shared/field.tsx'
import type { Compose, ComposeItem } from './compose.ts'
import { texts } from './grounds-texts.ts'

/** Items that other fields of the form are: they are there when those are filled. */
const OF_FIELDS: ReadonlySet<string> = new Set([
  'custodian',
  'data-categories',
  'first-seen',
  'harm-description',
  'legal-basis',
  'targets',
  'verification',
])

interface Part {
  readonly form: Compose
  readonly onChange: (form: Compose) => void
  readonly words: RequestWords
}

/** Evidence, times, grounds and objects: what a template asks for stands open, the rest is added. */
export function ComposeGrounds({ form, onChange, words }: Part) {
  const t = useText()
  const set = (change: Partial<Compose>) => onChange({ ...form, ...change })
  const line = (name: TextField, label: Both, rows: number, help?: Both) => (
    <Field label={t(label)} help={help && t(help)}>
      {(ids) => (
        <Input.TextArea
          {...ids}
          rows={rows}
          value={form[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
  const short = (name: TextField, label: Both, help?: Both) => (
    <Field label={t(label)} help={help && t(help)}>
      {(ids) => (
        <Input
          {...ids}
          value={form[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
  const minute = (name: TextField, label: Both, help?: Both) => (
    <Field label={t(label)} help={help && t(help)}>
      {(ids) => (
        <DateInput
          {...ids}
          withTime
          value={form[name]}
          onChange={(value) => set({ [name]: value })}
        />
      )}
    </Field>
  )
  return (
    <section className="card">
      <header>
        <h2>{t(texts.title)}</h2>
      </header>
      <div className="pad form">
        <Items form={form} onChange={onChange} words={words} />
        {minute('firstSeen', texts.firstSeen)}
        {line('description', texts.description, 3)}
        {line('law', texts.law, 2)}
        <fieldset className="form plain">
          <legend className="b">{t(texts.preservation)}</legend>
          {line('keep', texts.keep, 2)}
          <div className="two">
            {short('custodian', texts.custodian)}
            {minute('keepUntil', texts.keepUntil, texts.keepUntilHelp)}
          </div>
        </fieldset>
        <fieldset className="form plain">
          <legend className="b">{t(texts.personal)}</legend>
          {short('categories', texts.categories, texts.categoriesHelp)}
          {line('minimised', texts.minimised, 2)}
        </fieldset>
        {line('objects', texts.objects, 2, texts.objectsHelp)}
      </div>
    </section>
  )
}

type TextField = {
  [K in keyof Compose]: Compose[K] extends string ? (string extends Compose[K] ? K : never) : never
}[keyof Compose]

/** A row for every item that the template asks for, and for those that somebody has added. */
function Items({ form, onChange, words }: Part) {
  const t = useText()
  const [more, setMore] = useState<readonly string[]>([])
  const template = words.templates.find(({ id }) => id === form.template)
  const asked = [...(template?.required ?? []), ...(template?.wanted ?? []), ...more]
  const free = Object.keys(words.evidence).filter((item) => !OF_FIELDS.has(item))
  const missing = [...new Set(asked)].filter(
    (item) => free.includes(item) && form.evidence.every((each) => each.item !== item),
  )
  const rows = [...form.evidence, ...missing.map((item) => ({ item, digest: '', note: '' }))]
  const unused = free.filter((item) => rows.every((each) => each.item !== item))
  const put = (n: number, change: Partial<ComposeItem>) =>
    onChange({
      ...form,
      evidence: rows.map((row, at) => (at === n ? { ...row, ...change } : row)),
    })
  return (
    <>
      {rows.map(({ item, digest, note }, n) => {
        const name = t(words.evidence[item] ?? { en: item, zh: item })
        const isRequired = template?.required.includes(item) ?? false
        return (
          <fieldset
            key={`${item}-${rows.slice(0, n).filter((row) => row.item === item).length}`}
            className="form plain"
          >
            <legend className="b">
              {name} {isRequired ? <span className="sm t3">{t(texts.required)}</span> : null}
            </legend>
            <div className="two">
              <Field label={t(texts.note)}>
                {(ids) => (
                  <Input.TextArea
                    {...ids}
                    aria-label={`${name}: ${t(texts.note)}`}
                    rows={2}
                    value={note}
                    onChange={(event) => put(n, { note: event.target.value })}
                  />
                )}
              </Field>
              <Field label={t(texts.digest)}>
                {(ids) => (
                  <Input
                    {...ids}
                    aria-label={`${name}: ${t(texts.digest)}`}
                    className="mono"
                    maxLength={64}
                    value={digest}
                    onChange={(event) => put(n, { digest: event.target.value })}
                  />
                )}
              </Field>
            </div>
          </fieldset>
        )
      })}
      <div className="actions">
        <Select
          aria-label={t(texts.addItem)}
          value={null}
          placeholder={t(texts.addItem)}
          popupMatchSelectWidth={false}
          onChange={(item: string | null) => item !== null && setMore([...more, item])}
          options={unused.map((item) => ({
            value: item,
            label: t(words.evidence[item] ?? { en: item, zh: item }),
          }))}
        />
      </div>
    </>
  )
}
