import type { Named } from '../i18n/both.ts'

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

  constructor(status: number, code: string, said?: Named, at?: string) {
    super(code)
    this.status = status
    this.code = code
    this.said = said
    this.at = at
  }
}

/** Reads a refusal. The body comes from this node, but a proxy before it may answer anything. */
export async function faultOf(response: Response): Promise<Fault> {
  const text = await response.text()
  try {
    const { code, message, at } = JSON.parse(text) as Record<string, unknown>
    return new Fault(
      response.status,
      typeof code === 'string' ? code : `http-${response.status}`,
      isNamed(message) ? message : undefined,
      typeof at === 'string' ? at : typeof message === 'string' ? message : undefined,
    )
  } catch {
    return new Fault(response.status, `http-${response.status}`)
  }
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
