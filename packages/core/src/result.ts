/**
 * What a peer, a file or a user may get wrong is a value, never an exception: exceptions are for
 * our own bugs and for broken machines.
 */
export type Result<T, Code extends string = string> = Ok<T> | Refusal<Code>

/** A value that passed every check. */
export interface Ok<T> {
  readonly ok: true
  readonly value: T
}

/** Why something was not accepted: a code from a closed, documented, translated set. */
export interface Refusal<Code extends string = string> {
  readonly ok: false
  readonly code: Code
  /** The field or byte the refusal is about, as a path such as `keys[2].pub`. Never content. */
  readonly at?: string
}

/** Wraps an accepted value. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

/** Makes a refusal; `at` names the field, never its content. */
export function refuse<Code extends string>(code: Code, at?: string): Refusal<Code> {
  return at === undefined ? { ok: false, code } : { ok: false, code, at }
}

/** An error of this machine or of its operator's making, told apart by `code`. */
export class ConcertError extends Error {
  readonly code: string
  readonly details: Readonly<Record<string, string | number>>

  constructor(
    code: string,
    details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(code, options)
    this.name = 'ConcertError'
    this.code = code
    this.details = details
  }
}
