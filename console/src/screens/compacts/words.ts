import type { Compact } from '../../api/compact-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { texts } from './texts.ts'

/** What a status, a reason or the like is called; a word of a newer node stays as it is. */
export function wordIn(table: Readonly<Record<string, Both>>, code: string): Both {
  return Object.hasOwn(table, code) ? (table[code] as Both) : [code, code]
}

/** The version that is looked at first: what waits for a signature, else what is in force. */
export function newestOf(compact: Compact): Compact['proposals'][number] | undefined {
  return compact.proposals.at(-1)
}

/** `v2` of the version with this digest. */
export function versionName(compact: Compact, digest: string): string {
  const found = compact.proposals.find((proposal) => proposal.digest === digest)
  return `v${found?.round ?? '?'}`
}

/** The four tiers in the order of the terms. */
export const TIERS = ['intelligence', 'requests', 'matching', 'dialogue'] as const

/** What a status is called. */
export function statusWord(status: string): Both {
  return wordIn(texts.statuses, status)
}
