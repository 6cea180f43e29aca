import { type CompactState, isCertified, type Proposal, viewCompact } from '@concert/threads'
import { listCompacts } from '../compacts/compact-threads.ts'
import type { MailboxConfig } from '../config/config.ts'
import type { NodeContext } from '../context.ts'

/** Longer than the longest time for which `concert witness` keeps a parcel (365 days). */
const KEPT_MS = 366 * 86_400_000

/** A mailbox in use. */
export interface AgreedMailbox extends MailboxConfig {
  /** For whom something may be left there; null for every peer: this side's own configuration. */
  readonly peers: ReadonlySet<string> | null
  /** No compact names it any more: it is polled for what may lie there, and nothing is left there. */
  readonly isFormer: boolean
}

/**
 * The mailboxes that this node polls: those of its configuration, those that compacts in force name,
 * and those that a compact has named, for as long as something may lie there: a peer that has not
 * heard of the change goes on leaving things. A compact's mailbox is for its parties: nobody else is
 * shown there as a peer of ours.
 */
export async function agreedMailboxes(
  context: Pick<NodeContext, 'compactThreads' | 'config' | 'now' | 'own' | 'store'>,
): Promise<readonly AgreedMailbox[]> {
  const found = new Map<string, AgreedMailbox>()
  for (const mailbox of context.config.mailboxes) {
    found.set(mailbox.vkey, { ...mailbox, peers: null, isFormer: false })
  }
  const states = await listCompacts(context, context.store.read)
  const ours = states.filter(({ parties }) => parties.includes(context.own.node))
  for (const state of ours) {
    const { status, terms } = viewCompact(state, context.now())
    if (status !== 'in-force') continue
    for (const mailbox of terms?.mailboxes ?? []) {
      const known = found.get(mailbox.vkey)
      if (known?.peers === null) continue
      const peers = new Set([...(known?.peers ?? []), ...state.parties])
      found.set(mailbox.vkey, { ...mailbox, peers, isFormer: false })
    }
  }
  for (const mailbox of ours.flatMap((state) => formerMailboxes(state, context.now()))) {
    if (found.has(mailbox.vkey)) continue
    found.set(mailbox.vkey, { ...mailbox, peers: new Set(), isFormer: true })
  }
  return [...found.values()]
}

/** Mailboxes of versions that are in force no more, and have not been for longer than anything lies. */
function formerMailboxes(state: CompactState, now: number): readonly MailboxConfig[] {
  const versions = state.proposals.filter((version) => isCertified(state.parties, version))
  return versions.flatMap((version, i) => {
    const left = leftForce(state, version, versions[i + 1])
    return left <= now && now < left + KEPT_MS ? version.terms.mailboxes : []
  })
}

/** When a version that was in force ceased to be, in milliseconds since 1970. */
function leftForce(state: CompactState, version: Proposal, next: Proposal | undefined): number {
  const { ending } = state
  const ends = [version.until, ...(ending ? [ending.at] : []), ...(next ? [heldBy(next)] : [])]
  return Math.min(...ends.map((time) => Date.parse(time)))
}

/** When the last signature under a version was held by everybody. */
function heldBy({ signatures }: Proposal): string {
  return signatures.flatMap(({ held }) => Object.values(held)).reduce((a, b) => (a > b ? a : b), '')
}
