import { Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'

const READABLE: Both = ['Readable', '可读']
const BYTES: Both = ['Bytes', '原始字节']

/** What would leave: to be read first, or in its exact bytes. */
export function TwoViews({ readable, bytes }: { readable: ReactNode; bytes: ReactNode }) {
  const t = useText()
  const [view, setView] = useState<'readable' | 'bytes'>('readable')
  return (
    <>
      <div className="pad">
        <Segmented
          value={view}
          onChange={setView}
          options={[
            { value: 'readable', label: t(READABLE) },
            { value: 'bytes', label: t(BYTES) },
          ]}
        />
      </div>
      {view === 'readable' ? readable : bytes}
    </>
  )
}
