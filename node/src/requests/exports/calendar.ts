import type { Bilingual, Language } from '../../i18n/language.ts'
import type { RequestLine } from '../read-requests.ts'

const WORDS: Readonly<Record<'acknowledge' | 'answer' | 'drill', Bilingual>> = {
  acknowledge: { en: 'acknowledge', zh: '确认收到' },
  answer: { en: 'first substance', zh: '首次实质回复' },
  drill: { en: 'DRILL', zh: '演练' },
}

/**
 * Deadlines of open requests as iCalendar (RFC 5545), with an alarm an hour before. Calendars are
 * shown on many screens, so it names urgency and id, never what a request says.
 */
export function deadlineCalendar(
  lines: readonly RequestLine[],
  host: string,
  lang: Language,
  now: number,
): string {
  const events = lines.flatMap((line) => [
    ...eventOf(line, 'acknowledge', line.acknowledgeDue, host, lang, now),
    ...eventOf(line, 'answer', line.answerDue, host, lang, now),
  ])
  const whole = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Concert//Requests//EN',
    ...events,
    'END:VCALENDAR',
  ]
  return whole.map((line) => `${folded(line)}\r\n`).join('')
}

function eventOf(
  line: RequestLine,
  clock: 'acknowledge' | 'answer',
  due: number | null,
  host: string,
  lang: Language,
  now: number,
): readonly string[] {
  if (due === null) return []
  const drill = line.exercise ? `[${WORDS.drill[lang]}] ` : ''
  const summary = `${drill}Concert ${line.urgency.toUpperCase()} ${WORDS[clock][lang]} ${line.id.slice(0, 12)}`
  return [
    'BEGIN:VEVENT',
    `UID:${line.id.slice(0, 32)}-${clock}@${host}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(due)}`,
    `SUMMARY:${summary}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${summary}`,
    'TRIGGER:-PT1H',
    'END:VALARM',
    'END:VEVENT',
  ]
}

function stamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
}

/** Lines of at most 75 octets, never cut within a character (RFC 5545 §3.1). */
function folded(line: string): string {
  let out = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > 75) {
      out += '\r\n '
      octets = 1
    }
    out += character
    octets += size
  }
  return out
}
