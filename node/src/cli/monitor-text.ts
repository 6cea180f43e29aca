import { translate } from '../i18n/translate.ts'
import type { CheckedAlarm } from '../monitor/alarm-file.ts'
import type { Alarm } from '../monitor/alarms.ts'
import type { FollowReport } from '../monitor/follow.ts'
import type { CommandContext } from './command.ts'
import { textTable } from './text-table.ts'

/** What `concert monitor` has seen in one look. */
export interface Watched {
  readonly reports: readonly FollowReport[]
  readonly alarms: readonly Alarm[]
}

/** Logs with their states, then the alarms. */
export function watchedText(
  { lang }: Pick<CommandContext, 'lang'>,
  { reports, alarms }: Watched,
): string {
  const columns = (['monitor.log', 'monitor.size', 'monitor.seen', 'monitor.state'] as const).map(
    (key) => ({ title: translate(lang, key) }),
  )
  const rows = reports.map(({ origin, size, views, state }) => [
    origin,
    String(size),
    views.map((view) => `${sourceName(lang, view.source)} ${view.size}`).join(', ') || '-',
    translate(lang, `monitor.state.${state}`),
  ])
  return `${textTable(columns, rows)}${alarmsText(lang, alarms)}`
}

function alarmsText(lang: CommandContext['lang'], alarms: readonly Alarm[]): string {
  return alarms
    .map(({ kind, origin, source, added }) => {
      return `\n${translate(lang, `alarm.${kind}`)}\n  ${origin} (${source}), ${added}\n`
    })
    .join('')
}

/** Checked alarms with the verdict on each. */
export function checkedText(
  { lang }: Pick<CommandContext, 'lang'>,
  alarms: readonly CheckedAlarm[],
): string {
  if (alarms.length === 0) return `${translate(lang, 'monitor.no-alarms')}\n`
  const lines = alarms.map((alarm) => {
    const verdict = translate(lang, alarm.proven ? 'monitor.proven' : 'monitor.not-proven')
    return `${alarmsText(lang, [alarm])}  ${verdict}\n`
  })
  return lines.join('').trimStart()
}

const OWN_SOURCES = ['own', 'log', 'monitor', 'parcels', 'witness'] as const

/** What a source is called; witnesses and peers have names of their own. */
function sourceName(lang: CommandContext['lang'], source: string): string {
  const own = OWN_SOURCES.find((name) => name === source)
  return own ? translate(lang, `monitor.source.${own}`) : source
}
