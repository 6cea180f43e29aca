import { ok, type Result, refuse } from '@concert/core'
import type { Tlp } from '@concert/envelope'
import { ownSuites } from '../compacts/can-keep.ts'
import type { CompactSummary } from '../compacts/compact-summary.ts'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { copyIdKey } from './copy-ids.ts'
import type { LocalRulesFolder } from './local-rules.ts'
import type { ReleasePolicy } from './rules/judge-object.ts'

/** Why nothing can be released to a peer now. */
export type PolicyRefusal = 'no-compact' | 'tier-suspended' | 'clause-suites' | 'release-rules'

/** What a release to one peer is decided under. */
export interface PeerPolicy {
  /** Digest of the version in force: what statements name. */
  readonly compact: string
  readonly policy: ReleasePolicy
  /** What ids of redacted objects are made with. */
  readonly idKey: Uint8Array
}

/** The policy for a peer: the compact in force, the label of this release, the local rules. */
export async function policyFor(
  context: NodeContext,
  compacts: Pick<Compacts, 'inForceWith'>,
  rules: LocalRulesFolder,
  peer: string,
  label: Tlp,
): Promise<Result<PeerPolicy, PolicyRefusal>> {
  const compact = await compacts.inForceWith(peer, 'intelligence')
  if (!compact?.digest || !compact.intelligence) return refuse(whyClosed(compact), 'peer')
  const made = ownSuites(context)
  // Our keys may have changed since the compact was signed: its floor still holds.
  if (!compact.terms?.suites.every((suite) => made.has(suite))) {
    return refuse('clause-suites', 'terms.suites')
  }
  const local = await rules.load()
  if (!local.ok) return local
  const identity = await context.identities.current(peer)
  const policy: ReleasePolicy = {
    ...local.value,
    terms: compact.intelligence,
    label,
    economy: identity?.economy ?? '',
    internalNames: context.config.release.internalNames,
    year: new Date(context.now()).getUTCFullYear(),
  }
  return ok({ compact: compact.digest, policy, idKey: await copyIdKey(context) })
}

/** Why the intelligence tier with a peer is closed. */
export function whyClosed(compact: CompactSummary | undefined): 'no-compact' | 'tier-suspended' {
  return compact?.tiers.intelligence.closed === 'suspended' ? 'tier-suspended' : 'no-compact'
}
