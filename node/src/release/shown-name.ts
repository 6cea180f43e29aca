import { createHash } from 'node:crypto'

/** What somebody is shown of an object before they decide on it. */
interface Shown {
  readonly tlp: string
  /** As they are kept. */
  readonly findings: string
  /** The bytes that would leave; null when the rules let none, and glass would be broken over the original. */
  readonly body: Uint8Array | null
  readonly original: Uint8Array
}

/**
 * The name of what is shown: SHA-256, in hex, over the label, the findings and the very bytes. Whoever
 * decides gives it back, so that a newer version, or a finding that came after they looked, is not
 * decided unseen.
 */
export function shownName({ tlp, findings, body, original }: Shown): string {
  const facts = JSON.stringify([tlp, findings, body === null ? 'original' : 'leaves'])
  return createHash('sha256')
    .update(facts)
    .update(body ?? original)
    .digest('hex')
}
