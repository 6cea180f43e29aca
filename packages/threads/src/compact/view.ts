import type { CompactState, Suspension } from './fold.ts'
import { type Terms, TIERS, type Tier } from './terms.ts'

/** How a tier stands at a time. */
export interface TierView {
  readonly open: boolean
  /** Why not, when it is closed. */
  readonly closed: 'not-agreed' | 'suspended' | 'not-in-force' | null
  /** Suspensions that are in effect now. */
  readonly suspensions: readonly Suspension[]
  /** Suspensions that were said and take effect later: their notice runs. */
  readonly pending: readonly Suspension[]
  /** When the next suspension that was said takes effect, or null. */
  readonly closes: string | null
}

/** What a compact allows at a time; time enters only here. */
export interface CompactView {
  readonly status: 'proposed' | 'not-yet' | 'in-force' | 'expired' | 'ended'
  /** Digest that statements name; null before any version is in force. */
  readonly digest: string | null
  /** Terms of the version in force, whether or not its time has come. */
  readonly terms: Terms | null
  readonly tiers: Readonly<Record<Tier, TierView>>
}

/** The present of a compact. @param now - milliseconds since 1970 */
export function viewCompact(state: CompactState, now: number): CompactView {
  const status = statusOf(state, now)
  const terms = state.inForce?.terms ?? null
  const entries = TIERS.map((tier) => [tier, viewTier(state, tier, status, now)] as const)
  return {
    status,
    digest: state.inForce?.digest ?? null,
    terms,
    tiers: Object.fromEntries(entries) as Record<Tier, TierView>,
  }
}

function statusOf(state: CompactState, now: number): CompactView['status'] {
  const { inForce, ending } = state
  if (ending && now >= Date.parse(ending.at)) return 'ended'
  if (!inForce) return 'proposed'
  if (now < Date.parse(inForce.from)) return 'not-yet'
  return now > Date.parse(inForce.until) ? 'expired' : 'in-force'
}

function viewTier(
  state: CompactState,
  tier: Tier,
  status: CompactView['status'],
  now: number,
): TierView {
  const said = state.suspensions.filter((entry) => entry.tier === tier)
  const suspensions = said.filter((entry) => Date.parse(entry.from) <= now)
  const pending = said.filter((entry) => Date.parse(entry.from) > now)
  const closed = whyClosed(state, tier, status, suspensions)
  return {
    open: closed === null,
    closed,
    suspensions,
    pending,
    closes: pending.map(({ from }) => from).toSorted()[0] ?? null,
  }
}

function whyClosed(
  state: CompactState,
  tier: Tier,
  status: CompactView['status'],
  suspensions: readonly Suspension[],
): TierView['closed'] {
  if (status !== 'in-force') return 'not-in-force'
  if (!state.inForce?.terms[tier]) return 'not-agreed'
  return suspensions.length > 0 ? 'suspended' : null
}
