import { createHash } from 'node:crypto'
import { canonicalBytes, type JsonObject, ok, type Result, refuse } from '@concert/core'
import type { NodeContext } from '../context.ts'
import { type KeptFinding, keptFinding } from './desk-rows.ts'
import { LocalRulesFolder } from './local-rules.ts'
import { type Finding, type Outcome, strictest } from './rules/finding.ts'
import { judgeMessage, type OutgoingMessage } from './rules/judge-message.ts'

/** Findings that a decision tells: who reads a thousand has stopped reading. */
const TOLD = 100

/** What the desk says of a message: it may leave, a second person has to look, or it stays. */
export interface MessageDecision {
  readonly outcome: Exclude<Outcome, 'redact'>
  readonly findings: readonly KeptFinding[]
}

declare const CLEARED: unique symbol

/** Texts that the desk has let go. Only {@link MessageGate} makes one, so nothing passes it by. */
export type Cleared<T> = T & { readonly [CLEARED]: true }

/** Why a message does not leave, as {@link MessageGate.clear} says it. */
export type GateRefusal = 'release-rules' | 'release-blocked' | 'release-review'

/** The release desk for what people say: texts of requests, names of files. */
export class MessageGate {
  readonly #context: Pick<NodeContext, 'config' | 'identities' | 'now'>
  readonly #rules: LocalRulesFolder

  constructor(context: Pick<NodeContext, 'config' | 'identities' | 'now'>) {
    this.#context = context
    this.#rules = new LocalRulesFolder(context.config.release.folder)
  }

  /** What the rules find in a message to a peer. */
  async judge(
    peer: string,
    message: OutgoingMessage,
  ): Promise<Result<MessageDecision, 'release-rules'>> {
    const local = await this.#rules.load()
    if (!local.ok) return local
    const { config, identities, now } = this.#context
    const identity = await identities.current(peer)
    const found = judgeMessage(message, {
      laws: local.value.laws,
      economy: identity?.economy ?? '',
      internalNames: config.release.internalNames,
      year: new Date(now()).getUTCFullYear(),
    })
    return ok(decisionOf(found, (finding) => keptFinding(finding, local.value.laws, placeOf)))
  }

  /**
   * Lets a message go, or says why not.
   *
   * @param shown - what a second person saw when they let it go; undefined when nobody has
   * @returns the value, marked; or the code with the first place that it is about
   */
  async clear<T extends object>(
    peer: string,
    value: T,
    message: OutgoingMessage,
    shown: readonly KeptFinding[] | undefined,
  ): Promise<Result<Cleared<T>, GateRefusal>> {
    const judged = await this.judge(peer, message)
    if (!judged.ok) return judged
    const { findings } = judged.value
    const blocked = findings.find(({ outcome }) => outcome === 'block')
    if (blocked) return refuse('release-blocked', sayAt(blocked))
    // A rule that came since somebody looked asks anew.
    const unseen = findings.find((finding) => !(shown ?? []).some((seen) => isSame(seen, finding)))
    if (unseen) return refuse('release-review', sayAt(unseen))
    return ok(value as Cleared<T>)
  }
}

/** Something that says no more than machines read: no text of it needs to be looked at. */
export function nothingSaid(): Cleared<object> {
  return {} as Cleared<object>
}

/** The name under which bytes are looked at: hex SHA-256 of their canonical form. */
export function lookedAt(what: JsonObject | readonly JsonObject[]): string {
  return createHash('sha256')
    .update(canonicalBytes(what as JsonObject))
    .digest('hex')
}

function decisionOf(
  found: readonly Finding[],
  keep: (finding: Finding) => KeptFinding,
): MessageDecision {
  const worst = strictest(found)
  // What blocks is told first: it must not be the hundred and first.
  const sorted = found.toSorted(
    (a, b) => Number(b.outcome === 'block') - Number(a.outcome === 'block'),
  )
  return {
    outcome: worst === 'redact' ? 'review' : worst,
    findings: sorted.slice(0, TOLD).map(keep),
  }
}

function isSame(a: KeptFinding, b: KeptFinding): boolean {
  return a.rule === b.rule && a.reason === b.reason && a.cites === b.cites && a.at === b.at
}

function sayAt({ at, cites, reason }: KeptFinding): string {
  return [cites ?? reason, at].filter((part) => part !== null).join(' ')
}

/** A place in a message: its names are the protocol's, so they can be told whole. */
function placeOf(path: NonNullable<Finding['path']>): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('')
}
