import type { CompactVersion } from '../../api/compact-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { BilingualText } from '../../shared/bilingual.tsx'
import { Empty } from '../../shared/states.tsx'
import { texts } from './texts.ts'

/** The paragraphs of a version, side by side, one digest under both. */
export function TextCard({ words, digest }: { words: CompactVersion['words']; digest: string }) {
  const t = useText()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.text)}</h2>
      </header>
      {words === null ? <Empty title={t(texts.erased)} /> : null}
      {words === null ? null : <BilingualText paragraphs={[words.title, ...words.text]} />}
      <p className="sm t2 pad">
        {t(texts.digest)} <span className="mono">{digest.replaceAll(/(.{8})(?=.)/g, '$1 ')}</span>
      </p>
    </section>
  )
}

/** Every term in words: what a signature binds to besides the text. */
export function TermsCard({ lines }: { lines: CompactVersion['lines'] }) {
  const t = useText()
  return (
    <section className="card">
      <header>
        <h2>{t(texts.terms)}</h2>
        <span className="t3">{lines.length}</span>
      </header>
      <dl className="facts even">
        {lines.map(({ path, label, value }) => (
          <Term key={path} name={t(label)} value={t(value)} />
        ))}
      </dl>
    </section>
  )
}

function Term({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
