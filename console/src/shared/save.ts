/** Saves bytes as a file of the person who looks at them. */
export function save(name: string, bytes: Uint8Array | string, type = 'application/json'): void {
  const part = typeof bytes === 'string' ? bytes : bytes.slice()
  saveBlob(name, new Blob([part], { type }))
}

/** Saves what may be large, without a copy. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
