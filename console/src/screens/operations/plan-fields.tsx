import { Checkbox, Input, Select } from 'antd'
import type { Peer } from '../../api/node-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { DateInput } from '../../shared/date-input.tsx'
import { Field } from '../../shared/field.tsx'
import { ExerciseBand } from '../../shared/marks.tsx'
import type { PlanDraft } from './draft.ts'
import { texts } from './texts.ts'

/** With whom, from when, what for. The parties of a plan that stands stay as they are. */
export function PlanFields({
  draft,
  onChange,
  peers,
  isFixed,
}: {
  draft: PlanDraft
  onChange: (draft: PlanDraft) => void
  peers: readonly Peer[]
  isFixed: boolean
}) {
  const t = useText()
  const set = (change: Partial<PlanDraft>) => onChange({ ...draft, ...change })
  const word = (name: 'title' | 'purpose', lang: 'en' | 'zh') => (
    <Field label={t(texts[`${name}${lang === 'en' ? 'En' : 'Zh'}`])}>
      {(ids) => (
        <Input.TextArea
          {...ids}
          rows={2}
          lang={lang === 'zh' ? 'zh-CN' : 'en'}
          value={draft[name][lang]}
          onChange={(event) => set({ [name]: { ...draft[name], [lang]: event.target.value } })}
        />
      )}
    </Field>
  )
  return (
    <section className="card">
      {draft.exercise ? <ExerciseBand /> : null}
      <div className="pad form">
        <div className="two">
          <Field label={t(texts.parties)}>
            {(ids) => (
              <Select
                id={ids.id}
                mode="multiple"
                disabled={isFixed}
                value={[...draft.peers]}
                onChange={(value) => set({ peers: value })}
                options={peers.map(({ node, names }) => ({ value: node, label: t(names) }))}
              />
            )}
          </Field>
          <Field label={t(texts.startUtc)}>
            {(ids) => (
              <DateInput
                {...ids}
                withTime
                value={draft.start}
                onChange={(value) => set({ start: value })}
              />
            )}
          </Field>
        </div>
        <Checkbox
          checked={draft.exercise}
          disabled={isFixed}
          onChange={(event) => set({ exercise: event.target.checked })}
        >
          {t(texts.isDrill)}
        </Checkbox>
        <div className="two">
          {word('title', 'en')}
          {word('title', 'zh')}
          {word('purpose', 'en')}
          {word('purpose', 'zh')}
        </div>
      </div>
    </section>
  )
}
