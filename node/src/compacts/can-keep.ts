import { ok, type Result, refuse } from '@concert/core'
import { parseMailboxKey } from '@concert/envelope'
import type { Terms } from '@concert/threads'
import { parsePolicy } from '@concert/tlog'
import type { NodeContext } from '../context.ts'
import { isPeerUrl } from '../federation/http-client.ts'

/**
 * Whether this node could keep what a version of a compact demands of it: asked before it proposes
 * or signs one. Its keys make every suite of the floor, the witness policy can be read, and every
 * mailbox can be polled.
 */
export function canKeep(
  context: Pick<NodeContext, 'crypto' | 'own'>,
  { suites, witnesses, mailboxes }: Terms,
): Result<null, 'clause-suites' | 'bad-act'> {
  const made = ownSuites(context)
  if (!suites.every((suite) => made.has(suite))) return refuse('clause-suites', 'terms.suites')
  const { sha256 } = context.crypto
  if (witnesses !== null && !parsePolicy(sha256, witnesses).ok) {
    return refuse('bad-act', 'terms.witnesses')
  }
  const bad = mailboxes.findIndex(({ name, vkey, url }) => {
    const key = parseMailboxKey(sha256, vkey)
    return !key.ok || key.value.name !== name || !isPeerUrl(url)
  })
  return bad === -1 ? ok(null) : refuse('bad-act', `terms.mailboxes[${bad}]`)
}

/** Suites of the keys that sign for this node. */
export function ownSuites({ own }: Pick<NodeContext, 'own'>): ReadonlySet<string> {
  const ids = new Set(own.signers.map(({ id }) => id))
  return new Set(own.identity.keys.filter(({ id }) => ids.has(id)).map(({ alg }) => alg))
}
