import type { RequestTemplateId } from '@concert/threads'
import { hostOf } from '../../release/rules/warninglist.ts'
import { bothOf, type ExportSource, kindOf, stableUuid } from './export-source.ts'

/** X-ARF categories and types (xarf-spec, v4) of templates that have one. */
const TYPES: Readonly<
  Partial<Record<RequestTemplateId, readonly [category: string, type: string]>>
> = {
  'phishing-takedown': ['content', 'phishing'],
  'malware-hosting': ['content', 'malware'],
  'c2-takedown': ['infrastructure', 'compromised_server'],
  'botnet-notification': ['infrastructure', 'botnet'],
  'ddos-mitigation': ['connection', 'ddos'],
}

/** One report of X-ARF v4 for each target; none where the standard has no type for the template. */
export function xarfReports({ detail, targets, asker }: ExportSource): readonly object[] {
  const kind = TYPES[detail.root.template]
  if (!kind) return []
  const [category, type] = kind
  const org = { org: asker.name.slice(0, 200), contact: `abuse@${asker.host}`, domain: asker.host }
  const { content } = detail
  const seen = content?.facts.times.map(({ at }) => at).toSorted()[0] ?? detail.sent
  const confidence = content?.facts.confidence
  return targets.map((target, index) => ({
    xarf_version: '4.0.0',
    report_id: stableUuid(detail.id, index),
    timestamp: seen,
    reporter: org,
    sender: org,
    source_identifier: hostOf(target),
    category,
    type,
    evidence_source: 'researcher_analysis',
    ...(kindOf(target) === 'url' && { url: target }),
    ...(kindOf(target) === 'domain' && category === 'content' && { url: `http://${target}/` }),
    ...(confidence !== null && confidence !== undefined && { confidence: confidence / 100 }),
    ...(content && { description: bothOf(content.title).slice(0, 1000) }),
    tags: [`concert:${detail.id.slice(0, 16)}`, `rsit:${detail.root.incident.type}`],
  }))
}
