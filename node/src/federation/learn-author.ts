import { parseStrictJson } from '@concert/core'
import { verifyIdentity } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { readVersions } from '../identity/known-identities.ts'

/**
 * Takes the identity of an author whose statement somebody has passed on, out of the parcel that
 * brought it. It makes nobody a peer: it says whose signature that is, and people have compared
 * nothing. An identity that contradicts the one held is not taken.
 *
 * @param chains - attacker-controlled
 */
export async function learnAuthor(
  context: NodeContext,
  node: string,
  chains: readonly Uint8Array[],
): Promise<void> {
  const { crypto, store, identities, now, events } = context
  for (const chain of chains) {
    const parsed = parseStrictJson(chain)
    const documents = parsed.ok ? readVersions(parsed.value) : undefined
    const [first] = documents ?? []
    const root = first && (await verifyIdentity(crypto, undefined, first))
    if (!documents || !root?.ok || root.value.node !== node) continue
    const learned = await store.transact((tx) => identities.learn(tx, documents, now()))
    if (!learned.ok) events.refused(learned.code, undefined, node)
    return
  }
}
