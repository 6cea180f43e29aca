import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, Desks, phishing } from '../testing/desks.ts'

let desks: Desks

beforeAll(async () => {
  desks = await Desks.open()
})

afterAll(async () => {
  await desks.close()
})

describe('a request between two nodes', () => {
  it('goes from draft to closed, and both fold the same', async () => {
    const id = await desks.send('a', phishing(desks.node('b')), [
      'hxxps://bank-login[.]example/a',
      'https://bank-login.example/a',
      'evil.example',
    ])
    const atB = await desks.show('b', id)
    expect(atB).toMatchObject({ side: 'owner', targets: { total: 2, listed: 2 } })
    expect(atB.view).toMatchObject({ status: 'delivered', acknowledge: { status: 'running' } })
    const page = accepted(await desks.desk('b').targets(id, {}))
    expect(page.targets.map(({ value }) => value)).toEqual([
      'https://bank-login.example/a',
      'evil.example',
    ])
    for (const [side, move, act] of [
      ['b', 'acknowledge', { human: true }],
      ['b', 'accept', { scope: 'whole', by: null }],
      ['b', 'answer', { questions: [], targets: [], result: 'complete' }],
      ['a', 'rate', { usefulness: 3, reason: 'useful' }],
      ['a', 'close', { reason: 'resolved' }],
    ] as const) {
      accepted(await desks.move(side, id, move, act))
    }
    const [a, b] = [await desks.show('a', id), await desks.show('b', id)]
    expect(a.phase).toBe('closed')
    expect(a.events).toEqual(b.events)
    expect(a.view).toEqual(b.view)
  })
})
