import { Checkbox, InputNumber, Select } from 'antd'
import { useText } from '../../i18n/language.tsx'
import { DateInput } from '../../shared/date-input.tsx'
import { Field } from '../../shared/field.tsx'
import { TLP_LABELS, tlpLabel } from '../../shared/marks.tsx'
import { type Draft, intelOf, withIntel } from './draft.ts'
import { texts } from './texts.ts'

const DAYS = [
  ['from', texts.from],
  ['until', texts.to],
  ['signBy', texts.signUntil],
] as const

/** Time and the terms of the intelligence tier. */
export function DraftTerms({
  draft,
  onChange,
  wrongDates,
}: {
  draft: Draft
  onChange: (draft: Draft) => void
  wrongDates: boolean
}) {
  const t = useText()
  const intel = intelOf(draft)
  return (
    <section className="card">
      <header>
        <h2>{t(texts.terms)}</h2>
      </header>
      <div className="pad form">
        <div className="two">
          {DAYS.map(([name, label]) => (
            <Field
              key={name}
              label={t(label)}
              wrong={wrongDates && name === 'until' ? t(texts.badDates) : undefined}
            >
              {(ids) => (
                <DateInput
                  {...ids}
                  value={draft[name]}
                  onChange={(value) => onChange({ ...draft, [name]: value })}
                />
              )}
            </Field>
          ))}
        </div>
        {intel === undefined ? null : (
          <>
            <div className="two">
              <Field label={t(texts.highest)}>
                {(ids) => (
                  <Select
                    id={ids.id}
                    value={intel.tlp}
                    onChange={(tlp) => onChange(withIntel(draft, { tlp }))}
                    options={TLP_LABELS.filter((tlp) => tlp !== 'red').map((tlp) => ({
                      value: tlp,
                      label: tlpLabel(tlp),
                    }))}
                  />
                )}
              </Field>
              <Field label={t(texts.retention)} help={t(texts.retentionHelp)}>
                {(ids) => (
                  <InputNumber
                    id={ids.id}
                    min={1}
                    max={3650}
                    value={intel.retention_days}
                    onChange={(days) => onChange(withIntel(draft, { retention_days: days ?? 1 }))}
                  />
                )}
              </Field>
            </div>
            <Checkbox
              checked={intel.onward}
              onChange={(event) => onChange(withIntel(draft, { onward: event.target.checked }))}
            >
              {t(texts.onward)}
            </Checkbox>
            {intel.onward ? (
              <Checkbox
                checked={intel.holders_told === true}
                onChange={(event) =>
                  onChange(withIntel(draft, { holders_told: event.target.checked }))
                }
              >
                {t(texts.holdersTold)}
              </Checkbox>
            ) : null}
            <Checkbox
              checked={intel.attribution}
              onChange={(event) =>
                onChange(withIntel(draft, { attribution: event.target.checked }))
              }
            >
              {t(texts.attribution)}
            </Checkbox>
          </>
        )}
      </div>
    </section>
  )
}
