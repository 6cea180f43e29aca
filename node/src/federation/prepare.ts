import { ok, type Result, refuse, unhex } from '@concert/core'
import {
  type CarriedStatement,
  checkCommitments,
  decodeAttachmentAct,
  decodeIntelAct,
  type Envelope,
  type Identity,
  itemsMatch,
  parseStatement,
  type RefusalCode,
  type Statement,
  verifyStatement,
} from '@concert/envelope'
import { readStixObject, type StixObject } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import type { PreparedStatement } from '../exchange/prepared.ts'
import { learnAuthor } from './learn-author.ts'

/** A statement as it arrived: ready to take effect, or why not, with what is kept as evidence. */
export type Arrival =
  | { readonly ok: true; readonly prepared: PreparedStatement }
  | { readonly ok: false; readonly code: RefusalCode; readonly evidence?: PreparedStatement }

/**
 * Step 7: the statements that the envelope lists are here, signed by their authors, and what
 * travelled beside them is what they committed to.
 *
 * @param authors - identity chains that came in the parcel; attacker-controlled
 */
export async function prepareStatements(
  context: NodeContext,
  envelope: Envelope,
  carried: readonly CarriedStatement[],
  authors: readonly Uint8Array[],
): Promise<Result<readonly Arrival[], RefusalCode>> {
  if (carried.length !== envelope.statements.length) return refuse('statement-missing')
  const arrivals: Arrival[] = []
  for (const [i, entry] of carried.entries()) {
    const parsed = parseStatement(context.crypto, entry.bytes)
    if (!parsed.ok) return refuse('statement-missing', `statements[${i}]`)
    if (parsed.value.digest !== envelope.statements[i]) {
      return refuse('statement-missing', `statements[${i}]`)
    }
    arrivals.push(await prepareOne(context, entry, parsed.value, authors))
  }
  return ok(arrivals)
}

async function prepareOne(
  context: NodeContext,
  carried: CarriedStatement,
  statement: Statement,
  authors: readonly Uint8Array[],
): Promise<Arrival> {
  const author = await authorOf(context, statement, authors)
  if (!author) return { ok: false, code: 'unknown-identity' }
  const signed = await verifyStatement(context.crypto, statement, author, context.now())
  if (!signed.ok) return { ok: false, code: 'statement-signature' }
  const bare: PreparedStatement = { statement, content: null, items: [], objects: [] }
  if (carried.withheld !== null) return { ok: false, code: 'withheld', evidence: bare }
  if (!isCommitted(context, statement, carried)) {
    return { ok: false, code: 'commitment-mismatch', evidence: bare }
  }
  const { content, items } = carried
  if (statement.kind === 'attachment.offer') {
    return { ok: true, prepared: { statement, content, items, objects: [] } }
  }
  const objects: StixObject[] = []
  for (const item of items) {
    const read = readStixObject(item.bytes)
    if (!read.ok) return { ok: false, code: 'object-invalid', evidence: bare }
    objects.push(read.value)
  }
  return { ok: true, prepared: { statement, content, items, objects } }
}

async function authorOf(
  context: NodeContext,
  { author, identity }: Statement,
  authors: readonly Uint8Array[],
): Promise<Identity | undefined> {
  const known = await context.identities.version(author.node, identity)
  if (known || authors.length === 0) return known
  await learnAuthor(context, author.node, authors)
  return await context.identities.version(author.node, identity)
}

/**
 * Everything that the statement committed to is here; or, of shared objects and of files, some items
 * each at its place, and then the text may be missing: it is its author's to pass on.
 */
function isCommitted(
  { crypto: { sha256 } }: NodeContext,
  statement: Statement,
  { content, items }: CarriedStatement,
): boolean {
  const isPartial = items.some(({ place }) => place !== undefined)
  const total = isPartial || statement.kind === 'attachment.offer' ? totalOf(statement) : undefined
  if (!isPartial && (total === undefined || items.length > 0)) {
    return checkCommitments(sha256, statement, content, items).ok
  }
  const root = statement.items_root === null ? undefined : unhex(statement.items_root)
  if (!root || total === undefined || !itemsMatch(sha256, root, total, items)) return false
  const text = content === null ? null : statement.content
  return checkCommitments(sha256, { content: text, items_root: null }, content, []).ok
}

/** How many items the author signed for, of kinds whose items may travel one by one. */
function totalOf({ kind, act }: Statement): number | undefined {
  if (kind === 'intel.share') {
    const share = decodeIntelAct('intel.share', act)
    return share.ok ? share.value.items : undefined
  }
  if (kind !== 'attachment.offer') return undefined
  const offer = decodeAttachmentAct(act)
  return offer.ok ? offer.value.chunks : undefined
}
