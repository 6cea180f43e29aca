/** A way into a JSON value. */
export type Path = readonly (string | number)[]

/** Names a path as the operator knows it: `witnesses[0].url`, or the variable that set it. */
export type Place = (path: Path) => string

/** `names.en`, `witnesses[0].url`. */
export function pathText(path: Path): string {
  let out = ''
  for (const step of path) {
    if (typeof step === 'number') out += `[${step}]`
    else out += out === '' ? step : `.${step}`
  }
  return out
}

/** The path of a JSON pointer (RFC 6901); steps of digits count as positions in a list. */
export function fromPointer(pointer: string): Path {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

/** The value at a path, or `undefined`. */
export function at(root: unknown, path: Path): unknown {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Readonly<Record<string | number, unknown>>)[step]
  }
  return value
}
