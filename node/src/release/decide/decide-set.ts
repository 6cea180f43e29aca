import type { JsonObject } from '@concert/core'
import {
  checkStixObject,
  effectiveTlp,
  type HiddenReason,
  incomingReferences,
  redactSet,
  referencesOf,
  tlpMarkingId,
} from '@concert/stix'
import type { Finding, Outcome, Reason } from '../rules/finding.ts'
import { judgeObject, type ReleasePolicy } from '../rules/judge-object.ts'
import { type DeriveSettings, derive, uuidOf } from './derive.ts'
import { type FirstLook, lookAt } from './first-look.ts'

/**
 * How an object outside of a set stands with the recipient: it has it, or may have its id; it waits
 * for a person's decision; it must not learn of it; or it has another object in its place.
 */
export type Standing = 'known' | 'waits' | 'hidden' | { readonly as: string }

/** What decides a set. */
export interface DecideSettings {
  readonly policy: ReleasePolicy
  readonly derive: DeriveSettings
  standing(id: string): Standing
}

/** What was decided for one object; `wait` leaves it for when what it refers to is decided. */
export interface Decision {
  readonly outcome: Outcome | 'wait'
  readonly findings: readonly Finding[]
  /** What leaves, or would leave when a person approves; null when nothing does. */
  readonly leaves: JsonObject | null
}

/** Most times that a set is decided anew because a redacted object did not pass the rules. */
const ROUNDS = 8
// A marking that nobody is cleared for, to hide an object together with all that leads to it.
const BAR = 'marking-definition--4d0a2f52-9a3c-4bd1-8f0e-0c55f0a8f7d1'

const CLEAR = tlpMarkingId('clear')

const MARKING_REASONS: Readonly<Record<HiddenReason, Reason>> = {
  marked: 'marked-too-strict',
  'marking-unreadable': 'marking-unreadable',
  'id-reveals': 'id-reveals',
  incomplete: 'leads-to-hidden',
  'target-hidden': 'leads-to-hidden',
}

/**
 * Decides what of a set may leave to one recipient: every object by the rules, the whole by its
 * markings and references. What leaves changed is a new object of ours; it is judged again like any
 * other, so that nothing leaves that a rule forbids.
 *
 * @param objects - valid objects, in the order in which they would leave
 * @returns a decision for each, in the order given
 */
export function decideSet(
  objects: readonly JsonObject[],
  settings: DecideSettings,
): readonly Decision[] {
  return new SetDecision(objects, settings).run()
}

class SetDecision {
  readonly #objects: readonly JsonObject[]
  readonly #settings: DecideSettings
  readonly #looks: FirstLook[]
  readonly #decisions: (Decision | undefined)[]
  readonly #refs: readonly (readonly string[])[]
  #newIds = new Map<string, string>()

  constructor(objects: readonly JsonObject[], settings: DecideSettings) {
    this.#objects = objects
    this.#settings = settings
    this.#looks = objects.map((object) => lookAt(object, settings.policy))
    this.#decisions = objects.map(() => undefined)
    this.#refs = objects.map(referencesOf)
  }

