/** How the node reads a file. */
export type ImportFormat = 'auto' | 'misp' | 'text' | 'csv' | 'html' | 'email'

const LINES = 50
const ENDINGS: Readonly<Record<string, ImportFormat>> = {
  eml: 'email',
  htm: 'html',
  html: 'html',
  csv: 'csv',
}

/** What a file most likely is, by its name and beginning. Whoever imports it may say otherwise. */
export function guessFormat(name: string, head: string): ImportFormat {
  const byName = ENDINGS[/\.([a-z]+)$/.exec(name.toLowerCase())?.[1] ?? '']
  if (byName !== undefined) return byName
  if (/^\s*[{[]/.test(head)) return /"Event"\s*:/.test(head) ? 'misp' : 'auto'
  const lines = head
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .slice(0, LINES)
  const prose = lines.filter((line) => /[\s\p{Script=Han}]/u.test(line) || line.length > 300)
  return prose.length * 2 > lines.length ? 'text' : 'auto'
}
