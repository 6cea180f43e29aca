import { Button, type ButtonProps } from 'antd'
import { useId } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { useMay } from '../session/may.ts'
import { needsOf, rolesFor } from '../session/needs.ts'
import type { Route } from '../session/permissions.ts'

/** A button for who may call a route; for others it stands still and says whom it needs. */
export function RoleButton({
  route,
  brief = false,
  ...button
}: ButtonProps & {
  readonly route: Route
  /** Says it on hovering and to screen readers alone: for rows of many. */
  readonly brief?: boolean
}) {
  const t = useText()
  const may = useMay()
  const id = useId()
  if (may(route)) return <Button {...button} />
  const needs = t(needsOf(rolesFor(route)))
  return (
    <span className="needs" title={needs}>
      <Button {...button} disabled aria-describedby={id} />
      <span id={id} className={brief ? 'sr' : 'sm t3'}>
        {needs}
      </span>
    </span>
  )
}

/** Stands where somebody of another role would find the buttons of a route. */
export function NeedsLine({ route }: { readonly route: Route }) {
  const t = useText()
  const may = useMay()
  if (may(route)) return null
  return <p className="sm t3">{t(actsNeed(needsOf(rolesFor(route))))}</p>
}

function actsNeed([en, zh]: Both): Both {
  return [`Acting here ${en}.`, `此处操作${zh}。`]
}
