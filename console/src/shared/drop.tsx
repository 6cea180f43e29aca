import { type DragEvent, type ReactNode, useId, useState } from 'react'

/** A place to drop files on, or to choose them by the keyboard. */
export function Drop({
  label,
  accept,
  onFiles,
  children,
}: {
  label: string
  accept?: string
  onFiles: (files: readonly File[]) => void
  children?: ReactNode
}) {
  const id = useId()
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onFiles([...event.dataTransfer.files])
  }
  return (
    <section
      aria-label={label}
      className={`drop ${isOver ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        id={id}
        // The browser names its own button in its own language: the label is what one sees.
        className="sr"
        type="file"
        multiple
        accept={accept}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <label htmlFor={id} className="as-link">
        {label}
      </label>
      {children}
    </section>
  )
}
