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

describe('memory at rest, of a node that somebody plays with', () => {
  const LOOKS = 1800
  const LOOK_MS = 2000

  /** A process in which collecting takes its time, as it does with a large heap. */
  function slow(collectMs: number) {
    const state = { use: { cpu: 0, young: MB, resident: 100 * MB }, collected: 0 }
    const memory = new MemoryAtRest({
      use: () => state.use,
      collect() {
        state.collected++
        const { cpu } = state.use
        state.use = { cpu: cpu + collectMs * 1000, young: MB, resident: 100 * MB }
      },
    })
    /** What is done between two looks: so much work, and so much more memory. */
    const look = (cpuMs: number, grown: number) => {
      const { cpu, young, resident } = state.use
      state.use = { cpu: cpu + cpuMs * 1000, young: young + grown, resident: resident + grown }
      memory.look(LOOK_MS)
    }
    return { state, look }
  }

  test.each([100, 600, 3000])(
    'whoever makes it grow and falls silent, all the time, gets a fiftieth of it: %i ms each',
    (collectMs) => {
      const { state, look } = slow(collectMs)
      for (let n = 0; n < LOOKS; n++) look(90, 16 * MB)
      expect(state.collected).toBeGreaterThan(1)
      const most = (LOOKS * LOOK_MS) / 50
      // The last may have been a moment ago.
      expect((state.collected - 1) * collectMs).toBeLessThanOrEqual(most)
      // What is left of it when nobody calls any more is given back.
      const wait = Math.ceil((collectMs * 50) / LOOK_MS)
      for (let n = 0; n < wait; n++) look(0, 0)
      expect(state.use.resident).toBe(100 * MB)
    },
  )

  test('whoever never lets it rest stops nobody: it is collected as any process, and here when it rests', () => {
    const { state, look } = slow(100)
    for (let n = 0; n < LOOKS; n++) look(101, n < 10 ? 16 * MB : 0)
    expect(state.collected).toBe(0)
    look(0, 0)
    expect(state.collected).toBe(1)
    expect(state.use.resident).toBe(100 * MB)
  })

  test('a heap that stays large is not collected over and over', () => {
    const { state, look } = slow(100)
    look(0, 64 * MB)
    for (let n = 0; n < LOOKS; n++) look(1, n % 2 === 0 ? 6 * MB : -6 * MB)
    expect(state.collected).toBe(1)
  })
})
