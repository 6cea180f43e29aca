import { hex } from '@concert/core'
import { parseReceipt } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Reader } from '../store/store.ts'

/** When statements of peers arrived here, by our own receipts: the earliest of each, RFC 3339. */
export async function receivedTimes(
  context: Pick<NodeContext, 'crypto'>,
  reader: Pick<Reader, 'db'>,
  digests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const times = new Map<string, string>()
  if (digests.length === 0) return times
  const rows = await reader.db
    .selectFrom('statements')
    .innerJoin('envelope_statements', 'envelope_statements.statement_id', 'statements.id')
    .innerJoin('envelopes', 'envelopes.id', 'envelope_statements.envelope_id')
    .select(['statements.digest', 'envelopes.receipt'])
    .where('statements.digest', 'in', digests.map(bytesOf))
    .where('envelopes.direction', '=', 'in')
    .orderBy('envelopes.id')
    .execute()
  for (const row of rows) {
    const receipt = row.receipt && parseReceipt(context.crypto, row.receipt)
    const digest = hex(row.digest)
    // A receipt that refused it, before it came whole, tells of no arrival.
    if (!receipt?.ok || times.has(digest)) continue
    const { held, received } = receipt.value
    if (held.some(({ statement }) => statement === digest)) times.set(digest, received)
  }
  return times
}
