import { ConcertError } from '@concert/core'
import type { LogErrorCode } from './log-messages.ts'

/** An error of this node's own log, told apart by `code`. */
export class LogError extends ConcertError {
  declare readonly code: LogErrorCode

  constructor(
    code: LogErrorCode,
    details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(code, details, options)
    this.name = 'LogError'
  }
}
