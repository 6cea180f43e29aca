import type { ClockView } from '@concert/threads'
import type { Language } from '../../../i18n/language.ts'
import { say } from './texts.ts'

const MINUTE_MS = 60_000

/** A stretch of time in words, to the minute, or to the hour beyond two days. */
export function stretch(lang: Language, ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS)
  const [h, m] = [Math.floor(minutes / 60), minutes % 60]
  if (h < 48) return say(lang, 'hours', { h, m })
  return say(lang, 'days', { d: Math.floor(h / 24), h: h % 24 })
}

/** What is left until a time, or how long it is over. */
export function countdown(lang: Language, due: number | null, now: number): string {
  if (due === null) return ''
  const key = due > now ? 'left' : 'over'
  return say(lang, key, { time: stretch(lang, due - now) })
}

/** A word in brackets, as each language writes them. */
export function inBrackets(lang: Language, text: string): string {
  return lang === 'zh' ? `（${text}）` : ` (${text})`
}

/** A name and what it is, with the colon of the language. */
export function named(lang: Language, name: string, text: string): string {
  return lang === 'zh' ? `${name}：${text}` : `${name}: ${text}`
}

/** A time in UTC, to the minute. */
export function utc(at: number | string | null): string {
  if (at === null || at === '') return ''
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}

/** A clock: when it is due and what is left of it, or how it ended. */
export function clockText(lang: Language, clock: ClockView): string {
  const { status, due, remaining, met, isSure } = clock
  const sure = isSure ? '' : say(lang, 'unsure')
  if (status === 'running' || status === 'missed') {
    const key = status === 'running' ? 'left' : 'over'
    const time = stretch(lang, remaining ?? 0)
    return `${utc(due)} UTC${inBrackets(lang, say(lang, key, { time }))}${sure}`
  }
  if (status === 'paused') {
    return say(lang, 'clock-paused', { time: stretch(lang, remaining ?? 0) })
  }
  const when = met === null ? '' : ` ${utc(met)} UTC`
  return `${say(lang, `clock-${status}`)}${when}`
}
