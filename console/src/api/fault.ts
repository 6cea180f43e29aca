import type { Named } from '../i18n/both.ts'
import { nodeNow } from './connection.ts'

/** What a node said no with, or why it could not be asked. */
export class Fault extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  /** Closed set of the node; `no-answer` when there was none. */
  readonly code: string
  /** The node's own sentence, where it sends one. */
  readonly said: Named | undefined
  /** The field or object that it is about. */
  readonly at: string | undefined
  /** From when on it may be asked again, in milliseconds since 1970 UTC by the node's clock. */
  readonly until: number | undefined

  constructor(status: number, code: string, said?: Named, at?: string, until?: number) {
    super(code)
    this.status = status
    this.code = code
    this.said = said
    this.at = at
    this.until = until
  }
}

/** Reads a refusal. The body comes from this node, but a proxy before it may answer anything. */
export async function faultOf(response: Response): Promise<Fault> {
  const text = await response.text()
  const later = retryAfter(response)
  try {
    const { code, message, at, until } = JSON.parse(text) as Record<string, unknown>
    return new Fault(
      response.status,
      typeof code === 'string' ? code : `http-${response.status}`,
      isNamed(message) ? message : undefined,
      typeof at === 'string' ? at : typeof message === 'string' ? message : undefined,
      bounded(typeof until === 'string' ? Date.parse(until) : undefined) ?? later,
    )
  } catch {
    return new Fault(response.status, `http-${response.status}`, undefined, undefined, later)
  }
}

const DAY_MS = 86_400_000

/** When a node or a proxy wants to be asked again, by seconds or a date (RFC 9110 §10.2.3). */
function retryAfter({ headers }: Response): number | undefined {
  const said = headers.get('retry-after')
  if (said === null) return undefined
  return bounded(/^\d{1,9}$/.test(said) ? nodeNow() + Number(said) * 1000 : Date.parse(said))
}

/** A time within a day: what says more is no advice. */
function bounded(time: number | undefined): number | undefined {
  if (time === undefined || Number.isNaN(time)) return undefined
  return Math.abs(time - nodeNow()) > DAY_MS ? undefined : time
}

function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && 'en' in value && 'zh' in value
}

/** What a proxy answers in the place of a node that says nothing. */
const PROXY_STATUSES: ReadonlySet<number> = new Set([0, 502, 503, 504])

/** Whether the answer was lost on the way: the node may have done what it was asked or not. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Fault && error.said === undefined && PROXY_STATUSES.has(error.status)
}
