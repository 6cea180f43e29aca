import { expect, test } from 'vitest'
import type { IntelObject } from '../../api/intel-answers.ts'
import { timelineOf } from './timeline.ts'

const said = {
  statement: '',
  kind: 'intel.share',
  node: 'b',
  role: '',
  time: '2026-05-02T00:00:00Z',
  compact: null,
  exercise: false,
}

test('what happened to an object stands in order, and what two versions repeat once', () => {
  const row = {
    id: 1,
    stixId: 'indicator--1',
    type: 'indicator',
    modified: '2026-05-01T00:00:00Z',
    tlp: 'green',
    source: 'b',
    added: Date.parse('2026-05-04'),
    retracted: false,
    kept: null,
    object: { created: '2026-05-01T00:00:00Z', modified: '2026-05-01T00:00:00Z', valid_from: 7 },
    isCopy: false,
    retraction: null,
  } as const
  const carried = [
    {
      direction: 'in',
      peer: 'b',
      seq: 1,
      state: '',
      logged: true,
      receipted: true,
      added: Date.parse('2026-05-03'),
    },
  ] as const
  const object: IntelObject = {
    stixId: 'indicator--1',
    type: 'indicator',
    versions: [
      { ...row, said: [{ ...said, carried }] },
      { ...row, id: 2, said: [] },
    ],
    sightings: [{ ...said, reporter: 'c', count: 3, time: 'not a time' }],
    names: {},
    isPart: false,
  }
  expect(timelineOf(object).map(({ what, node }) => `${what} ${node}`)).toEqual([
    'created null',
    'signed b',
    'came b',
    'arrived null',
  ])
})
