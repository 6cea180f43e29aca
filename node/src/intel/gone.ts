import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../store/schema.ts'

/**
 * Codes of refusals that pass: the tier was closed, or another version of the compact had come into
 * force, while the envelope was under way. What it carried is offered again.
 */
const PASSING = ['no-compact', 'tier-suspended'] as const

/** Whether an envelope brings what it carries, or has brought it; for a query that joins envelopes. */
export function brings(where: ExpressionBuilder<Schema, 'envelopes'>) {
  return where.and([
    where('envelopes.state', '<>', 'withheld'),
    where.or([
      where('envelopes.state', '<>', 'refused'),
      where('envelopes.code', 'is', null),
      where('envelopes.code', 'not in', PASSING),
    ]),
  ])
}
