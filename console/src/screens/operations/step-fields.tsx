import { Button, Input, Select } from 'antd'
import type { StepAction } from '../../api/operation-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { Field } from '../../shared/field.tsx'
import { useNames } from '../../shared/names.ts'
import { newStep, type PlanDraft, type StepDraft } from './draft.ts'
import { texts } from './texts.ts'

const ACTIONS = Object.keys(texts.actions) as StepAction[]

/** The steps of a plan: whose each is, what it does, and what comes before it. */
export function StepFields({
  draft,
  onChange,
  own,
}: {
  draft: PlanDraft
  onChange: (draft: PlanDraft) => void
  own: string
}) {
  const t = useText()
  const put = (steps: readonly StepDraft[]) => onChange({ ...draft, steps })
  const remove = (gone: string) =>
    put(
      draft.steps
        .filter(({ id }) => id !== gone)
        .map((step) => ({ ...step, after: step.after.filter((id) => id !== gone) })),
    )
  return (
    <section className="card">
      <header>
        <h2>{t(texts.steps)}</h2>
        <span className="t3">{draft.steps.length}</span>
      </header>
      <div className="pad form">
        {draft.steps.map((step, n) => (
          <fieldset key={step.id} className="form plain">
            <legend className="b">
              {t(texts.step(n + 1))} <span className="mono sm t3">{step.id}</span>
            </legend>
            <OneStep
              step={step}
              draft={draft}
              own={own}
              onChange={(change) =>
                put(draft.steps.map((each) => (each === step ? { ...each, ...change } : each)))
              }
            />
            {draft.steps.length > 1 ? (
              <div className="actions">
                <Button size="small" onClick={() => remove(step.id)}>
                  {t(texts.removeStep(n + 1))}
                </Button>
              </div>
            ) : null}
          </fieldset>
        ))}
        <div className="actions">
          <Button onClick={() => put([...draft.steps, newStep(draft.steps, own)])}>
            {t(texts.addStep)}
          </Button>
        </div>
      </div>
    </section>
  )
}

function OneStep({
  step,
  draft,
  own,
  onChange,
}: {
  step: StepDraft
  draft: PlanDraft
  own: string
  onChange: (change: Partial<StepDraft>) => void
}) {
  const t = useText()
  const nameOf = useNames()
  return (
    <>
      <div className="three">
        <Field label={t(texts.party)}>
          {(ids) => (
            <Select
              id={ids.id}
              value={step.party === '' ? null : step.party}
              status={step.party === '' ? 'error' : ''}
              onChange={(party) => onChange({ party: party ?? '' })}
              options={[own, ...draft.peers].map((node) => ({
                value: node,
                label: t(nameOf(node)),
              }))}
            />
          )}
        </Field>
        <Field label={t(texts.action)}>
          {(ids) => (
            <Select
              id={ids.id}
              value={step.action}
              onChange={(action) => onChange({ action })}
              options={ACTIONS.map((value) => ({ value, label: t(texts.actions[value]) }))}
            />
          )}
        </Field>
        <Field label={t(texts.afterSteps)}>
          {(ids) => (
            <Select
              id={ids.id}
              mode="multiple"
              value={[...step.after]}
              onChange={(after) => onChange({ after })}
              options={draft.steps
                .filter(({ id }) => id !== step.id)
                .map(({ id }) => ({ value: id, label: id }))}
            />
          )}
        </Field>
      </div>
      <div className="two">
        {(['en', 'zh'] as const).map((lang) => (
          <Field key={lang} label={t(lang === 'en' ? texts.stepEn : texts.stepZh)}>
            {(ids) => (
              <Input
                {...ids}
                lang={lang === 'zh' ? 'zh-CN' : 'en'}
                value={step.words[lang]}
                onChange={(event) =>
                  onChange({ words: { ...step.words, [lang]: event.target.value } })
                }
              />
            )}
          </Field>
        ))}
      </div>
    </>
  )
}
