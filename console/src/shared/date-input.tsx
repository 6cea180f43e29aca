import { Input } from 'antd'
import { useRef, useState } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { Icon } from './icon.tsx'
import { readIso } from './iso-date.ts'

const calendar: Both = ['Open the calendar', '打开日历']

/**
 * A day, or a minute, of UTC, typed and shown as ISO 8601: the browser's own field shows 12 November
 * as 11/12 or 12/11 by the country that it is set to. The browser's calendar opens beside it.
 */
export function DateInput({
  value,
  withTime = false,
  onChange,
  ...ids
}: {
  id: string
  'aria-describedby': string
  'aria-invalid': boolean
  /** `2026-11-28`, or `2026-11-28T03:30` with a time; empty for none. */
  value: string
  withTime?: boolean
  /** Called with the same form; with an empty text while what stands there is no date. */
  onChange: (value: string) => void
}) {
  const t = useText()
  const picker = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const take = (text: string) => {
    setTyped(text)
    onChange(readIso(text, withTime) ?? '')
  }
  return (
    <span className="date">
      <Input
        {...ids}
        value={value === '' ? typed : value.replace('T', ' ')}
        placeholder={withTime ? '2026-11-28 03:30' : '2026-11-28'}
        maxLength={16}
        onChange={(event) => take(event.target.value)}
      />
      <button
        type="button"
        aria-label={t(calendar)}
        title={t(calendar)}
        onClick={() => picker.current?.showPicker()}
      >
        <Icon name="calendar" />
      </button>
      <input
        ref={picker}
        type={withTime ? 'datetime-local' : 'date'}
        tabIndex={-1}
        aria-hidden="true"
        value={value}
        onChange={(event) => take(event.target.value)}
      />
    </span>
  )
}
