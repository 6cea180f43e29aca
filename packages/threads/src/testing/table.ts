import type { JsonObject } from '@concert/core'
import { COMPACT, type CompactState } from '../compact/fold.ts'
import { COMPACT_TEMPLATES } from '../compact/templates.ts'
import { NO_TERMS, type Terms } from '../compact/terms.ts'
import type { ThreadStatement } from '../thread/statement.ts'
import { Thread } from '../thread/thread.ts'
import { PARTIES, World } from './world.ts'

/** Terms of a compact that agrees to most of what there is. */
export const TERMS: Terms = COMPACT_TEMPLATES[0]?.terms ?? NO_TERMS
/** Until when versions are to be signed. */
export const SIGN_BY = '2026-02-01T00:00:00.000Z'
/** When signatures arrive. */
export const HELD = '2026-01-15T00:00:00.000Z'

/** The act of a version. */
export function proposal(
  parties: readonly string[],
  round: number,
  terms: Terms = TERMS,
): JsonObject {
  const times = { from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' }
  return { parties, round, ...times, sign_by: SIGN_BY, terms } as unknown as JsonObject
}

/** A compact between the first parties, and what they can say in it. */
export class Table {
  readonly world: World
  readonly parties: readonly string[]

  constructor(count = 2) {
    this.parties = PARTIES.slice(0, count)
    this.world = new World(count, {
      author: this.parties[0] as string,
      kind: 'compact.propose',
      act: proposal(this.parties, 1),
    })
  }

  get id(): string {
    return this.world.root.digest
  }

  say(party: number, kind: string, act: object): ThreadStatement {
    const said = this.world.say(party, kind, act as JsonObject)
    for (const other of this.parties.keys()) this.world.deliver(other, this.world.all.length - 1)
    return said
  }

  sign(party: number, version: ThreadStatement, more: object = {}): ThreadStatement {
    const base = this.state().proposals.find((entry) => entry.digest === version.digest)?.base
    const { round, sign_by } = version.act
    const act = { compact: this.id, base: base ?? null, next: version.digest, round, sign_by }
    return this.say(party, 'compact.sign', { ...act, ...more })
  }

  hold(
    party: number,
    version: ThreadStatement,
    signs: readonly ThreadStatement[],
    received = HELD,
  ) {
    const held = signs.map((sign) => ({ sign: sign.digest, received }))
    const act = { compact: this.id, next: version.digest, round: version.act.round, held }
    return this.say(party, 'compact.hold', act)
  }

  /** Everybody signs and holds: the version comes into force. */
  conclude(version: ThreadStatement): void {
    const signs = [...this.parties.keys()].map((party) => this.sign(party, version))
    for (const party of this.parties.keys()) {
      this.hold(party, version, signs.toSpliced(party, 1))
    }
  }

  state(): CompactState {
    return (Thread.open(COMPACT, this.world.root, this.world.all) as Thread<CompactState>).state
  }

  why(statement: ThreadStatement): string | undefined {
    return Thread.open(COMPACT, this.world.root, this.world.all)?.broken(statement.digest)
  }
}
