import { ok, type Result, refuse } from '@concert/core'
import {
  type CarriedStatement,
  checkCommitments,
  type Envelope,
  parseStatement,
  type RefusalCode,
  verifyStatement,
} from '@concert/envelope'
import { readStixObject, type StixObject } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'

/** A statement as it arrived: ready to take effect, or why not, with what is kept as evidence. */
export type Arrival =
  | { readonly ok: true; readonly prepared: PreparedStatement }
  | { readonly ok: false; readonly code: RefusalCode; readonly evidence?: PreparedStatement }

/**
 * Step 7: the statements that the envelope lists are here, signed by their authors, and what
 * travelled beside them is what they committed to.
 */
export async function prepareStatements(
  context: NodeContext,
  envelope: Envelope,
  carried: readonly CarriedStatement[],
): Promise<Result<readonly Arrival[], RefusalCode>> {
  if (carried.length !== envelope.statements.length) return refuse('statement-missing')
  const arrivals: Arrival[] = []
  for (const [i, entry] of carried.entries()) {
    const parsed = parseStatement(context.crypto, entry.bytes)
    if (!parsed.ok) return refuse('statement-missing', `statements[${i}]`)
    if (parsed.value.digest !== envelope.statements[i]) {
      return refuse('statement-missing', `statements[${i}]`)
    }
    arrivals.push(await prepareOne(context, entry, parsed.value))
  }
  return ok(arrivals)
}

async function prepareOne(
  context: NodeContext,
  carried: CarriedStatement,
  statement: PreparedStatement['statement'],
): Promise<Arrival> {
  const { content, items } = carried
  const author = await context.identities.version(statement.author.node, statement.identity)
  if (!author) return { ok: false, code: 'unknown-identity' }
  const signed = await verifyStatement(context.crypto, statement, author, context.now())
  if (!signed.ok) return { ok: false, code: 'statement-signature' }
  const bare: PreparedStatement = { statement, content: null, items: [], objects: [] }
  const matches = checkCommitments(context.crypto.sha256, statement, content, items)
  if (!matches.ok) return { ok: false, code: 'commitment-mismatch', evidence: bare }
  const objects: StixObject[] = []
  for (const item of items) {
    const read = readStixObject(item.bytes)
    if (!read.ok) return { ok: false, code: 'object-invalid', evidence: bare }
    objects.push(read.value)
  }
  return { ok: true, prepared: { statement, content, items, objects } }
}
