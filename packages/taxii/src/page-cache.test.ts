import { expect, test } from 'vitest'
import { PageCache } from './page-cache.ts'

const page = (size: number) => ({ tag: 'W/"1"', body: new Uint8Array(size), headers: [] })

test('a page is kept when it is asked for again, not before', () => {
  const cache = new PageCache(100_000)
  cache.offer('a', page(10))
  expect(cache.get('a')).toBeUndefined()
  cache.offer('a', page(10))
  expect(cache.get('a')).toBeDefined()
})

test('the oldest go when there is no room; too large ones and long keys are not kept', () => {
  const cache = new PageCache(10_000)
  const keep = (key: string, size: number) => {
    cache.offer(key, page(size))
    cache.offer(key, page(size))
  }
  for (const key of ['a', 'b', 'c']) keep(key, 2000)
  expect(cache.get('a')).toBeUndefined()
  expect(cache.get('c')).toBeDefined()
  keep('large', 20_000)
  keep('x'.repeat(2000), 10)
  expect(cache.get('large')).toBeUndefined()
  expect(cache.get('x'.repeat(2000))).toBeUndefined()
  expect(cache.get('c')).toBeDefined()
})

test('a pull through many pages pushes out nothing that others ask for', () => {
  const cache = new PageCache(10_000)
  cache.offer('hot', page(2000))
  cache.offer('hot', page(2000))
  for (let n = 0; n < 10_000; n++) cache.offer(`cold ${n}`, page(2000))
  expect(cache.get('hot')).toBeDefined()
})
