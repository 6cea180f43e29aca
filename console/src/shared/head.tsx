import type { ReactNode } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'

/** The top of a screen: what it is, what it answers, and what can be begun here. */
export function Head({
  title,
  about,
  children,
}: {
  title: Both
  about: Both
  children?: ReactNode
}) {
  const t = useText()
  return (
    <div className="head">
      <div>
        <h1>{t(title)}</h1>
        <p className="sm t2">{t(about)}</p>
      </div>
      {children === undefined ? null : <div className="actions">{children}</div>}
    </div>
  )
}
