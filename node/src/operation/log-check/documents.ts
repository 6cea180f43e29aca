import { type CryptoPort, equalBytes, hex } from '@concert/core'
import { leafFor, parseReceipt } from '@concert/envelope'
import type { Reader } from '../../store/store.ts'
import { positionsOf } from '../../trust/log-rows.ts'
import type { Problems } from './problems.ts'

const ROWS_AT_ONCE = 500

interface Logged {
  readonly id: number
  readonly at: string
  readonly code: 'envelope-leaf' | 'receipt-leaf'
  /** The leaf that the row names. */
  readonly leaf: Uint8Array | null
  /** The leaf that opens to the document. */
  readonly expected: Uint8Array
}

/**
 * Checks that every envelope we have sent and every receipt we have signed is in the log, or waits
 * for it, under the leaf that opens to it. Whose opening was destroyed is passed over.
 *
 * @returns for each page, how many documents were looked at so far
 */
export async function* checkDocuments(
  read: Reader,
  crypto: CryptoPort,
  origin: string,
  problems: Problems,
): AsyncGenerator<number, void> {
  let checked = 0
  for (let after = 0; ; ) {
    const rows = await read.db
      .selectFrom('envelopes')
      .select(['id', 'direction', 'peer', 'epoch', 'seq', 'digest', 'opening', 'leaf'])
      .select(['receipt', 'receipt_opening', 'receipt_leaf'])
      .where('id', '>', after)
      // One that waits for its number is in no log yet.
      .where('epoch', '>', 0)
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute()
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
    const logged = rows.flatMap((row) => loggedOf(crypto, origin, row))
    const known = await knownLeaves(
      read,
      logged.map((entry) => entry.expected),
    )
    for (const { at, code, leaf, expected } of logged) {
      const isNamed = leaf !== null && equalBytes(leaf, expected)
      if (!isNamed || !known.has(hex(expected))) problems.add(code, at)
    }
    checked += rows.length
    yield checked
  }
}

function loggedOf(
  { sha256 }: CryptoPort,
  origin: string,
  row: {
    readonly id: number
    readonly direction: string
    readonly peer: string
    readonly epoch: number
    readonly seq: number
    readonly digest: Uint8Array
    readonly opening: Uint8Array | null
    readonly leaf: Uint8Array | null
    readonly receipt: Uint8Array | null
    readonly receipt_opening: Uint8Array | null
    readonly receipt_leaf: Uint8Array | null
  },
): readonly Logged[] {
  const { id, direction, opening, receipt, receipt_opening } = row
  const at = `${direction} ${row.peer.slice(0, 16)} ${row.epoch}/${row.seq}`
  if (direction === 'out' && opening) {
    const expected = leafFor(sha256, opening, 'sent', origin, hex(row.digest))
    return [{ id, at, code: 'envelope-leaf', leaf: row.leaf, expected }]
  }
  if (direction !== 'in' || !receipt || !receipt_opening) return []
  const parsed = parseReceipt({ sha256 }, receipt)
  const digest = parsed.ok ? parsed.value.digest : ''
  const expected = leafFor(sha256, receipt_opening, 'receipt', origin, digest)
  return [{ id, at, code: 'receipt-leaf', leaf: row.receipt_leaf, expected }]
}

/** Those of the leaves that are in the tree or wait for it, in hex. */
async function knownLeaves(
  read: Reader,
  leaves: readonly Uint8Array[],
): Promise<ReadonlySet<string>> {
  if (leaves.length === 0) return new Set()
  // Waiting leaves first: one that is taken into the tree in between is then seen there.
  const pending = await read.db
    .selectFrom('log_pending')
    .select('leaf')
    .where('leaf', 'in', leaves)
    .execute()
  const positions = await positionsOf(read, leaves)
  return new Set([...positions.keys(), ...pending.map((row) => hex(row.leaf))])
}
