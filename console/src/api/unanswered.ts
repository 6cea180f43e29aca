/** In the tab alone: another tab, and whoever opens the browser later, does not have it. */
const KEY = 'concert-acts'
/** Acts that wait for their answers at one time: who has asked for more has lost a node, no answer. */
const MOST = 32
/** After this, in milliseconds, nobody who asks for the same means the same act. */
const KEPT_MS = 3_600_000

/** What is asked there may hold a password for somebody's server: not even its digest is kept. */
const SECRET: ReadonlySet<string> = new Set(['/api/v1/feeds', '/api/v1/feeds/preview'])

interface Stored {
  /** Id of the account whose acts they are. */
  readonly person: string
  /** Part of every digest: outside of this tab they tell nothing. */
  readonly salt: string
  /** The oldest first; `at` in milliseconds since 1970 UTC. */
  readonly acts: readonly {
    readonly digest: string
    readonly act: string
    readonly at: number
  }[]
}

/** An act that is about to be asked for. */
interface Numbered {
  /** Its number, a UUID: the one that it had when no answer came. */
  readonly act: string
  /** It was answered: whoever asks for the same from now on means another act. */
  readonly answered: () => void
}

/** Erases the acts of everybody but this account in this tab; without one, anybody's. */
export function forgetUnanswered(person?: string): void {
  if (person === undefined || read()?.person !== person) sessionStorage.removeItem(KEY)
}

/**
 * Numbers an act before it is asked for, so that a page that is loaded anew before there was an
 * answer asks for it under the same number. Of what is asked a salted SHA-256 is kept, for an hour.
 *
 * @param person - id of the account that acts
 * @param meant - what it comes to: what differs in it is another act
 */
export async function numberOf(person: string, path: string, meant: unknown): Promise<Numbered> {
  const fresh = crypto.randomUUID()
  if (SECRET.has(path)) return { act: fresh, answered: () => undefined }
  if (read()?.person !== person) write({ person, salt: fresh, acts: [] })
  const salt = read()?.salt ?? fresh
  const digest = await digestOf(`${salt} ${path} ${JSON.stringify(meant)}`)
  const before = actsOf(person)
  const act = before.find((each) => each.digest === digest)?.act ?? fresh
  const others = before.filter((each) => each.digest !== digest)
  write({ person, salt, acts: [...others, { digest, act, at: Date.now() }].slice(-MOST) })
  return {
    act,
    answered() {
      // Somebody else may be here by now.
      if (read()?.person !== person) return
      write({ person, salt, acts: actsOf(person).filter((each) => each.digest !== digest) })
    },
  }
}

function actsOf(person: string): Stored['acts'] {
  const stored = read()
  const since = Date.now() - KEPT_MS
  return stored?.person === person ? stored.acts.filter(({ at }) => at > since) : []
}

function read(): Stored | undefined {
  const text = sessionStorage.getItem(KEY)
  return text === null ? undefined : (JSON.parse(text) as Stored)
}

function write(stored: Stored): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(stored))
  } catch {
    // The tab is full of what was typed: the page itself still has the number.
  }
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return new Uint8Array(digest).toHex()
}
