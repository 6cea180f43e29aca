import { ConfigProvider } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'

/**
 * A dialog of the browser's own: it keeps the focus and closes on Escape, and Enter in a field of
 * one line does what its filled button does. (Ant's locks scrolling with a style of its own, which
 * the page's policy forbids.)
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
      onKeyDownCapture={escapeClosesListFirst}
      onKeyDown={enterDoes}
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

/** Escape closes the list that is open, and not the dialog with what was entered there. */
function escapeClosesListFirst(event: KeyboardEvent<HTMLDialogElement>): void {
  const { key, target } = event
  if (key !== 'Escape' || !(target instanceof HTMLElement)) return
  const isList = target.closest('.ant-select') !== null
  if (isList && target.getAttribute('aria-expanded') === 'true') event.preventDefault()
}

/** What cannot be taken back has no filled button, and so no key. */
function enterDoes(event: KeyboardEvent<HTMLDialogElement>): void {
  const { key, target, currentTarget, nativeEvent } = event
  // Enter also ends the input of Chinese by its sound, chooses from lists, and sends forms.
  if (key !== 'Enter' || nativeEvent.isComposing || event.defaultPrevented) return
  if (!(target instanceof HTMLInputElement) || target.form !== null) return
  if (target.role === 'combobox' || ['checkbox', 'radio', 'file'].includes(target.type)) return
  const button = currentTarget.querySelector<HTMLElement>('footer .ant-btn-primary:enabled')
  if (button === null) return
  event.preventDefault()
  button.click()
}
