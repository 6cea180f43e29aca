import { hex } from '@concert/core'
import type { NodeContext } from '../context.ts'
import { type KeptFinding, readFindings } from './desk-rows.ts'

/** A decision as it is shown. */
export interface AuditLine {
  readonly number: number
  readonly time: string
  readonly actor: string
  readonly action: string
  readonly peer: string
  readonly id: string | null
  readonly objects: number
  readonly findings: readonly KeptFinding[]
  /** Hex SHA-256 of the bytes that left or were to leave. */
  readonly digest: string | null
  readonly note: string
}

/** What of the audit to show. */
export interface AuditFilter {
  readonly after: number
  /** Those before this number, the newest first; without it the oldest first. */
  readonly before?: number | undefined
  readonly id?: string | undefined
  readonly action?: string | undefined
}

const PAGE = 100

/** A page of decisions; see {@link AuditFilter}. */
export async function readAudit(
  context: NodeContext,
  filter: AuditFilter,
): Promise<readonly AuditLine[]> {
  let query = context.store.read.db
    .selectFrom('release_decisions')
    .select(['id', 'time', 'actor', 'action', 'peer', 'stix_id', 'objects'])
    .select(['findings', 'digest', 'note'])
    .where('id', '>', filter.after)
  if (filter.id !== undefined) query = query.where('stix_id', '=', filter.id)
  if (filter.action !== undefined) query = query.where('action', '=', filter.action)
  if (filter.before !== undefined) query = query.where('id', '<', filter.before)
  const way = filter.before === undefined ? 'asc' : 'desc'
  const rows = await query.orderBy('id', way).limit(PAGE).execute()
  return rows.map(({ id, time, stix_id: stixId, findings, digest, ...rest }) => ({
    number: id,
    ...rest,
    time: new Date(time).toISOString(),
    id: stixId,
    findings: readFindings(findings),
    digest: digest && hex(digest),
  }))
}
