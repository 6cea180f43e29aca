import { createHmac } from 'node:crypto'
import { hex, unhex } from '@concert/core'
import type { NodeContext } from '../context.ts'

const NAME = 'release_id_key'

/**
 * The key that ids of redacted objects are made with: this node's alone, made at its first start.
 * Without it an id tells nothing of the original, nor that two peers hold the same.
 */
export async function copyIdKey({
  store,
  crypto,
}: Pick<NodeContext, 'store' | 'crypto'>): Promise<Uint8Array> {
  const known = await knownCopyIdKey(store.read)
  if (known) return known
  return await store.transact(async (tx) => {
    const value = hex(crypto.random(32))
    await tx.insertMany('node_state', ['name', 'value'], [[NAME, value]], { onConflict: 'ignore' })
    return (await knownCopyIdKey(tx)) as Uint8Array
  })
}

/** The key, of a node that was ever started. */
export async function knownCopyIdKey({
  db,
}: Pick<NodeContext['store']['read'], 'db'>): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('node_state')
    .select('value')
    .where('name', '=', NAME)
    .executeTakeFirst()
  return row && unhex(row.value)
}

/** The id of what one peer gets in the place of an original: the same whenever it is asked for. */
export function copyId(key: Uint8Array, peer: string, type: string, original: string): string {
  const mac = createHmac('sha256', key).update(`${peer}|${type}|${original}`).digest()
  const bytes = mac.subarray(0, 16)
  // Looks like any random UUID (RFC 9562 §5.4).
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const digits = bytes.toString('hex')
  const parts = [0, 8, 12, 16, 20].map((at, i, all) => digits.slice(at, all[i + 1] ?? 32))
  return `${type}--${parts.join('-')}`
}
