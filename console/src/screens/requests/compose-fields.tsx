import { Button, Checkbox, Input, Select } from 'antd'
import type { Peer } from '../../api/node-answers.ts'
import type { RequestWords } from '../../api/request-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { Field } from '../../shared/field.tsx'
import { keyed } from '../../shared/keyed.ts'
import { TLP_LABELS, tlpLabel } from '../../shared/marks.tsx'
import type { Compose } from './compose.ts'
import { texts } from './texts.ts'

/** Every field of a request. */
export function ComposeFields({
  form,
  onChange,
  words,
  peers,
  kept,
}: {
  form: Compose
  onChange: (form: Compose) => void
  words: RequestWords
  peers: readonly Peer[]
  /** Targets that were saved before. */
  kept: number
}) {
  const t = useText()
  const set = (change: Partial<Compose>) => onChange({ ...form, ...change })
  const choice = <K extends 'peer' | 'template' | 'urgency' | 'harm' | 'tlp'>(
    name: K,
    label: Both,
    options: readonly { value: string; label: string }[],
    also: (value: string) => Partial<Compose> = () => ({}),
  ) => (
    <Field label={t(label)}>
      {(ids) => (
        <Select
          id={ids.id}
          value={form[name] as string}
          onChange={(value) => set({ [name]: value, ...also(value) })}
          options={[...options]}
        />
      )}
    </Field>
  )
  const line = (
    name: 'titleEn' | 'titleZh' | 'harmText' | 'verified' | 'targets',
    label: Both,
    rows: number,
    help?: string,
  ) => (
    <Field label={t(label)} help={help}>
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
  const named = (table: Readonly<Record<string, { en: string; zh: string }>>) =>
    Object.entries(table).map(([value, name]) => ({ value, label: t(name) }))
  return (
    <section className="card">
      <div className="pad form">
        <div className="two">
          {choice(
            'peer',
            texts.toWhom,
            peers.map(({ node, names }) => ({ value: node, label: t(names) })),
          )}
          {choice(
            'template',
            texts.template,
            words.templates.map(({ id, title }) => ({ value: id, label: t(title) })),
            (value) => {
              const found = words.templates.find(({ id }) => id === value)
              return found ? { urgency: found.urgency } : {}
            },
          )}
          {choice('urgency', texts.urgency, named(words.urgencies))}
          {choice(
            'tlp',
            texts.tlp,
            TLP_LABELS.map((value) => ({ value, label: tlpLabel(value) })),
          )}
        </div>
        <Checkbox
          checked={form.exercise}
          onChange={(event) => set({ exercise: event.target.checked })}
        >
          {t(texts.isExercise)}
        </Checkbox>
        <div className="two">
          {line('titleEn', texts.titleEn, 2)}
          {line('titleZh', texts.titleZh, 2)}
        </div>
        {choice('harm', texts.harmKind, named(words.harms))}
        {line('harmText', texts.harmText, 3)}
        {line('verified', texts.verifiedText, 3)}
        <Questions form={form} onChange={onChange} />
        {line('targets', texts.targetList, 6, kept > 0 ? t(texts.targetsKept(kept)) : undefined)}
      </div>
    </section>
  )
}

function Questions({ form, onChange }: { form: Compose; onChange: (form: Compose) => void }) {
  const t = useText()
  const put = (questions: Compose['questions']) => onChange({ ...form, questions })
  return (
    <>
      {keyed(form.questions).map(({ key, value }) => {
        const n = Number(key)
        const change = (changed: Partial<typeof value>) =>
          put(form.questions.map((each, at) => (at === n ? { ...each, ...changed } : each)))
        return (
          <fieldset key={key} className="form plain">
            <legend className="b">{t(texts.question(n + 1))}</legend>
            <div className="two">
              {(
                [
                  ['ask', texts.questionText],
                  ['settles', texts.settlesText],
                ] as const
              ).map(([name, label]) => (
                <Field key={name} label={t(label)}>
                  {(ids) => (
                    <Input.TextArea
                      {...ids}
                      rows={2}
                      value={value[name]}
                      onChange={(event) => change({ [name]: event.target.value })}
                    />
                  )}
                </Field>
              ))}
            </div>
            <div className="actions">
              <Button size="small" onClick={() => put(form.questions.filter((_, at) => at !== n))}>
                {t(texts.removeQuestion(n + 1))}
              </Button>
            </div>
          </fieldset>
        )
      })}
      <div className="actions">
        <Button onClick={() => put([...form.questions, { ask: '', settles: '' }])}>
          {t(texts.addQuestion)}
        </Button>
      </div>
    </>
  )
}
