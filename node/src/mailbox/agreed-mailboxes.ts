import { viewCompact } from '@concert/threads'
import { listCompacts } from '../compacts/compact-threads.ts'
import type { MailboxConfig } from '../config/config.ts'
import type { NodeContext } from '../context.ts'

/** A mailbox in use. */
export interface AgreedMailbox extends MailboxConfig {
  /** For whom something may be left there; null for every peer: this side's own configuration. */
  readonly peers: ReadonlySet<string> | null
}

/**
 * The mailboxes that this node polls: those of its configuration, and those that compacts in force
 * name. A compact's mailbox is for its parties: nobody else is shown there as a peer of ours.
 */
export async function agreedMailboxes(
  context: Pick<NodeContext, 'compactThreads' | 'config' | 'now' | 'own' | 'store'>,
): Promise<readonly AgreedMailbox[]> {
  const found = new Map<string, AgreedMailbox>()
  for (const mailbox of context.config.mailboxes) {
    found.set(mailbox.vkey, { ...mailbox, peers: null })
  }
  for (const state of await listCompacts(context, context.store.read)) {
    const { status, terms } = viewCompact(state, context.now())
    if (status !== 'in-force' || !state.parties.includes(context.own.node)) continue
    for (const mailbox of terms?.mailboxes ?? []) {
      const known = found.get(mailbox.vkey)
      if (known?.peers === null) continue
      const peers = new Set([...(known?.peers ?? []), ...state.parties])
      found.set(mailbox.vkey, { ...mailbox, peers })
    }
  }
  return [...found.values()]
}
