import { type ReactNode, useId } from 'react'

/** A label, its control, and what is wrong with what stands in it. */
export function Field({
  label,
  help,
  wrong,
  children,
}: {
  label: string
  help?: ReactNode
  wrong?: string | undefined
  children: (ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode
}) {
  const id = useId()
  const about = `${id}-about`
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': about, 'aria-invalid': wrong !== undefined })}
      <span id={about} className={wrong === undefined ? 'help' : 'wrong'}>
        {wrong ?? help}
      </span>
    </div>
  )
}
