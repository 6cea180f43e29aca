import { type Policy, parsePolicy } from '@concert/tlog'
import { findCompact } from '../compacts/compact-threads.ts'
import type { NodeContext } from '../context.ts'
import { OPEN_POLICY } from './witness-policy.ts'

/** A tlog-policy, as a text and read. */
export interface PinnedPolicy {
  readonly text: string
  readonly policy: Policy
}

/** Reads a policy. Throws TypeError for one that neither configuration nor compact would hold. */
export function readPolicy({ crypto }: Pick<NodeContext, 'crypto'>, text: string): PinnedPolicy {
  if (text === '') return { text, policy: OPEN_POLICY }
  const policy = parsePolicy(crypto.sha256, text)
  if (!policy.ok) throw new TypeError('policy')
  return { text, policy: policy.value }
}

/**
 * The witness policy that a version of a compact pins for evidence under it (protocol, Log); undefined
 * when it pins none. No node signs a version whose policy can't be read.
 */
export async function pinnedPolicy(
  context: Pick<NodeContext, 'compactThreads' | 'store'>,
  version: string,
): Promise<string | undefined> {
  const state = await findCompact(context, context.store.read, version)
  const proposal = state?.proposals.find(({ digest }) => digest === version)
  return proposal?.terms.witnesses ?? undefined
}
