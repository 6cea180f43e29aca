import { pino } from 'pino'

/** What a log line tells of an error. What the platform throws brings 25 constants of its class along. */
export function errorLine(error: unknown): unknown {
  if (!(error instanceof DOMException)) return pino.stdSerializers.err(error as Error)
  const { name, message, stack } = error
  return { type: name, message, stack }
}
