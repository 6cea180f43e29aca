const HOUR = 3_600_000
const LONGEST = 24 * HOUR
const SPREAD = 0.1

/**
 * When a feed is read next, in milliseconds from now. After failures the wait doubles each time, up to
 * a day or the feed's own pace; a server that names a time gets it within these bounds. Jitter keeps
 * nodes that started together from coming together: a tenth either way, after a failure anything from
 * half of the wait on.
 *
 * @param random - 0 to 1
 */
export function nextWait(
  everyMs: number,
  failures: number,
  retryAfterMs: number | undefined,
  random: number,
): number {
  if (failures === 0) return everyMs * (1 - SPREAD + 2 * SPREAD * random)
  const first = Math.min(everyMs, 60_000)
  const longest = Math.max(everyMs, LONGEST)
  const wait = Math.min(longest, first * 2 ** Math.min(failures - 1, 20))
  const asked = Math.min(retryAfterMs ?? 0, LONGEST)
  return Math.max(asked, wait * (0.5 + random / 2))
}
