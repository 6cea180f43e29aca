import type { JsonObject } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeDigest, PARTIES, World } from '../testing/world.ts'
import { Thread } from '../thread/thread.ts'
import { PING, type PingState } from './fold.ts'
import { viewPing } from './view.ts'

const ASKED = '2026-03-02T08:00:00.000Z'

function world(role = 'technical'): World {
  const act = { parties: PARTIES.slice(0, 2), role, within: 60 } as unknown as JsonObject
  return new World(2, { author: PARTIES[0] as string, kind: 'ping.ask', act })
}

function thread(of: World): Thread<PingState> {
  return Thread.open(PING, of.root, of.all) as Thread<PingState>
}

function say(of: World, party: number, kind: string, act: object) {
  const said = of.say(party, `ping.${kind}`, act as JsonObject)
  for (const other of [0, 1]) of.deliver(other, of.all.length - 1)
  return said
}

function receive(of: World, party: number, statement: string, received: string) {
  return say(of, party, 'receive', { held: [{ statement, received }] })
}

const at = (time: string) => Date.parse(time)

describe('a ping test', () => {
  test('counts from its arrival to the arrival of a person’s answer', () => {
    const of = world()
    expect(viewPing(thread(of).state, at(ASKED)).status).toBe('sent')
    receive(of, 1, of.root.digest, ASKED)
    expect(viewPing(thread(of).state, at(ASKED))).toMatchObject({
      status: 'arrived',
      due: at('2026-03-02T09:00:00.000Z'),
    })
    const answer = say(of, 1, 'answer', { role: 'technical', human: true })
    receive(of, 0, answer.digest, '2026-03-02T08:12:01.000Z')
    expect(viewPing(thread(of).state, at('2027-01-01T00:00:00.000Z'))).toMatchObject({
      status: 'answered',
      minutes: 13,
    })
  })

  test('is missed in silence, whatever machines say, and late when a person comes too late', () => {
    const of = world()
    receive(of, 1, of.root.digest, ASKED)
    say(of, 1, 'answer', { role: 'technical', human: false })
    expect(thread(of).state.machine).toHaveLength(1)
    expect(viewPing(thread(of).state, at('2026-03-02T09:00:00.000Z')).status).toBe('missed')
    const answer = say(of, 1, 'answer', { role: 'technical', human: true })
    receive(of, 0, answer.digest, '2026-03-02T09:00:00.000Z')
    expect(viewPing(thread(of).state, at('2026-03-02T10:00:00.000Z')).status).toBe('late')
  })

  test('what is not to be said has no effect, and says why', () => {
    const of = world()
    const said = [
      [say(of, 0, 'answer', { role: 'technical', human: true }), 'not-yours'],
      [say(of, 1, 'answer', { role: 'policy', human: true }), 'other-role'],
      [say(of, 1, 'answer', { role: 'technical' }), 'bad-act'],
      [receive(of, 1, fakeDigest(7), ASKED), 'unknown-statement'],
      [receive(of, 0, of.root.digest, ASKED), 'unknown-statement'],
      [say(of, 1, 'shout', {}), 'unsupported-kind'],
    ] as const
    say(of, 1, 'answer', { role: 'technical', human: true })
    const again = say(of, 1, 'answer', { role: 'technical', human: true })
    const folded = thread(of)
    for (const [statement, code] of said) expect(folded.broken(statement.digest)).toBe(code)
    expect(folded.broken(again.digest)).toBe('already-answered')
  })

  test('gives one state in any order of arrival; the first answer of a person stays', async () => {
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('answer'),
        act: fc.record({
          role: fc.constantFrom('technical', 'policy', 'hotline'),
          human: fc.boolean(),
        }),
      }),
      fc.record({ kind: fc.constant('receive'), act: fc.constant(null) }),
    )
    const moves = fc.array(fc.tuple(fc.nat(1), act, fc.nat(30), fc.nat(50)), { maxLength: 25 })
    const cases = moves.chain((steps) => {
      const of = world()
      for (const [party, move, target, minute] of steps) {
        const received = new Date(at(ASKED) + minute * 60_000).toISOString()
        const statement = of.all[target % of.all.length]?.digest
        const body = move.act ?? { held: [{ statement, received }] }
        of.say(party, `ping.${move.kind}`, body as unknown as JsonObject)
        of.deliver(target % 2, of.all.length - 1)
      }
      return fc.tuple(fc.constant(of), fc.shuffledSubarray(of.all, { minLength: of.all.length }))
    })
    await fc.assert(
      fc.property(cases, ([of, arrival]) => {
        const batch = thread(of)
        const one = Thread.open(PING, of.root) as Thread<PingState>
        for (const statement of arrival) one.add(statement)
        expect(one.state).toEqual(batch.state)
        const human = batch.order.find(
          (entry) => entry.act.human === true && batch.broken(entry.digest) === undefined,
        )
        expect(batch.state.answer?.digest).toBe(human?.digest)
      }),
    )
  })
})
