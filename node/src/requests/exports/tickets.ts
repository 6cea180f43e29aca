import { TYPE_LABELS } from '@concert/threads'
import { bothOf, type ExportSource, kindOf, stableUuid } from './export-source.ts'

const SEVERITY = { u0: 4, u1: 3, u2: 2, u3: 1 } as const
/** TheHive counts labels from CLEAR; AMBER+STRICT is 3 and RED 4 since version 5.1. */
const TLP_NUMBER = { clear: 0, green: 1, amber: 2, 'amber+strict': 3, red: 4 } as const

/** An alert for `POST /api/v1/alert` of TheHive 5; the request's id keeps it unique. */
export function theHiveAlert(source: ExportSource): object {
  const { detail, targets, asker } = source
  return {
    type: 'assistance-request',
    source: asker.host,
    sourceRef: detail.id.slice(0, 32),
    title: titleOf(source),
    description: bodyOf(source),
    severity: SEVERITY[detail.root.urgency],
    date: Date.parse(detail.sent),
    tlp: TLP_NUMBER[detail.tlp],
    tags: tagsOf(source),
    observables: targets.map((data) => ({ dataType: kindOf(data), data })),
  }
}

/** An event that MISP imports as it is; nothing in it is published or distributed further. */
export function mispEvent(source: ExportSource): object {
  const { detail, targets } = source
  const types = { url: 'url', domain: 'domain', ip: 'ip-dst' } as const
  return {
    Event: {
      uuid: stableUuid(detail.id),
      info: titleOf(source),
      date: detail.sent.slice(0, 10),
      timestamp: String(Math.floor(Date.parse(detail.sent) / 1000)),
      threat_level_id: detail.root.urgency === 'u0' ? '1' : '2',
      analysis: detail.phase === 'closed' ? '2' : '1',
      distribution: '0',
      published: false,
      Tag: tagsOf(source).map((name) => ({ name })),
      Attribute: targets.map((value, index) => ({
        uuid: stableUuid(detail.id, index),
        type: types[kindOf(value)],
        category: 'Network activity',
        value,
        to_ids: true,
        distribution: '5',
      })),
    },
  }
}

/** A ticket for `POST /REST/2.0/ticket` of RT with RTIR. */
export function rtirTicket(source: ExportSource): object {
  const { detail, targets, asker } = source
  const of = (kind: string) => targets.filter((target) => kindOf(target) === kind)
  return {
    Queue: 'Incident Reports',
    Subject: titleOf(source),
    Requestor: [`abuse@${asker.host}`],
    ContentType: 'text/plain',
    Content: bodyOf(source),
    Due: due(source),
    CustomFields: {
      'How Reported': 'Concert',
      'Reporter Type': 'other CSIRT',
      Classification: detail.root.incident.type,
      IP: of('ip'),
      Domain: of('domain'),
      URL: of('url'),
    },
  }
}

function due({ detail }: ExportSource): string | null {
  const { acknowledge, answer } = detail.view
  const at = Math.min(
    acknowledge.due ?? Number.POSITIVE_INFINITY,
    answer.due ?? Number.POSITIVE_INFINITY,
  )
  return Number.isFinite(at) ? new Date(at).toISOString() : null
}

/** The subject: urgency, type in both languages, the title as it was written. */
export function titleOf({ detail }: ExportSource): string {
  const { en, zh } = TYPE_LABELS[detail.root.type]
  const drill = detail.exercise ? '[DRILL 演练] ' : ''
  const title = detail.content?.title.original.text ?? ''
  return `${drill}[${detail.root.urgency.toUpperCase()}] ${en} ${zh}: ${title}`.trim()
}

/** The body in both languages, with what always has to be said. */
export function bodyOf({ detail, targets, asker }: ExportSource): string {
  const { content } = detail
  const parts = [
    `Concert ${detail.id}`,
    `${asker.name} (${asker.host}), TLP:${detail.tlp.toUpperCase()}`,
    bothOf(content?.title),
    bothOf(content?.description),
    bothOf(content?.harm),
    ...(content?.questions ?? []).map(({ ask }, i) => `${i + 1}. ${bothOf(ask)}`),
    targets.length === 0 ? '' : targets.join('\n'),
    'Receipt and acknowledgement are not agreement. 送达回执与确认收到均不代表认可。',
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function tagsOf({ detail }: ExportSource): readonly string[] {
  const { class: kind, type } = detail.root.incident
  const tags = [
    `tlp:${detail.tlp}`,
    `rsit:${kind}="${type}"`,
    `concert:urgency="${detail.root.urgency}"`,
  ]
  return detail.exercise ? [...tags, 'concert:exercise'] : tags
}
