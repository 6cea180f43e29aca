import type { JsonObject } from '@concert/core'
import { REQUEST } from '../request/fold.ts'
import type { RequestState } from '../request/state.ts'
import type { ThreadStatement } from '../thread/statement.ts'
import { Thread } from '../thread/thread.ts'
import { fakeDigest, PARTIES, World } from './world.ts'

/** A root that every test starts from: a takedown under `us-eastern`, U1. */
export function rootAct(change: object = {}): JsonObject {
  return {
    parties: PARTIES.slice(0, 2),
    compact: fakeDigest(1),
    type: 'takedown',
    template: 'phishing-takedown',
    urgency: 'u1',
    harm: 'victims-now',
    times: {
      acknowledge: { unit: 'minutes', count: 240 },
      answer: { unit: 'minutes', count: 1440 },
    },
    calendar: 'us-eastern',
    questions: 2,
    targets: 10,
    incident: { class: 'fraud', type: 'phishing', level: null },
    evidence: ['targets', 'verification'],
    basis: { kind: 'compact', mla: 'no', no_attribution: true },
    use: {
      victim_notification: false,
      attribution: false,
      permitted_action: 'externally-visible-direct-actions',
      prosecution: false,
      publication: false,
      targeting: false,
      expires: null,
    },
    personal_data: { categories: [], minimised: true },
    preserve_until: null,
    language: 'en',
    ...change,
  } as unknown as JsonObject
}

/** The acts of moves that carry no more than their kind needs. */
export const ACTS = {
  acknowledge: { human: true },
  accept: { scope: 'whole', by: null },
  'need-info': { items: ['screenshot'], questions: [] },
  info: { items: ['screenshot'] },
  refuse: { code: 'insufficient-evidence', item: 'screenshot' },
  transfer: { to: null, kind: 'other' },
  update: { questions: [], targets: [] },
  partial: { questions: [], targets: [] },
  answer: { questions: [], targets: [], result: 'complete' },
  extend: { until: '2026-03-09T00:00:00.000Z', reason: 'capacity' },
  hold: { until: '2026-03-09T00:00:00.000Z', reason: 'capacity' },
  withdraw: { reason: 'resolved' },
  escalate: { to: 'policy-contact', step: 1 },
  rate: { usefulness: 3, reason: 'useful' },
  close: { reason: 'resolved' },
} as const

/** A request between two parties who both hear everything at once. */
export class RequestTable {
  readonly world: World

  constructor(change: object = {}, kind = 'request.request') {
    this.world = new World(2, {
      author: PARTIES[0] as string,
      kind,
      act: rootAct(change),
    })
  }

  say(party: number, move: string, act?: object): ThreadStatement {
    const said = act ?? ACTS[move as keyof typeof ACTS]
    const statement = this.world.say(party, `request.${move}`, said as unknown as JsonObject)
    for (const other of [0, 1]) this.world.deliver(other, this.world.all.length - 1)
    return statement
  }

  /** A party says something, and the other's node that it arrived at a time. */
  at(time: string, party: number, move: string, act?: object): ThreadStatement {
    const said = this.say(party, move, act)
    this.receive(1 - party, said, time)
    return said
  }

  receive(party: number, statement: ThreadStatement, received: string): ThreadStatement {
    return this.say(party, 'receive', { held: [{ statement: statement.digest, received }] })
  }

  thread(): Thread<RequestState> {
    return Thread.open(REQUEST, this.world.root, this.world.all) as Thread<RequestState>
  }

  state(): RequestState {
    return this.thread().state
  }

  why(statement: ThreadStatement): string | undefined {
    return this.thread().broken(statement.digest)
  }
}
