import type { CompactChange } from '../../api/compact-answers.ts'
import { useAsk } from '../../api/query.ts'
import type { Named } from '../../i18n/both.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** Every difference between two versions, in both languages: nothing else changed. */
export function DiffCard({
  before,
  after,
  names,
}: {
  before: string
  after: string
  names: readonly [string, string]
}) {
  const t = useText()
  const diff = useAsk('/api/v1/compacts/diff', { before, after })
  return (
    <section className="card">
      <header>
        <h2>{t(texts.changes(diff.data?.changes.length ?? 0, ...names))}</h2>
      </header>
      <Loaded of={diff}>
        {({ changes }) =>
          changes.length === 0 ? (
            <Empty title={t(texts.same)} />
          ) : (
            changes.map((change) => <Change key={change.path} change={change} />)
          )
        }
      </Loaded>
    </section>
  )
}

function Change({ change }: { change: CompactChange }) {
  const { lang } = useLanguage()
  const order = lang === 'zh' ? (['zh', 'en'] as const) : (['en', 'zh'] as const)
  return (
    <div className="change">
      <div className="pair">
        {order.map((each) => (
          <div key={each} lang={each === 'zh' ? 'zh-CN' : 'en'}>
            {change.sentence[each]}
            <Texts change={change} lang={each} />
          </div>
        ))}
      </div>
    </div>
  )
}

/** Paragraphs: the old one struck through, the new one under it. */
function Texts({ change, lang }: { change: CompactChange; lang: 'en' | 'zh' }) {
  const [before, after] = [named(change.before), named(change.after)]
  if (before === undefined && after === undefined) return null
  const isSame = before?.[lang] === after?.[lang]
  return (
    <>
      {before === undefined || isSame ? null : (
        <del className="block">
          <bdi>{before[lang]}</bdi>
        </del>
      )}
      {after === undefined ? null : (
        <ins className={isSame ? 'block t3' : 'block'}>
          <bdi>{after[lang]}</bdi>
        </ins>
      )}
    </>
  )
}

function named(value: unknown): Named | undefined {
  const isNamed = typeof value === 'object' && value !== null && 'en' in value && 'zh' in value
  return isNamed ? (value as Named) : undefined
}
