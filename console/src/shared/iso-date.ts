const DAY = /^\d{4}-\d\d-\d\d$/
const MINUTE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)$/

/**
 * A day, or a minute, that somebody typed (ISO 8601, a space or `T` before the time).
 *
 * @returns `2026-11-28` or `2026-11-28T03:30`; undefined for what is none, such as 30 February
 */
export function readIso(text: string, withTime: boolean): string | undefined {
  const trimmed = text.trim()
  const iso = withTime ? trimmed.replace(MINUTE, '$1T$2') : trimmed
  if (!withTime && !DAY.test(iso)) return undefined
  if (withTime && !MINUTE.test(iso)) return undefined
  const at = Date.parse(withTime ? `${iso}:00Z` : `${iso}T00:00:00Z`)
  if (Number.isNaN(at)) return undefined
  return new Date(at).toISOString().startsWith(iso) ? iso : undefined
}
