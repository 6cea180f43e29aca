import { useText } from '../i18n/language.tsx'
import { Foreign } from './foreign.tsx'
import { relationMeans } from './relation-texts.ts'

/** What is shown of a code that the standard does not have. */
const MOST = 60

/** Whether words say no more than the code does. */
function isPlain(said: string, code: string): boolean {
  return said.replaceAll(' ', '-') === code
}

/** A code as somebody wrote it, with what it says. */
export function RelationCode({ code }: { readonly code: string }) {
  const t = useText()
  const means = relationMeans(code)
  return (
    <>
      <Foreign text={code} />
      {means === undefined || isPlain(t(means), code) ? null : (
        <span className="t3"> {t(means)}</span>
      )}
    </>
  )
}

/** How one object is joined with another: in words, the code behind them where it says otherwise. */
export function Relation({ code }: { readonly code: string }) {
  const t = useText()
  const means = relationMeans(code)
  if (means === undefined) {
    return (
      <span className="mono">
        <Foreign text={code.length > MOST ? `${code.slice(0, MOST).toWellFormed()}…` : code} />
      </span>
    )
  }
  const said = t(means)
  return (
    <>
      {said}
      {isPlain(said, code) ? null : (
        <>
          {' '}
          <span className="mono t3">{code}</span>
        </>
      )}
    </>
  )
}
