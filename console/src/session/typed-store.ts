/** In the tab alone: another tab, and whoever opens the browser later, does not have it. */
const KEY = 'concert-typed'

interface Stored {
  /** Id of the account whose text it is. */
  readonly person: string
  readonly forms: Readonly<Record<string, { readonly value: unknown; readonly at: number }>>
}

/** Erases what everybody but this account has typed in this tab; without one, what anybody has. */
export function forgetTyped(person?: string): void {
  if (person === undefined || read()?.person !== person) sessionStorage.removeItem(KEY)
}

/** What this account has typed in a form; undefined when it has other fields by now. */
export function readTyped<T extends object>(person: string, place: string, first: T) {
  const stored = read()
  const found = stored?.person === person ? stored.forms[place] : undefined
  // What a console of another version has kept may have other fields.
  if (found === undefined || !isLike(found.value, first)) return undefined
  return { value: found.value, at: found.at }
}

/** Keeps what stands in a form, or forgets it. */
export function writeTyped(person: string, place: string, value: object | undefined): void {
  const stored = read()
  const { [place]: _, ...others } = stored?.person === person ? stored.forms : {}
  const forms = value === undefined ? others : { ...others, [place]: { value, at: Date.now() } }
  try {
    if (Object.keys(forms).length === 0) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, JSON.stringify({ person, forms } satisfies Stored))
  } catch {
    // More than a tab may keep, such as a hundred thousand targets: it stays in the form alone.
  }
}

function read(): Stored | undefined {
  const text = sessionStorage.getItem(KEY)
  return text === null ? undefined : (JSON.parse(text) as Stored)
}

function isLike<T extends object>(value: unknown, first: T): value is T {
  if (typeof value !== 'object' || value === null) return false
  // JSON leaves out what is undefined.
  return Object.entries(first).every(([key, each]) => each === undefined || key in value)
}
