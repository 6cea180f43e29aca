import { ConfigProvider } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'

/**
 * A dialog of the browser's own: it keeps the focus and closes on Escape. (Ant's locks scrolling
 * with a style of its own, which the page's policy forbids.)
 */
export function Dialog({
  title,
  onClose,
  children,
  footer,
  className = '',
}: {
  title?: string
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  className?: string
}) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    const before = document.activeElement
    dialog?.showModal()
    document.documentElement.classList.add('locked')
    return () => {
      dialog?.close()
      document.documentElement.classList.remove('locked')
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={element}
      className={`sheet ${className}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {title === undefined ? null : (
        <header>
          <h2>{title}</h2>
        </header>
      )}
      {/* What opens out of a field stands in the dialog: everything else lies behind it. */}
      <ConfigProvider getPopupContainer={() => element.current ?? document.body}>
        <div className="body">{children}</div>
      </ConfigProvider>
      {footer === undefined ? null : <footer>{footer}</footer>}
    </dialog>
  )
}
