import type { JsonObject } from '@concert/core'
import { STIX_FAULTS, type StixFault, type StixObject } from '@concert/stix'
import type { TaxiiLanguage } from './problem.ts'
import { type StatusDetail, statusText } from './resources.ts'
import type { AddOutcome } from './store.ts'
import { type Micros, parseMicros } from './timestamp.ts'
import { UNVERSIONED, versionOf } from './version.ts'

type Refused = Exclude<AddOutcome, 'added'>

const MESSAGES: Readonly<Record<Refused, Readonly<Record<TaxiiLanguage, string>>>> = {
  conflict: {
    en: 'Another object with this id and version is already there; the first one is kept.',
    zh: '已存在编号与版本相同但内容不同的对象，保留先到者。',
  },
  outside: {
    en: 'This collection does not take such objects.',
    zh: '该集合不收此类对象。',
  },
}

/** What has become of the objects of one POST (TAXII 2.1 §4.3.1). */
export class Outcomes {
  readonly id: string
  readonly #requested: Micros
  /** Without one, for instance after a restart, messages are in both. */
  readonly #language: TaxiiLanguage | undefined
  readonly #successes: StatusDetail[] = []
  readonly #failures: StatusDetail[] = []
  #pendings: StatusDetail[] = []

  constructor(id: string, requested: Micros, language?: TaxiiLanguage) {
    this.id = id
    this.#requested = requested
    this.#language = language
  }

  /** Goes on from a status that this server wrote; what was pending is settled anew. */
  static of(id: string, status: string): Outcomes {
    const { request_timestamp, successes = [], failures = [], pendings = [] } = JSON.parse(status)
    const outcomes = new Outcomes(id, parseMicros(request_timestamp) ?? 0)
    outcomes.#successes.push(...(successes as StatusDetail[]))
    outcomes.#failures.push(...(failures as StatusDetail[]))
    outcomes.#pendings = pendings as StatusDetail[]
    return outcomes
  }

  get isPending(): boolean {
    return this.#pendings.length > 0
  }

  /** Whether anything of the request was good. */
  get hasTaken(): boolean {
    return this.#successes.length + this.#pendings.length > 0
  }

  /** The status resource as things stand. */
  get text(): string {
    const [successes, failures, pendings] = [this.#successes, this.#failures, this.#pendings]
    const requested = this.#requested
    return statusText({ id: this.id, requested, successes, failures, pendings })
  }

  settle(objects: readonly StixObject[], outcomes: readonly AddOutcome[]): void {
    for (const [at, { value }] of objects.entries()) {
      const detail = detailOf('', value)
      const outcome = outcomes[at] as AddOutcome
      if (outcome === 'added') this.#successes.push(detail)
      else this.#failures.push({ ...detail, message: this.#message(outcome) })
    }
  }

  /** They will be settled later, in the same order. */
  postpone(objects: readonly StixObject[]): void {
    for (const { value } of objects) this.#pendings.push(detailOf('', value))
  }

  /** Settles the first of what was postponed. */
  settlePostponed(objects: readonly StixObject[], outcomes: readonly AddOutcome[]): void {
    this.#pendings = this.#pendings.slice(objects.length)
    this.settle(objects, outcomes)
  }

  /** Nothing is left of what was postponed. */
  close(): void {
    this.#pendings = []
  }

  /** What can't be read has its place for an id. */
  fail(place: string, object: JsonObject | undefined, faults: readonly StixFault[]): void {
    const said = faults.filter(({ severity }) => severity !== 'warning').slice(0, 5)
    const language = this.#language ?? 'en'
    const message = said
      .map(({ code, at }) => `${at}: ${STIX_FAULTS[code][language]}`.replace(/^: /, ''))
      .join(' ')
    this.#failures.push({ ...detailOf(place, object), message })
  }

  #message(outcome: Refused): string {
    const { en, zh } = MESSAGES[outcome]
    return this.#language === undefined ? `${en} ${zh}` : MESSAGES[outcome][this.#language]
  }
}

function detailOf(place: string, object: JsonObject | undefined): StatusDetail {
  const id = typeof object?.id === 'string' ? object.id.slice(0, 300) : place || 'objects'
  return { id, version: object === undefined ? UNVERSIONED : versionOf(object) }
}
