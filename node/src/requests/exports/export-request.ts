import { ok, type Result, refuse } from '@concert/core'
import type { NodeContext } from '../../context.ts'
import type { RequestDesk } from '../request-desk.ts'
import type { ExportSource } from './export-source.ts'
import { requestMail } from './mail.ts'
import { mispEvent, rtirTicket, theHiveAlert } from './tickets.ts'
import { xarfReports } from './xarf.ts'

/** Forms in which a request leaves for other systems. */
export const EXPORT_FORMATS = ['json', 'xarf', 'mail', 'rtir', 'thehive', 'misp'] as const

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

const PAGE = 10_000

/** A request for another system of the operator's: a file for it, nothing is sent anywhere. */
export async function exportRequest(
  context: NodeContext,
  desk: RequestDesk,
  id: string,
  format: ExportFormat,
): Promise<Result<string, 'unknown-request' | 'no-xarf'>> {
  const shown = await desk.show(id)
  if (!shown.ok) return shown
  const targets: string[] = []
  for (let from: number | null = 0; from !== null; ) {
    const page = await desk.targets(id, { from, limit: PAGE })
    if (!page.ok) return page
    for (const { value } of page.value.targets) if (value !== null) targets.push(value)
    from = page.value.next
  }
  const detail = shown.value
  const asker = await context.identities.current(detail.root.parties[0] ?? '')
  const names = asker?.names ?? { en: '', zh: '' }
  const source: ExportSource = {
    detail,
    targets,
    // Mail addresses and domains have no port.
    asker: {
      host: (asker?.host ?? '').replace(/:\d+$/, ''),
      name: `${names.en} ${names.zh}`.trim(),
    },
  }
  return written(source, format, context.now())
}

function written(
  source: ExportSource,
  format: ExportFormat,
  now: number,
): Result<string, 'no-xarf'> {
  const json = (value: unknown) => ok(`${JSON.stringify(value, null, 2)}\n`)
  switch (format) {
    case 'json':
      return json({ ...source.detail, targetList: source.targets })
    case 'xarf': {
      const reports = xarfReports(source)
      return reports.length === 0 ? refuse('no-xarf', 'format') : json(reports)
    }
    case 'mail':
      return ok(requestMail(source, now))
    case 'rtir':
      return json(rtirTicket(source))
    case 'thehive':
      return json(theHiveAlert(source))
    case 'misp':
      return json(mispEvent(source))
  }
}
