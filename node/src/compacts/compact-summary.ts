import {
  type CompactState,
  type CompactView,
  type IntelligenceTerms,
  type Terms,
  viewCompact,
} from '@concert/threads'

/** A compact with its present, as the operator's interface shows it. */
export interface CompactSummary {
  readonly id: string
  readonly parties: readonly string[]
  readonly status: CompactView['status']
  /** The version in force: what statements name. */
  readonly digest: string | null
  readonly proposals: readonly {
    readonly digest: string
    readonly by: string
    readonly round: number
    readonly from: string
    readonly until: string
    readonly signBy: string
    readonly signedBy: readonly string[]
    /** Parties whose nodes have not said yet that they hold every signature of the others. */
    readonly unheldBy: readonly string[]
  }[]
  readonly terms: Terms | null
  readonly tiers: CompactView['tiers']
  readonly ending: { readonly by: string; readonly at: string; readonly reason: string } | null
  /** Terms of the intelligence tier while it is open. */
  readonly intelligence: IntelligenceTerms | null
}

/** @param now - milliseconds since 1970 */
export function summariseCompact(state: CompactState, now: number): CompactSummary {
  const view = viewCompact(state, now)
  const { ending } = state
  return {
    id: state.id,
    parties: state.parties,
    status: view.status,
    digest: view.digest,
    proposals: state.proposals.map(({ digest, by, round, from, until, sign_by, signatures }) => {
      const signedBy = signatures.map((signature) => signature.by)
      const unheldBy = state.parties.filter((party) => {
        return signatures.some((each) => each.by !== party && !Object.hasOwn(each.held, party))
      })
      return { digest, by, round, from, until, signBy: sign_by, signedBy, unheldBy }
    }),
    terms: view.terms,
    tiers: view.tiers,
    ending: ending && { by: ending.by, at: ending.at, reason: ending.reason },
    intelligence: view.tiers.intelligence.open ? (view.terms?.intelligence ?? null) : null,
  }
}
