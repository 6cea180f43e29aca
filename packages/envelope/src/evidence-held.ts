import { ok, refuse } from '@concert/core'
import { type Checked, open } from './evidence-report.ts'
import type { Held, Receipt } from './receipt.ts'
import type { Statement } from './statement.ts'

/**
 * How many items a statement has, as somebody signed it: the author in `act.items`, else the
 * receiver. `items_root` alone does not fix the number (RFC 6962 paths don't).
 */
export function signedTotal(statement: Statement, receipt: Receipt | null): number | undefined {
  const stated = statement.act.items
  if (typeof stated === 'number') return stated
  return receipt?.held.find((held) => held.statement === statement.digest)?.items
}

/** The receiver held what the statement commits to, or says itself that it holds less. */
export function checkHeld(receipt: Receipt, statement: Statement): Checked {
  const held = receipt.held.find((entry) => entry.statement === statement.digest)
  const { disposition } = receipt
  if (held && contradicts(held, statement)) return refuse('commitment-mismatch', 'receipt.held')
  const total = statement.act.items
  const isPart = held && typeof total === 'number' && held.items < total
  // What was passed on without its siblings travels without the text, which is its author's.
  if (isPart && held.items_root === statement.items_root) return ok({ items: held.items, total })
  const isWhole = held?.content === statement.content && held.items_root === statement.items_root
  if (isWhole) return ok({ items: held.items })
  const maySayLess = disposition === 'refused' || disposition === 'withheld'
  return maySayLess
    ? open('says-less', { disposition })
    : refuse('commitment-mismatch', 'receipt.held')
}

function contradicts(held: Held, statement: Statement): boolean {
  const differs = (said: string | null, signed: string | null) => said !== null && said !== signed
  return differs(held.content, statement.content) || differs(held.items_root, statement.items_root)
}
