/** Numbers of acts that wait for an answer, as the tab keeps them. */
import { beforeEach, expect, test, vi } from 'vitest'
import { forgetUnanswered, numberOf } from './unanswered.ts'

const PATH = '/api/v1/requests/move'
const kept = new Map<string, string>()

beforeEach(() => {
  kept.clear()
  vi.useRealTimers()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
})

test('what was not answered keeps its number; what was, or differs, is another act', async () => {
  const first = await numberOf('ann', PATH, { id: 'x', move: 'accept' })
  expect((await numberOf('ann', PATH, { id: 'x', move: 'accept' })).act).toBe(first.act)
  expect((await numberOf('ann', PATH, { id: 'y', move: 'accept' })).act).not.toBe(first.act)
  expect((await numberOf('ann', '/api/v1/sight', { id: 'x', move: 'accept' })).act).not.toBe(
    first.act,
  )
  first.answered()
  expect((await numberOf('ann', PATH, { id: 'x', move: 'accept' })).act).not.toBe(first.act)
})

test('numbers are of one account, and go when another comes or anybody leaves', async () => {
  const ann = await numberOf('ann', PATH, { id: 'x' })
  const wei = await numberOf('wei', PATH, { id: 'x' })
  expect(wei.act).not.toBe(ann.act)
  // An answer that comes late takes nothing from who is here now.
  ann.answered()
  expect((await numberOf('wei', PATH, { id: 'x' })).act).toBe(wei.act)
  forgetUnanswered('wei')
  expect((await numberOf('wei', PATH, { id: 'x' })).act).toBe(wei.act)
  forgetUnanswered('ann')
  expect(kept.size).toBe(0)
  await numberOf('wei', PATH, { id: 'x' })
  forgetUnanswered()
  expect(kept.size).toBe(0)
})

test('nothing of what is asked is kept, and of what may hold a password not even a digest', async () => {
  await numberOf('ann', PATH, { note: 'victim@bank.example' })
  expect([...kept.values()].join()).not.toContain('bank')
  kept.clear()
  await numberOf('ann', '/api/v1/feeds', { password: 'lamp' })
  expect(kept.size).toBe(0)
})

test('it is bounded: the oldest go first, and an hour later all', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const first = await numberOf('ann', PATH, 'first')
  for (let n = 0; n < 200; n++) await numberOf('ann', PATH, n)
  expect([...kept.values()].join().length).toBeLessThan(8000)
  expect((await numberOf('ann', PATH, 'first')).act).not.toBe(first.act)
  const last = await numberOf('ann', PATH, 199)
  expect((await numberOf('ann', PATH, 199)).act).toBe(last.act)
  vi.setSystemTime(Date.now() + 3_600_001)
  expect((await numberOf('ann', PATH, 199)).act).not.toBe(last.act)
})

test('a tab that is full numbers what is done all the same', async () => {
  vi.stubGlobal('sessionStorage', {
    getItem: () => null,
    setItem() {
      throw new DOMException('full', 'QuotaExceededError')
    },
    removeItem: () => undefined,
  })
  const { act, answered } = await numberOf('ann', PATH, 'x')
  expect(act).toMatch(/^[0-9a-f-]{36}$/)
  answered()
})
