import { ok, type Result, refuse } from '@concert/core'
import { parseMailboxKey } from '@concert/envelope'
import type { Proposal, ProposeAct, Terms } from '@concert/threads'
import { parsePolicy } from '@concert/tlog'
import type { NodeContext } from '../context.ts'
import { isPeerUrl } from '../federation/http-client.ts'
import type { Reader } from '../store/store.ts'
import { readWords } from './compact-words.ts'

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

/** Whether a version could still come into force, and stay so: asked before it is proposed or signed. */
export function isInTime(
  { until, sign_by }: Pick<ProposeAct, 'until' | 'sign_by'>,
  now: number,
): Result<null, 'already-past'> {
  if (Date.parse(until) <= now) return refuse('already-past', 'until')
  return Date.parse(sign_by) <= now ? refuse('already-past', 'sign_by') : ok(null)
}

/**
 * Whether this node may sign a version. Its signature covers title and text by their digest: what
 * cannot be shown to whoever signs, since it is not here or holds more than title and paragraphs,
 * would bind them unread.
 */
export async function maySign(
  context: Pick<NodeContext, 'crypto' | 'own' | 'now'>,
  reader: Pick<Reader, 'db'>,
  proposal: Proposal,
): Promise<Result<null, 'already-past' | 'bad-act' | 'clause-suites' | 'words-unreadable'>> {
  const inTime = isInTime(proposal, context.now())
  if (!inTime.ok) return inTime
  if ((await readWords(reader, proposal.digest)) === null) {
    return refuse('words-unreadable', 'digest')
  }
  return canKeep(context, proposal.terms)
}
