import {
  canonicalBytes,
  decode,
  hexText,
  list,
  literal,
  object,
  ok,
  optional,
  parseStrictJson,
  type Result,
  refuse,
  type Sha256,
  text,
} from '@concert/core'
import { NO_QUORUM, type Policy, parsePolicy } from '@concert/tlog'
import { parseMailboxKey } from './mailbox-key.ts'

/** Largest file of published keys in bytes. */
export const MAX_KEYS_BYTES: number = 1 << 20

const BODY = object({
  v: literal(1),
  nodes: list(
    object({
      node: hexText(32),
      host: text({ max: 253 }),
      names: object({ en: text({ max: 100 }), zh: text({ max: 100 }) }),
    }),
    { min: 1, max: 1000 },
  ),
  policy: text({ min: 0, max: 100_000 }),
  mailboxes: optional(list(text({ max: 500 }), { min: 1, max: 100 })),
})

/**
 * All that a verifier has to be given by somebody it trusts: which nodes there are, by the digest
 * of their first root, and whose cosignatures are enough (a tlog-policy text without log lines,
 * or empty to ask for none). Everything else follows from an evidence file itself.
 */
export type PublishedKeys = Omit<ReturnType<typeof BODY>, 'mailboxes'> & {
  /** Vkeys (type 01) of the mailboxes whose tenders count. */
  readonly mailboxes?: readonly string[]
}

/**
 * Reads a file of published keys, in any spelling of JSON.
 *
 * @param bytes - attacker-controlled
 */
export function parsePublishedKeys(
  sha256: Sha256,
  bytes: Uint8Array,
): Result<PublishedKeys, 'malformed'> {
  const parsed = parseStrictJson(bytes, { maxBytes: MAX_KEYS_BYTES })
  if (!parsed.ok) return refuse('malformed', parsed.at)
  const read = decode(BODY, parsed.value)
  if (!read.ok) return read
  const { mailboxes, ...others } = read.value
  const keys = { ...others, ...(mailboxes && { mailboxes }) }
  const bad = (mailboxes ?? []).findIndex((vkey) => !parseMailboxKey(sha256, vkey).ok)
  if (bad !== -1) return refuse('malformed', `mailboxes[${bad}]`)
  const policy = policyOf(sha256, keys)
  return policy.ok ? ok(keys) : policy
}

/**
 * Whether a file is meant to be published keys, well-formed or not: so that who confuses the two
 * files is told so.
 */
export function looksLikePublishedKeys(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_KEYS_BYTES) return false
  const text = new TextDecoder().decode(bytes)
  return /"nodes"\s*:/.test(text) && !text.includes('"concert-evidence"')
}

/**
 * Published keys with the nodes and mailboxes of others added, such as those of the author of what
 * somebody passed on. Of a node that is listed twice the first entry counts, and so does the policy.
 */
export function joinPublishedKeys(
  first: PublishedKeys,
  others: readonly PublishedKeys[],
): PublishedKeys {
  const nodes = new Map(first.nodes.map((entry) => [entry.node, entry]))
  const mailboxes = new Set(first.mailboxes)
  for (const keys of others) {
    for (const entry of keys.nodes) if (!nodes.has(entry.node)) nodes.set(entry.node, entry)
    for (const vkey of keys.mailboxes ?? []) mailboxes.add(vkey)
  }
  const joined = { ...first, nodes: [...nodes.values()] }
  return mailboxes.size === 0 ? joined : { ...joined, mailboxes: [...mailboxes] }
}

/** Published keys as canonical JSON. */
export function formatPublishedKeys(keys: PublishedKeys): Uint8Array {
  return canonicalBytes(keys)
}

/** The witness policy of published keys; null when no quorum is asked for and no witness named. */
export function policyOf(
  sha256: Sha256,
  keys: Pick<PublishedKeys, 'policy'>,
): Result<Policy | null, 'malformed'> {
  if (keys.policy === '') return ok(null)
  const policy = parsePolicy(sha256, keys.policy)
  if (!policy.ok) return refuse('malformed', `policy.${policy.at}`)
  // Which log is whose follows from the identities: a second source could only contradict them.
  return policy.value.logs.length === 0 ? policy : refuse('malformed', 'policy.log')
}

/** Whether a policy asks for cosignatures at all. */
export function asksForQuorum(policy: Policy | null): policy is Policy {
  return policy !== null && policy.quorum !== NO_QUORUM
}
