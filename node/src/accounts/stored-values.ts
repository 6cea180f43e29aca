/** A time as an engine gives it, in milliseconds since 1970 UTC. */
export function timeOf(value: unknown): number {
  return value instanceof Date ? value.getTime() : Date.parse(String(value))
}

/** A truth value as an engine gives it. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === '1'
}
