import { describe, expect, it } from 'vitest'
import { STORE_MESSAGES } from './store-messages.ts'

describe('the sentences of store errors', () => {
  it.each(Object.entries(STORE_MESSAGES))('%s has one in each language', (_, { en, zh }) => {
    expect(en).toMatch(/^[A-Z][\x20-\x7e]+\.$/)
    expect(zh).toMatch(/^[\p{Script=Han}，。]+。$/u)
  })
})
