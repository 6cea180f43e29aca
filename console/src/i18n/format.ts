import type { Both, Lang } from './both.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A whole number with its thousands apart, alike in both languages. */
export function count(n: number): string {
  return n.toLocaleString('en-US')
}

/** `1 peer`, `2 peers`; Chinese has the measure word alone. */
export function counted(n: number, one: string, many: string, zh: string): Both {
  return [`${count(n)} ${n === 1 ? one : many}`, `${count(n)}${zh}`]
}

/** `2026-11-28 03:30 UTC`, with seconds where they matter. */
export function utc(time: number | string, seconds = false): string {
  const iso = new Date(time).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, seconds ? 19 : 16)} UTC`
}

/** The time alone when it is of the same day as `now`, the date too otherwise. */
export function utcShort(time: number | string, now: number, seconds = false): string {
  const full = utc(time, seconds)
  return full.slice(0, 10) === utc(now).slice(0, 10) ? full.slice(11) : full
}

/** The same instant by the clock on the wall here. */
export function localTime(time: number | string, lang: Lang): string {
  const at = new Date(time)
  const text = `${two(at.getHours())}:${two(at.getMinutes())}`
  return lang === 'zh' ? `本地${text}` : `${text} local`
}

/** When something may be done: by UTC, to the second, and by the clock on the wall here. */
export function fromThen(time: number, now: number, lang: Lang): string {
  const [at, here] = [utcShort(time, now, true), localTime(time, lang)]
  return lang === 'zh' ? `${at}（${here}）` : `${at} (${here})`
}

/**
 * A span of time, as exact as somebody needs it: `0:18:42` under an hour, `3 h 41 min` under two
 * days, days above.
 */
export function span(ms: number): Both {
  const abs = Math.abs(ms)
  const hours = Math.floor(abs / HOUR)
  const minutes = Math.floor((abs % HOUR) / MINUTE)
  if (hours < 1) {
    const text = `0:${two(minutes)}:${two(Math.floor((abs % MINUTE) / 1000))}`
    return [text, text]
  }
  if (abs < 2 * DAY) return [`${hours} h ${two(minutes)} min`, `${hours}小时${two(minutes)}分`]
  const days = Math.floor(abs / DAY)
  return [`${days} days`, `${days}天`]
}

/** How long ago, in one unit. */
export function ago(ms: number): Both {
  if (ms < MINUTE) return ['just now', '刚刚']
  if (ms < HOUR) return [`${Math.floor(ms / MINUTE)} min ago`, `${Math.floor(ms / MINUTE)}分钟前`]
  if (ms < 2 * DAY) return [`${Math.floor(ms / HOUR)} h ago`, `${Math.floor(ms / HOUR)}小时前`]
  return [`${Math.floor(ms / DAY)} days ago`, `${Math.floor(ms / DAY)}天前`]
}

/** A size in the unit that keeps it short. */
export function bytes(n: number): Both {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = n
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  const text = unit === 0 ? count(n) : size.toFixed(size < 10 ? 1 : 0)
  return [`${text} ${units[unit]}`, `${text} ${units[unit]}`]
}

/** Digests and ids as people compare them: the beginning and the end. */
export function shortHex(hex: string): string {
  return hex.length <= 20 ? hex : `${hex.slice(0, 8)}…${hex.slice(-4)}`
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
