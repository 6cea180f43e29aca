import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, Desks, phishing, REQUEST_TERMS } from '../testing/desks.ts'
import { tellStatuses } from './status-file.ts'
import { planStatuses, readStatusTable } from './targets/target-statuses.ts'

let desks: Desks

beforeAll(async () => {
  desks = await Desks.open({}, { ...REQUEST_TERMS, targets: 30_000 })
})

afterAll(async () => {
  await desks.close()
})

const tell = async (
  side: 'a' | 'b',
  id: string,
  lines: readonly string[],
  as: 'partial' | 'answer' = 'partial',
) => {
  const { context, requests } = desks.pair[side].parts
  const text = lines.join('\n')
  const told = accepted(await tellStatuses(context, requests.words, { id, text, as }, undefined))
  await desks.rest()
  return told
}

describe('a file of statuses', () => {
  it('tells of each target how it stands, and names the lines that it could not use', async () => {
    const targets = ['one', 'two', 'three', 'four'].map((name) => `https://${name}.example/a`)
    const id = await desks.send('a', phishing(desks.node('b')), targets)
    const at = '2026-11-20T08:00:00.000Z'
    const told = await tell('b', id, [
      'url;status;at',
      'hxxps://one[.]example/a;down;2026-11-20 08:00',
      `https://two.example/a;已关停;${at}`,
      'https://three.example/a;not-ours;',
      'https://nine.example/a;down;',
      'https://four.example/a;gone;',
      'https://four.example/a;up;',
      'https://one.example/a;down;',
      'nothing at all;down;',
    ])
    expect(told).toEqual({
      told: 3,
      unchanged: 0,
      statements: 1,
      faultCount: 5,
      faults: [
        { line: 5, code: 'not-listed' },
        { line: 6, code: 'not-a-status' },
        { line: 7, code: 'not-yours' },
        { line: 8, code: 'twice' },
        { line: 9, code: 'not-a-target' },
      ],
    })
    const page = accepted(await desks.desk('a').targets(id, {}))
    expect(page.targets.map(({ status }) => status)).toEqual(['down', 'down', 'not-ours', 'open'])
    expect(page.targets[0]).toMatchObject({ at, down: at })
    // The asker saw one come up again: a relapse; the same file again says nothing new.
    const again = ['https://one.example/a,up', 'https://four.example/a,confirmed']
    expect(await tell('a', id, again)).toMatchObject({ told: 2, statements: 1, faultCount: 0 })
    expect(await tell('a', id, again)).toMatchObject({ told: 0, unchanged: 2, statements: 0 })
    expect((await desks.show('b', id)).targets).toMatchObject({ relapses: 1 })
  })

  it('of more runs than one statement holds is told in several; the last one answers', async () => {
    const targets = Array.from({ length: 21_000 }, (_, i) => `https://t${i}.example/`)
    const id = await desks.send('a', phishing(desks.node('b')), targets)
    const lines = targets.map((url, i) => `${url},${i % 2 === 0 ? 'down' : 'not-ours'}`)
    const told = await tell('b', id, lines, 'answer')
    expect(told).toMatchObject({ told: 21_000, statements: 3, faultCount: 0 })
    const atA = await desks.show('a', id)
    expect(atA).toMatchObject({ phase: 'answered' })
    expect(atA.targets.byStatus).toEqual({ down: 10_500, 'not-ours': 10_500 })
    expect(atA.events.map(({ kind }) => kind)).toEqual([
      'request.request',
      'request.partial',
      'request.partial',
      'request.answer',
    ])
  })

  it('that is no table is refused; times are UTC or nothing', () => {
    expect(readStatusTable('"open,down\n')).toMatchObject({ code: 'unreadable-targets' })
    expect(readStatusTable('status,when\ndown,now\n')).toMatchObject({ at: 'header' })
    const known = {
      index: new Map([['a.example', 0]]),
      statusOf: () => ({ status: 'open', at: null }),
    }
    const when = (at: string) => {
      const lines = accepted(readStatusTable(`a.example,down,${at}`))
      const plan = planStatuses(lines, known, 'owner', '2026-01-01T00:00:00.000Z')
      return plan.parts[0]?.[0]?.at ?? plan.faults[0]?.code
    }
    expect(when('2026-11-20')).toBe('2026-11-20T00:00:00.000Z')
    expect(when('2026-11-20T08:00:00+08:00')).toBe('not-a-time')
    expect(when('2026-13-20')).toBe('not-a-time')
    expect(when('')).toBe('2026-01-01T00:00:00.000Z')
  })
})
