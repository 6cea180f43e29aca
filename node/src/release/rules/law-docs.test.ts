import { readFile } from 'node:fs/promises'
import type { JsonObject } from '@concert/core'
import { describe, expect, test } from 'vitest'
import { readLaw } from './law.ts'

const PAGES = ['release.md', 'release.zh-CN.md'] as const

/** The example of a law file on a page of the documentation. */
async function exampleOn(page: string) {
  const text = await readFile(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = '']) => block)
  const laws = blocks.filter((block) => block.includes('"rules"'))
  expect(laws).toHaveLength(1)
  const read = readLaw(JSON.parse(laws[0] ?? ''))
  if (!read.ok) throw new Error(`${page}: ${read.at}`)
  return read.value
}

describe.each(PAGES)('the example on %s', (page) => {
  const cases: readonly (readonly [string, JsonObject, string, readonly string[]])[] = [
    ['a label and an economy', { type: 'indicator', labels: ['power-grid'] }, 'XB', ['power-grid']],
    ['the same for somebody else', { type: 'indicator', labels: ['power-grid'] }, 'XC', []],
    ['a property', { type: 'indicator', x_subscriber: 'x' }, 'XC', ['subscriber']],
    ['words at any depth', { type: 'note', x_a: { b: ['某医院'] } }, 'XC', ['health']],
    [
      'a type with a sector',
      { type: 'identity', sectors: ['energy', 'healthcare'] },
      'XC',
      ['health'],
    ],
    ['nothing', { type: 'identity', sectors: ['energy'] }, 'XB', []],
  ]
  test.each(cases)('%s', async (_what, object, economy, ids) => {
    const found = (await exampleOn(page)).flatMap((law) =>
      law.ask({ object, tlp: 'green', economy }),
    )
    expect(found.map(({ cites }) => cites)).toEqual(ids)
  })
})

test('is the same in both languages', async () => {
  const [en, zh] = await Promise.all(PAGES.map(exampleOn))
  const plain = (rules: typeof en) => rules?.map(({ ask: _ask, ...rest }) => rest)
  expect(plain(en)).toEqual(plain(zh))
})
