import { EventEmitter } from 'node:events'
import type fs from 'node:fs/promises'
import { Writer } from '../store/sqlite/writer.ts'
import type { SpawnWriter } from '../store/sqlite/writer-link.ts'
import type { WriterOptions, WriterRequest } from '../store/sqlite/writer-messages.ts'

/** How a write goes wrong: it fails and the process lives on, or the process ends around it. */
export type Mishap = 'fail' | 'die-before' | 'die-after'

/** The thrown error of whatever is tried after the end of the simulated process. */
const DEAD = Object.assign(new Error('the process has ended'), { code: 'EIO' })

/**
 * Lets one write of a simulated process go wrong: the database's requests and the files' steps are
 * counted together, in their order.
 */
export class CrashPlan {
  readonly #at: number
  readonly #mishap: Mishap
  #isArmed = false
  #isDead = false
  #steps = 0

  /** @param at - the step that goes wrong, from 1; 0 for none */
  constructor(at: number, mishap: Mishap) {
    this.#at = at
    this.#mishap = mishap
  }

  /** Counts from now on. */
  arm(): void {
    this.#isArmed = true
  }

  get isDead(): boolean {
    return this.#isDead
  }

  /** Steps counted so far. */
  get steps(): number {
    return this.#steps
  }

  /** Ends the process, as a kill at a quiet moment would. */
  kill(): void {
    this.#isDead = true
  }

  /** What happens to the next step. */
  next(): Mishap | 'go' | 'dead' {
    if (this.#isDead) return 'dead'
    if (!this.#isArmed || ++this.#steps !== this.#at) return 'go'
    if (this.#mishap !== 'fail') this.#isDead = true
    return this.#mishap
  }

  /** Does a step of the file system under the plan. */
  async file<T>(step: () => Promise<T>): Promise<T> {
    const fate = this.next()
    if (fate === 'go') return await step()
    if (fate === 'die-after') await step()
    if (fate === 'fail') throw Object.assign(new Error('disk'), { code: 'EIO' })
    throw DEAD
  }
}

/** Runs the real writer in this thread, under a plan; ends as a killed process's database does. */
export function plannedWriter(plan: CrashPlan): SpawnWriter {
  return (options) => new PlannedWorker(options, plan) as unknown as ReturnType<SpawnWriter>
}

class PlannedWorker extends EventEmitter {
  readonly #plan: CrashPlan
  #writer: Writer | undefined

  constructor(options: WriterOptions, plan: CrashPlan) {
    super()
    this.#plan = plan
    if (plan.isDead) setImmediate(() => this.emit('exit', 1))
    else this.#writer = new Writer(options)
  }

  postMessage(request: WriterRequest): void {
    setImmediate(() => this.#serve(request))
  }

  async terminate(): Promise<void> {
    this.#end()
  }

  #serve(request: WriterRequest): void {
    if (!this.#writer) return
    // Asking for rows, and giving up, write nothing.
    const isWrite = request.kind === 'insert' || request.kind === 'commit' || isWriting(request)
    const fate = isWrite ? this.#plan.next() : this.#plan.isDead ? 'dead' : 'go'
    if (fate === 'fail') {
      const message = 'disk I/O error'
      this.emit('message', { fault: { code: 'store-failed', native: 10, message } })
      return
    }
    if (fate === 'die-before' || fate === 'dead') {
      this.#end()
      return
    }
    const reply = this.#writer.serve(request)
    if (fate === 'die-after') {
      this.#end()
      return
    }
    this.emit('message', reply)
    if (request.kind === 'close') this.emit('exit', 0)
  }

  /** Closing a connection undoes what it has not committed, and so does the end of a process. */
  #end(): void {
    this.#writer?.serve({ kind: 'close' })
    this.#writer = undefined
    this.emit('exit', 1)
  }
}

function isWriting(request: WriterRequest): boolean {
  return 'sql' in request && !/^\s*select/i.test(request.sql)
}

type FileSystem = typeof fs

/**
 * The file system under the plan that `planOf` names at the time of each call: opening to write,
 * writing, syncing, replacing.
 */
export function plannedFiles(real: FileSystem, planOf: () => CrashPlan | undefined): FileSystem {
  const under = <T>(step: () => Promise<T>) => planOf()?.file(step) ?? step()
  const opened = async (args: Parameters<FileSystem['open']>) => {
    if (args[1] === 'r') return await real.open(...args)
    let handle: Awaited<ReturnType<FileSystem['open']>> | undefined
    try {
      return await under(async () => {
        handle = await real.open(...args)
        return handle
      })
    } catch (error) {
      // The end of a process closes what it had just opened.
      await handle?.close()
      throw error
    }
  }
  const planned = {
    ...real,
    open: async (...args: Parameters<FileSystem['open']>) => {
      const handle = await opened(args)
      return new Proxy(handle, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name)
          if (typeof value !== 'function') return value
          const call = (...more: unknown[]) => Reflect.apply(value, target, more)
          const isStep = name === 'writeFile' || name === 'sync' || name === 'chmod'
          return isStep ? (...more: unknown[]) => under(async () => await call(...more)) : call
        },
      })
    },
    rename: (...args: Parameters<FileSystem['rename']>) => under(() => real.rename(...args)),
    link: (...args: Parameters<FileSystem['link']>) => under(() => real.link(...args)),
  }
  return planned as FileSystem
}
