import { utf8 } from '@concert/core'
import type { NodeContext } from '../context.ts'
import { identityChainJson } from '../identity/known-identities.ts'
import { postBytes } from './http-client.ts'

const MAX_ANSWER_BYTES = 1024

/**
 * Shows a node our identity with all its versions. One that refuses us may hold an older one, and
 * asks for a newer once a minute at most; one that can't reach us has no other way to learn it.
 *
 * @param url - the other node's base URL
 */
export async function showIdentity(
  { identities, own }: NodeContext,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const body = utf8(identityChainJson(await identities.chain(own.node)))
  const headers = { 'content-type': 'application/json' }
  await postBytes(`${url}/concert/v1/identity`, body, headers, MAX_ANSWER_BYTES, signal)
}
