import { describe, expect, test } from 'vitest'
import { MemoryAtRest, type MemoryUse } from './memory-at-rest.ts'

const MB = 1 << 20

/** A process whose use is as it is set; collecting leaves a young generation of 1 MB. */
function fake(use: MemoryUse) {
  const state = { use, collected: 0 }
  const port = {
    use: () => state.use,
    collect() {
      state.collected++
      state.use = { ...state.use, young: MB, resident: 100 * MB }
    },
  }
  return { state, memory: new MemoryAtRest(port) }
}

describe('memory at rest', () => {
  test('is left alone while there is work', () => {
    const { state, memory } = fake({ cpu: 0, young: 32 * MB, resident: 200 * MB })
    state.use = { ...state.use, cpu: 500_000 }
    memory.look(2000)
    expect(state.collected).toBe(0)
  })

  test('is given back once, and again only when there is something to give', () => {
    const { state, memory } = fake({ cpu: 0, young: 32 * MB, resident: 200 * MB })
    memory.look(2000)
    expect(state.collected).toBe(1)
    memory.look(2000)
    memory.look(2000)
    expect(state.collected).toBe(1)
    state.use = { ...state.use, young: 16 * MB }
    memory.look(2000)
    expect(state.collected).toBe(2)
    state.use = { ...state.use, resident: 140 * MB }
    memory.look(2000)
    expect(state.collected).toBe(3)
  })

  test('work that ended is not counted twice', () => {
    const { state, memory } = fake({ cpu: 0, young: 32 * MB, resident: 200 * MB })
    state.use = { ...state.use, cpu: 2_000_000 }
    memory.look(2000)
    memory.look(2000)
    expect(state.collected).toBe(1)
  })
})
