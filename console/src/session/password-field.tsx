import { Input } from 'antd'
import type { ReactNode } from 'react'
import { Field } from '../shared/field.tsx'

/** Where somebody types a password: the present one, or one that they choose now. */
export function PasswordField({
  isNew = false,
  value,
  onChange,
  ...about
}: {
  readonly label: string
  readonly help?: ReactNode
  readonly wrong?: string | undefined
  readonly isNew?: boolean
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <Field {...about}>
      {(ids) => (
        <Input
          {...ids}
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
