/** Every text of the console: both halves there, and the Chinese written as Chinese is. */
import { describe, expect, test } from 'vitest'

const modules = import.meta.glob<Record<string, unknown>>(
  ['../**/texts.ts', '../**/screen.ts', '../**/*-texts.ts'],
  { eager: true },
)

/** Calls functions with arguments that fit anything a text is filled with. */
function* pairs(value: unknown, path: string): Generator<[string, readonly [string, string]]> {
  if (typeof value === 'function') {
    if (/^[a-z]/.test(value.name) && !path.includes('screen.ts')) {
      yield* pairs(value(...Array(6).fill(3)), path)
    }
  } else if (isPair(value)) yield [path, value]
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) yield* pairs(each, `${path}.${key}`)
  }
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((v) => typeof v === 'string')
}

const all = Object.entries(modules).flatMap(([path, module]) => [...pairs(module, path)])

describe('texts', () => {
  test('there are some', () => expect(all.length).toBeGreaterThan(50))

  test.each(all)('%s', (path, [en, zh]) => {
    expect(en.trim()).toBe(en)
    expect(zh.trim()).toBe(zh)
    expect(en).not.toBe('')
    expect(zh).not.toBe('')
    // `text-autospace` spaces them; typed spaces would double it.
    expect(zh, path).not.toMatch(/\p{Script=Han} [A-Za-z0-9]|[A-Za-z0-9] \p{Script=Han}/u)
    expect(zh, path).not.toMatch(/[\p{Script=Han}][,;:!?]/u)
    expect(en, path).not.toMatch(/\p{Script=Han}/u)
  })
})
