import { createHash } from 'node:crypto'
import type { JsonObject } from '@concert/core'
import { effectiveTlp, formatSelector } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import { insertObjects, type NewObjects } from '../intel/object-rows.ts'
import type { Transaction } from '../store/store.ts'
import type { Finding } from './rules/finding.ts'
import type { LawRule } from './rules/law.ts'

/** What is recorded of a decision. */
export type AuditAction =
  | 'released'
  | 'redacted'
  | 'blocked'
  | 'queued'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'broke-glass'
  | 'narrowed'

/** A line of the audit. */
export interface AuditEntry {
  readonly actor: string
  readonly action: AuditAction
  readonly peer: string
  readonly objectId: number | null
  readonly stixId: string | null
  readonly statementId: number | null
  readonly objects: number
  /** As {@link findingsText} writes them. */
  readonly findings: string
  /** The bytes that leave. */
  readonly bytes: Uint8Array | null
  readonly note: string
}

/** Records decisions. */
export async function recordDecisions(
  tx: Transaction,
  now: number,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return
  await tx.insertMany(
    'release_decisions',
    [
      'time',
      'actor',
      'action',
      'peer',
      'object_id',
      'stix_id',
      'statement_id',
      'objects',
      'findings',
      'digest',
      'note',
    ],
    entries.map((entry) => [
      now,
      entry.actor,
      entry.action,
      entry.peer,
      entry.objectId,
      entry.stixId,
      entry.statementId,
      entry.objects,
      entry.findings,
      entry.bytes && createHash('sha256').update(entry.bytes).digest(),
      entry.note,
    ]),
  )
}

/** A finding as it is kept and shown: never what was found, only where. */
export interface KeptFinding {
  readonly rule: Finding['rule']
  readonly reason: Finding['reason']
  readonly outcome: Finding['outcome']
  readonly at: string | null
  readonly cites: string | null
  /** The law, in both languages, as it was written when the decision was made. */
  readonly law?: { readonly en: string; readonly zh: string }
}

/** A finding with the law that it cites. @param placeOf - how much of its place may be told */
export function keptFinding(
  { rule, reason, outcome, path, cites }: Finding,
  laws: readonly LawRule[],
  placeOf: (path: NonNullable<Finding['path']>) => string,
): KeptFinding {
  const law = rule === 'law' ? laws.find(({ id }) => id === cites)?.law : undefined
  const at = path === undefined ? null : placeOf(path)
  return { rule, reason, outcome, at, cites: cites ?? null, ...(law && { law }) }
}

/** The findings of one decision as JSON. A key of a dictionary can be a secret: it is not told. */
export function findingsText(findings: readonly Finding[], laws: readonly LawRule[]): string {
  const placeOf = (path: NonNullable<Finding['path']>) => formatSelector(path.slice(0, 1))
  return JSON.stringify(findings.map((finding) => keptFinding(finding, laws, placeOf)))
}

/** Reads what {@link findingsText} wrote. */
export function readFindings(text: string): readonly KeptFinding[] {
  return JSON.parse(text) as readonly KeptFinding[]
}

/** A new object of ours that stands for an original at one peer. */
export interface Copy {
  readonly objectId: number
  readonly peer: string
  readonly object: JsonObject
  readonly body: Uint8Array
}

/** Stores copies as objects of ours and links them to their originals. @returns their rows */
export async function storeCopies(
  tx: Transaction,
  context: Pick<NodeContext, 'own' | 'now'>,
  copies: readonly Copy[],
): Promise<readonly number[]> {
  if (copies.length === 0) return []
  // Copies are never shared again by themselves, so they have no version key: their originals are.
  const { first } = await insertObjects(tx, {
    source: context.own.node,
    objects: copies.map(({ object, body }) => ({ bytes: body, view: factsOf(object) })),
    now: context.now(),
  })
  await tx.insertMany(
    'release_copies',
    ['object_id', 'peer', 'copy_id'],
    copies.map(({ objectId, peer }, i) => [objectId, peer, first + i]),
  )
  return copies.map((_, i) => first + i)
}

function factsOf(object: JsonObject): NewObjects['objects'][number]['view'] {
  const { id, type, modified } = object
  return {
    id: String(id),
    type: String(type),
    tlp: effectiveTlp(object),
    ...(typeof modified === 'string' && { modified }),
  }
}
