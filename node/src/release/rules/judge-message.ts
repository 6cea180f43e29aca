import type { JsonObject } from '@concert/core'
import type { Tlp } from '@concert/envelope'
import { tlpAllowed } from '@concert/threads'
import type { Finding } from './finding.ts'
import { internalHostsIn } from './internal-hosts.ts'
import { namesByHash, type ReleasePolicy } from './judge-object.ts'
import type { LawCase } from './law.ts'
import { holdsAttribution, isSecrecyMark, labelsIn } from './message-words.ts'
import { personalDataIn } from './personal-data.ts'
import { spellingsOf } from './spellings.ts'
import { textsOf } from './texts.ts'

/** What a person says to a peer beside STIX objects: the texts of a request, of a move in one. */
export interface OutgoingMessage {
  /** The statement's kind: law rules name it as `type`. */
  readonly kind: string
  readonly tlp: Tlp
  /** Template, type and urgency of a request: law rules name them as `label`. */
  readonly labels: readonly string[]
  readonly act: JsonObject
  readonly content: JsonObject | null
  /** What it asks to take down, beside the texts. */
  readonly targets: readonly string[]
  /** Whether it says that it holds nobody responsible. */
  readonly noAttribution: boolean
}

/** What of the desk's rules concerns messages. */
export type MessagePolicy = Pick<ReleasePolicy, 'economy' | 'internalNames' | 'laws' | 'year'>

/** Findings about targets that are told for one reason: the first of them show what it is. */
const TOLD_TARGETS = 20
/** Targets that one question to a law holds: it looks at no more than 10,000 places. */
const TARGETS_AT_ONCE = 5000

/**
 * What the rules find in a message. Nobody's sentences are redacted by a machine: where an object
 * would be, a message waits for a second person; what a law takes out, its author takes out.
 *
 * @returns the findings, the texts' before the targets', with the place of each
 */
export function judgeMessage(message: OutgoingMessage, policy: MessagePolicy): readonly Finding[] {
  return [
    ...textFindings(message, policy),
    ...targetFindings(message.targets, policy),
    ...lawFindings(message, policy),
  ]
}

function textFindings(
  { content, tlp, noAttribution }: OutgoingMessage,
  policy: MessagePolicy,
): readonly Finding[] {
  // Who released it is told to the other side on purpose.
  const { authorisers: _, ...said } = content ?? {}
  const found: Finding[] = []
  for (const { path, spellings, isUnread } of textsOf({ content: said })) {
    const seen = new Set<string>()
    const add = (finding: Omit<Finding, 'path'>) => {
      if (!seen.has(finding.reason)) found.push({ ...finding, path })
      seen.add(finding.reason)
    }
    if (isUnread) add({ rule: 'personal-data', reason: 'coded-too-deep', outcome: 'review' })
    for (const spelling of spellings) {
      for (const finding of wordFindings(spelling, tlp, noAttribution)) add(finding)
      for (const reason of personalDataIn(spelling, policy.year)) {
        add({ rule: 'personal-data', reason, outcome: 'review' })
      }
      for (const reason of internalHostsIn(spelling, policy.internalNames)) {
        add({ rule: 'internal-hosts', reason, outcome: 'review' })
      }
    }
  }
  return found
}

/** Labels stricter than the message's own, marks of secrecy, words that name who is behind it. */
function* wordFindings(
  text: string,
  tlp: Tlp,
  noAttribution: boolean,
): Generator<Omit<Finding, 'path'>> {
  if (labelsIn(text).some((label) => !tlpAllowed(label, tlp))) {
    yield { rule: 'tlp', reason: 'label-in-text', outcome: 'block' }
  }
  if (isSecrecyMark(text)) yield { rule: 'restricted', reason: 'secrecy-mark', outcome: 'review' }
  if (noAttribution && holdsAttribution(text)) {
    yield { rule: 'restricted', reason: 'attribution', outcome: 'review' }
  }
  // Ids of STIX objects name what the desk has judged; any other of that form is a hash of something.
  if (!STIX_ID.test(text) && namesByHash(text)) {
    yield { rule: 'tlp', reason: 'id-reveals', outcome: 'review' }
  }
}

const STIX_ID = /^[a-z0-9-]+--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A phishing URL can hold its victim's address; a host of ours must not be asked about. */
function targetFindings(
  targets: readonly string[],
  { year, internalNames }: MessagePolicy,
): readonly Finding[] {
  const found: Finding[] = []
  const told = new Map<string, number>()
  const add = (at: number, finding: Omit<Finding, 'path' | 'outcome'>) => {
    const before = told.get(finding.reason) ?? 0
    told.set(finding.reason, before + 1)
    if (before < TOLD_TARGETS) found.push({ ...finding, outcome: 'review', path: ['targets', at] })
  }
  for (const [at, target] of targets.entries()) {
    const seen = new Set<string>()
    for (const spelling of spellingsOf(target)) {
      for (const reason of personalDataIn(spelling, year)) {
        if (!seen.has(reason)) add(at, { rule: 'personal-data', reason })
        seen.add(reason)
      }
      for (const reason of internalHostsIn(spelling, internalNames)) {
        if (!seen.has(reason)) add(at, { rule: 'internal-hosts', reason })
        seen.add(reason)
      }
    }
  }
  return found
}

/** Local law: what it would take out of an object, the author of a message takes out. */
function lawFindings(message: OutgoingMessage, { laws, economy }: MessagePolicy): Finding[] {
  if (laws.length === 0) return []
  const { kind, labels, act, content, targets, tlp } = message
  const base = { type: kind, labels, act, ...(content && { content }) }
  const found: Finding[] = []
  for (let at = 0; at === 0 || at < targets.length; at += TARGETS_AT_ONCE) {
    const object = { ...base, targets: targets.slice(at, at + TARGETS_AT_ONCE) }
    const of: LawCase = { object, tlp, economy }
    for (const law of laws) {
      for (const finding of law.ask(of)) {
        const isKnown = found.some(({ cites }) => cites === finding.cites)
        if (isKnown) continue
        found.push({
          ...finding,
          outcome: finding.outcome === 'redact' ? 'block' : finding.outcome,
        })
      }
    }
  }
  return found
}
