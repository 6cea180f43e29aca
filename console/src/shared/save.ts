/** Saves bytes as a file of the person who looks at them. */
export function save(name: string, bytes: Uint8Array | string, type = 'application/json'): void {
  const part = typeof bytes === 'string' ? bytes : bytes.slice()
  const url = URL.createObjectURL(new Blob([part], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
