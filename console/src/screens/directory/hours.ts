import type { Hours } from '../../api/directory-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { texts } from './texts.ts'

const CODES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Hours as people read them, with the zone that they are of. */
export function hoursSaid({ zone, windows }: Hours): Both {
  if (windows.length === 0) return [`${texts.always[0]} (${zone})`, `${texts.always[1]}（${zone}）`]
  const words = (names: readonly string[]) =>
    windows.map(({ days, from, to }) => `${runs(days, names)} ${from}–${to}`).join(', ')
  const [en, zh] = texts.days.map((names) => words(names.split(' ')))
  return [`${en} (${zone})`, `${zh?.replaceAll(', ', '，')}（${zone}）`]
}

/** Hours as somebody types them: what the node reads again. */
export function hoursTyped({ windows }: Hours): string {
  if (windows.length === 0) return 'always'
  return windows.map(({ days, from, to }) => `${runs(days, CODES)} ${from}-${to}`).join(', ')
}

/** Days in runs: `mon-fri`; days that are in no run stand each with the window's hours. */
function runs(days: readonly number[], names: readonly string[]): string {
  const first = days[0] ?? 1
  const last = days.at(-1) ?? first
  const isRun = days.every((day, i) => day === first + i)
  if (!isRun) return days.map((day) => names[day - 1]).join('+')
  return first === last ? `${names[first - 1]}` : `${names[first - 1]}-${names[last - 1]}`
}
