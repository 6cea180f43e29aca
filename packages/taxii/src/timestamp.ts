/** Microseconds since 1970 UTC. Below 2^53 until the year 2255. */
export type Micros = number

const FORM = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?Z$/

/** A TAXII timestamp (TAXII 2.1 §2): exactly six digits of the second, and Z. */
export function formatMicros(time: Micros): string {
  const millis = Math.floor(time / 1000)
  const rest = String(time - millis * 1000).padStart(3, '0')
  return `${new Date(millis).toISOString().slice(0, -1)}${rest}Z`
}

/**
 * Reads a TAXII timestamp. Fewer than six digits are taken, for clients send them; other zones,
 * more digits and days that do not exist are not.
 *
 * @param text - attacker-controlled
 * @returns `undefined` when it is no timestamp
 */
export function parseMicros(text: string): Micros | undefined {
  const [, day, clock, fraction = ''] = FORM.exec(text) ?? []
  if (day === undefined || clock === undefined) return undefined
  const millis = Date.parse(`${day}T${clock}.000Z`)
  if (Number.isNaN(millis)) return undefined
  // Some engines roll 30 February over to March.
  if (!new Date(millis).toISOString().startsWith(`${day}T${clock}`)) return undefined
  return millis * 1000 + Number(fraction.padEnd(6, '0'))
}
