import { parseObservable } from '@concert/stix'
import { MAX_TARGETS } from '@concert/threads'
import type { Warninglist } from '../../release/rules/warninglist.ts'
import { hostOf } from '../../release/rules/warninglist.ts'

/** Why an entry is no target. */
export type TargetFaultCode =
  | 'domain-syntax'
  | 'url-syntax'
  | 'address-syntax'
  | 'network'
  | 'internal'
  | 'too-long'

/** An entry that was left out, by its place in what was given, from 1. */
export interface TargetFault {
  readonly at: number
  readonly code: string
}

/** A target that a warning list covers: taking it down could hurt more than it helps. */
export interface ListedTarget {
  readonly value: string
  readonly list: string
}

/** What a list of targets comes to. */
export interface CleanTargets {
  /** Normalised, each once, in the order given; none of {@link CleanTargets.listed}. */
  readonly targets: readonly string[]
  readonly duplicates: number
  readonly faults: readonly TargetFault[]
  readonly listed: readonly ListedTarget[]
}

const MAX_LENGTH = 2048
/** Loopback, private and link-local: nobody else can take these down. */
const INTERNAL =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.|localhost$|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/

/**
 * Brings entries into one spelling, each once, and keeps out what nobody should ask another to
 * take down: internal addresses and what the operator's warning lists cover.
 *
 * @param entries - attacker-controlled
 */
export function cleanTargets(
  entries: Iterable<string>,
  warninglists: readonly Warninglist[],
): CleanTargets {
  const seen = new Set<string>()
  const targets: string[] = []
  const faults: TargetFault[] = []
  const listed: ListedTarget[] = []
  let duplicates = 0
  let at = 0
  for (const entry of entries) {
    at++
    const read = targetOf(entry.trim())
    if ('code' in read) faults.push({ at, code: read.code })
    else if (seen.has(read.value)) duplicates++
    else {
      seen.add(read.value)
      const list = warninglists.find((each) => each.covers(read.value))
      if (list) listed.push({ value: read.value, list: list.name })
      else targets.push(read.value)
    }
    // Beyond this nobody could send them anyway; the desk says so by the number.
    if (targets.length > MAX_TARGETS) break
  }
  return { targets, duplicates, faults, listed }
}

/** A target in the one spelling in which lists hold it; undefined for what is none. */
export function normalTarget(entry: string): string | undefined {
  const read = targetOf(entry.trim())
  return 'code' in read ? undefined : read.value
}

function targetOf(entry: string): { readonly value: string } | { readonly code: TargetFaultCode } {
  if (entry.length > MAX_LENGTH) return { code: 'too-long' }
  const read = parseObservable(entry)
  if (!read.ok) return { code: read.code as TargetFaultCode }
  const { type, value } = read.value
  if (value.length > MAX_LENGTH) return { code: 'too-long' }
  if (type.endsWith('-addr') && value.includes('/')) return { code: 'network' }
  return INTERNAL.test(hostOf(value)) ? { code: 'internal' } : { value }
}
