import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const LOOK_MS = 2000
/** A share of one processor: what a node without work takes. */
const RESTING = 0.05
/** Less than this is not worth a pause, in bytes. */
const WORTH = 8 << 20

/** Of its time the process collects a fiftieth at most, whoever makes it grow however often. */
const SPACING = 50

/** What a look at the process tells. */
export interface MemoryUse {
  /** Time of all threads on a processor so far, in microseconds. */
  readonly cpu: number
  /** Bytes of the young generation. */
  readonly young: number
  /** Resident set, in bytes. */
  readonly resident: number
}

/** The process as {@link MemoryAtRest} needs it. */
export interface MemoryPort {
  use(): MemoryUse
  /** Collects everything and gives free pages to the system: a tenth of a second for 50 MB. */
  collect(): void
}

/**
 * Gives memory back when the node rests. V8 lets a young generation grow under load and leaves it
 * so, together with the pages of what died: it can't know that nothing will come for a while.
 */
export class MemoryAtRest {
  readonly #port: MemoryPort
  #cpu: number
  /** What was left after the last time. */
  #left = 0
  /** Milliseconds until it may be done again. */
  #wait = 0
  #timer: NodeJS.Timeout | undefined

  constructor(port: MemoryPort) {
    this.#port = port
    this.#cpu = port.use().cpu
  }

  /** Looks from now on, until {@link stop}. */
  start(): void {
    this.#timer = setInterval(() => this.look(LOOK_MS), LOOK_MS).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** @param passed - milliseconds since the last look */
  look(passed: number): void {
    const { cpu, young, resident } = this.#port.use()
    const isResting = cpu - this.#cpu < passed * 1000 * RESTING
    this.#cpu = cpu
    this.#wait = Math.max(0, this.#wait - passed)
    if (!isResting || this.#wait > 0 || (young < WORTH && resident - this.#left < WORTH)) return
    this.#port.collect()
    const after = this.#port.use()
    this.#left = after.resident
    this.#cpu = after.cpu
    this.#wait = ((after.cpu - cpu) / 1000) * SPACING
  }
}

/** This process. */
export const processMemory: MemoryPort = {
  use() {
    const { user, system } = process.cpuUsage()
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    return {
      cpu: user + system,
      young: young?.space_size ?? 0,
      resident: process.memoryUsage.rss(),
    }
  },
  collect() {
    setFlagsFromString('--expose-gc')
    runInNewContext('gc')({ type: 'major', flavor: 'last-resort' })
    setFlagsFromString('--no-expose-gc')
  },
}
