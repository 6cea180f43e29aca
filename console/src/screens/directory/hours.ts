import type { Hours } from '../../api/directory-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { texts } from './texts.ts'

const CODES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Hours as people read them, with the zone that they are of. */
export function hoursSaid({ zone, windows }: Hours): Both {
  if (windows.length === 0) return [`${texts.always[0]} (${zone})`, `${texts.always[1]}（${zone}）`]
  const words = (names: string, to: string, and: string) =>
    windows
      .map((each) => `${runs(each.days, names.split(' '), to, and)} ${each.from}–${each.to}`)
      .join(', ')
  const [en, zh] = texts.days
  return [
    `${words(en, '–', ', ')} (${zone})`,
    `${words(zh, '至', '、').replaceAll(', ', '，')}（${zone}）`,
  ]
}

/** Languages by their names, as far as the reader's browser knows them (BCP 47 tags). */
export function languagesSaid(tags: readonly string[]): Both {
  const [en, zh] = ['en', 'zh-CN'].map((lang) => {
    const names = new Intl.DisplayNames(lang, { type: 'language', fallback: 'code' })
    return tags.map((tag) => nameOf(names, tag)).join(lang === 'en' ? ', ' : '、')
  })
  return [en ?? '', zh ?? '']
}

/** A tag comes from a peer: one that is none is told as it is. */
function nameOf(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** Hours as somebody types them: what the node reads again. */
export function hoursTyped({ windows }: Hours): string {
  if (windows.length === 0) return 'always'
  return windows
    .map(({ days, from, to }) => `${runs(days, CODES, '-', '+')} ${from}-${to}`)
    .join(', ')
}

/** Days in runs: `mon-fri`; days that are in no run stand each with the window's hours. */
function runs(days: readonly number[], names: readonly string[], to: string, and: string): string {
  const first = days[0] ?? 1
  const last = days.at(-1) ?? first
  const isRun = days.every((day, i) => day === first + i)
  if (!isRun) return days.map((day) => names[day - 1]).join(and)
  return first === last ? `${names[first - 1]}` : `${names[first - 1]}${to}${names[last - 1]}`
}
