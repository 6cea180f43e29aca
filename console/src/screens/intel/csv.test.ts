import { expect, test } from 'vitest'
import { cell, csv } from './csv.ts'

test('no cell begins a formula, and quotes stay inside theirs', () => {
  for (const hostile of ['=cmd|x', '+1', '-1', '@sum', '\tx']) expect(cell(hostile)[1]).toBe("'")
  expect(cell('a"b')).toBe('"a""b"')
  const known = {
    stixId: 'indicator--1',
    type: 'indicator',
    tlp: 'green',
    source: '',
    retracted: false,
  } as const
  const value = { given: '=x', kind: 'domain', spelling: 'x', exact: [known], around: [] }
  expect(csv([value]).split('\r\n')[1]).toBe('"\'=x","domain","1","0","indicator--1"')
})