  run(): readonly Decision[] {
    for (let at = 0; at < this.#looks.length; at++) {
      if (this.#looks[at]?.outcome === 'block') this.#decide(at, 'block', null)
    }
    this.#decideWaiting()
    let isDone = false
    for (let round = 0; round < ROUNDS && !isDone; round++) isDone = this.#decideFree()
    for (let at = 0; at < this.#looks.length; at++) {
      if (this.#decisions[at] !== undefined) continue
      if (this.#looks[at]?.outcome === 'review') this.#decideReview(at)
      else this.#block(at, 'too-complex')
    }
    return this.#decisions as Decision[]
  }

  #decide(at: number, outcome: Decision['outcome'], leaves: JsonObject | null): void {
    const { findings } = this.#looks[at] as FirstLook
    this.#decisions[at] = { outcome, findings, leaves }
  }

  #block(at: number, reason: Reason): void {
    const { findings } = this.#looks[at] as FirstLook
    const finding: Finding = { rule: 'tlp', reason, outcome: 'block' }
    this.#decisions[at] = { outcome: 'block', findings: [...findings, finding], leaves: null }
  }

  /** What refers to something that a person has to decide first, directly or not, waits. */
  #decideWaiting(): void {
    const isReviewed = (at: number) => this.#looks[at]?.outcome === 'review'
    const waiting: string[] = []
    for (let at = 0; at < this.#objects.length; at++) {
      const id = String(this.#objects[at]?.id)
      if (isReviewed(at)) waiting.push(id)
      if (this.#decisions[at] === undefined && this.#refersToWaiting(at)) {
        this.#decide(at, 'wait', null)
        waiting.push(id)
      }
    }
    if (waiting.length === 0) return
    const places = Map.groupBy(this.#objects.keys(), (at) => String(this.#objects[at]?.id))
    const incoming = incomingReferences(this.#objects)
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      for (const { from } of incoming.get(id) ?? []) {
        for (const at of places.get(from) ?? []) {
          if (this.#decisions[at] !== undefined || from === id) continue
          this.#decide(at, 'wait', null)
          waiting.push(from)
        }
      }
    }
  }

  #refersToWaiting(at: number): boolean {
    return this.#refs[at]?.some((id) => this.#settings.standing(id) === 'waits') === true
  }

  /** Decides everything that needs no person. @returns false when it must be done anew */
  #decideFree(): boolean {
    const { policy } = this.#settings
    const set = this.#objects.map((object, at) => this.#inSet(object, at))
    const view = redactSet(set, { tlp: policy.label }, { mayRefer: (id) => this.#maySee(id) })
    const reasons = new Map(view.hidden.map(({ object, reason }) => [object, reason]))
    const redacted = new Map(view.redacted.map(({ object, before }) => [before, object]))
    const shown = new Map<number, JsonObject>()
    for (let at = 0; at < set.length; at++) {
      if (!this.#isFree(at)) continue
      const object = set[at] as JsonObject
      const reason = reasons.get(object)
      if (reason !== undefined) this.#block(at, MARKING_REASONS[reason])
      else shown.set(at, redacted.get(object) ?? object)
    }
    this.#renameChanged(shown)
    return this.#deriveAll(shown)
  }

  #isFree(at: number): boolean {
    return this.#decisions[at] === undefined && this.#looks[at]?.outcome !== 'review'
  }

  #inSet(object: JsonObject, at: number): JsonObject {
    if (this.#isFree(at)) return (this.#looks[at] as FirstLook).left
    // Our own name the peer has from the peering, whether or not the object that says it may leave.
    if (this.#isOurName(object)) return { ...object, object_marking_refs: [CLEAR] }
    return { ...object, object_marking_refs: [BAR] }
  }

  #isOurName({ id }: JsonObject): boolean {
    return id === this.#settings.derive.createdBy
  }

  #maySee(id: string): boolean {
    const standing = this.#settings.standing(id)
    return standing === 'known' || typeof standing === 'object'
  }

  /** Gives a new id to everything that changed, and so to what refers to it, and so on. */
  #renameChanged(shown: ReadonlyMap<number, JsonObject>): void {
    this.#newIds = new Map()
    const left = new Map(shown)
    for (let isGrowing = true; isGrowing; ) {
      isGrowing = false
      for (const [at, object] of left) {
        const isChanged = object !== this.#objects[at] || this.#refersToRenamed(at)
        if (!isChanged) continue
        this.#newIds.set(uuidOf(String(object.id)), uuidOf(this.#newId(at)))
        left.delete(at)
        isGrowing = true
      }
    }
  }

  #newId(at: number): string {
    const { type, id, modified } = this.#objects[at] as JsonObject
    return this.#settings.derive.newId(String(type), `${id}|${modified ?? ''}`)
  }

  #refersToRenamed(at: number): boolean {
    let isRenamed = false
    for (const id of this.#refs[at] ?? []) {
      const there = this.#settings.standing(id)
      if (typeof there === 'object') this.#newIds.set(uuidOf(id), uuidOf(there.as))
      if (this.#newIds.has(uuidOf(id))) isRenamed = true
    }
    return isRenamed
  }

  #deriveAll(shown: ReadonlyMap<number, JsonObject>): boolean {
    const done: [at: number, outcome: Outcome, leaves: JsonObject][] = []
    let isDone = true
    for (const [at, object] of shown) {
      if (!this.#newIds.has(uuidOf(String(object.id)))) done.push([at, 'allow', object])
      else {
        const made = this.#derived(at, object)
        if (made === undefined) {
          this.#block(at, 'not-redactable')
          isDone = false
        } else done.push([at, 'redact', made])
      }
    }
    if (isDone) for (const [at, outcome, leaves] of done) this.#decide(at, outcome, leaves)
    return isDone
  }

  /** The new object of ours, when it is valid and passes every rule itself. */
  #derived(at: number, object: JsonObject): JsonObject | undefined {
    const { policy, derive: settings } = this.#settings
    const made = derive(object, this.#newIds, settings)
    if (made === undefined || checkStixObject(made).length > 0) return undefined
    const accepted = new Set((this.#looks[at] as FirstLook).forPeople)
    const found = judgeObject(made, effectiveTlp(made), policy)
    return found.every(({ reason, outcome }) => outcome === 'review' || accepted.has(reason))
      ? made
      : undefined
  }

  /** What a person is shown is the very object that leaves when it is approved. */
  #decideReview(at: number): void {
    const { policy } = this.#settings
    const { left } = this.#looks[at] as FirstLook
    const released = new Map<string, boolean>()
    for (const [other, decision] of this.#decisions.entries()) {
      const isSent = decision?.outcome === 'allow' || decision?.outcome === 'redact'
      const object = this.#objects[other] as JsonObject
      released.set(String(object.id), isSent || this.#isOurName(object))
    }
    const mayRefer = (id: string) => released.get(id) ?? this.#maySee(id)
    const view = redactSet([left], { tlp: policy.label }, { mayRefer })
    const shown = view.shown[0]
    if (shown === undefined) {
      this.#block(at, MARKING_REASONS[view.hidden[0]?.reason ?? 'marked'])
      return
    }
    const isSame = shown === this.#objects[at] && !this.#refersToRenamed(at)
    if (isSame) {
      this.#decide(at, 'review', shown)
      return
    }
    this.#newIds.set(uuidOf(String(left.id)), uuidOf(this.#newId(at)))
    const made = this.#derived(at, shown)
    if (made === undefined) this.#block(at, 'not-redactable')
    else this.#decide(at, 'review', made)
  }
}
