import { Button, Input } from 'antd'
import type { Named } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { Field } from '../../shared/field.tsx'
import { keyed } from '../../shared/keyed.ts'
import type { Draft } from './draft.ts'
import { texts } from './texts.ts'

/** Title and paragraphs, each in both languages beside each other. */
export function DraftText({
  draft,
  onChange,
  isTried,
}: {
  draft: Draft
  onChange: (draft: Draft) => void
  isTried: boolean
}) {
  const t = useText()
  const setParagraph = (at: number, change: Partial<Named>) => {
    const text = draft.text.map((each, n) => (n === at ? { ...each, ...change } : each))
    onChange({ ...draft, text })
  }
  return (
    <section className="card">
      <header>
        <h2>{t(texts.text)}</h2>
      </header>
      <div className="pad form">
        <Pair
          value={draft.title}
          labels={[t(texts.titleEn), t(texts.titleZh)]}
          isTried={isTried}
          onChange={(change) => onChange({ ...draft, title: { ...draft.title, ...change } })}
        />
        {keyed(draft.text).map(({ key, value }) => {
          const n = Number(key)
          const name = t(texts.paragraph(n + 1))
          return (
            <div key={key} className="form">
              <Pair
                value={value}
                rows={3}
                labels={[`${name} · ${t(texts.english)}`, `${name} · ${t(texts.chinese)}`]}
                isTried={isTried}
                onChange={(change) => setParagraph(n, change)}
              />
              <div className="actions">
                <Button
                  size="small"
                  onClick={() => {
                    onChange({ ...draft, text: draft.text.filter((_, at) => at !== n) })
                  }}
                >
                  {t(texts.removeParagraph(n + 1))}
                </Button>
              </div>
            </div>
          )
        })}
        <div className="actions">
          <Button onClick={() => onChange({ ...draft, text: [...draft.text, { en: '', zh: '' }] })}>
            {t(texts.addParagraph)}
          </Button>
        </div>
      </div>
    </section>
  )
}

function Pair({
  value,
  labels,
  rows = 1,
  isTried,
  onChange,
}: {
  value: Named
  labels: readonly [string, string]
  rows?: number
  isTried: boolean
  onChange: (change: Partial<Named>) => void
}) {
  const t = useText()
  return (
    <div className="two">
      {(['en', 'zh'] as const).map((lang, n) => (
        <Field
          key={lang}
          label={labels[n] ?? ''}
          wrong={isTried && value[lang].trim() === '' ? t(texts.needed) : undefined}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              className="grows"
              lang={lang === 'zh' ? 'zh-CN' : 'en'}
              rows={rows}
              value={value[lang]}
              onChange={(event) => onChange({ [lang]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  )
}
