import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { Dialog } from './dialog.tsx'
import { FaultBand } from './states.tsx'

const cancel: Both = ['Cancel', '取消']

/** A form that does one thing: what failed and what did not change stands above its fields. */
export function ActDialog({
  title,
  label,
  act,
  kept,
  danger = false,
  disabled = false,
  onAct,
  onClose,
  children,
}: {
  readonly title: string
  readonly label: string
  readonly act: { readonly isPending: boolean; readonly error: unknown }
  /** What is as it was when it fails. */
  readonly kept: Both
  /** Takes something away: outlined, never filled. */
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly onAct: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const t = useText()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(cancel)}</Button>
          <Button
            {...(danger ? { danger } : { type: 'primary' as const })}
            disabled={disabled}
            loading={act.isPending}
            onClick={onAct}
          >
            {label}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {act.error ? <FaultBand error={act.error} kept={kept} /> : null}
        {children}
      </div>
    </Dialog>
  )
}
