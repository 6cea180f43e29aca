import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'
import { definitionList, textTable } from './text-table.ts'
import { displayWidth, safeText, truncate } from './width.ts'

test('Chinese characters take two columns, combining ones none', () => {
  expect(displayWidth('abc')).toBe(3)
  expect(displayWidth('雅登')).toBe(4)
  expect(displayWidth('（，）')).toBe(6)
  expect(displayWidth('e\u0301')).toBe(1)
  expect(displayWidth('𠀀')).toBe(2)
})

test('columns stand under each other in both languages', () => {
  const table = textTable(
    [{ title: '名称' }, { title: 'n', align: 'right' }, { title: 'x' }],
    [
      ['雅登', 1, 'a'],
      ['Belmar', 13_750, 'b'],
    ],
  )
  expect(table.split('\n')).toEqual([
    '名称        n  x',
    '------  -----  -',
    '雅登        1  a',
    'Belmar  13750  b',
    '',
  ])
  expect(
    definitionList([
      ['雅', 'x'],
      ['abc', 'y'],
    ]),
  ).toBe('  雅   x\n  abc  y\n')
})

test('what a peer wrote can neither move the cursor nor turn the line round', () => {
  const table = textTable([{ title: 't' }], [['a\u001b[2Jb\u202ec\nd\u009be']])
  expect(table.split('\n')[2]).toBe('a\ufffd[2Jb\ufffdc\ufffdd\ufffde')
})

test('a cut text never takes more columns than it may', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, columns) => {
      expect(displayWidth(truncate(text, columns))).toBeLessThanOrEqual(columns)
      expect(safeText(text)).not.toMatch(/\p{Cc}/u)
    }),
    { numRuns: 300 },
  )
})

test('progress is one line on a terminal, painted now and then, and nothing elsewhere', () => {
  let written = ''
  let time = 0
  const write = (text: string) => (written += text)
  const shown = createProgress({ write, isTTY: true, columns: 6 }, () => time)
  shown.update('one 雅登雅登')
  shown.update('too soon')
  time = 100
  shown.update('two')
  shown.clear()
  shown.clear()
  expect(written).toBe('\r\u001b[2Kone …\r\u001b[2Ktwo\r\u001b[2K')
  written = ''
  const silent = createProgress({ write }, () => time)
  silent.update('three')
  silent.clear()
  expect(written).toBe('')
})
