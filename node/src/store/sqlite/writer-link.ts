import { Worker } from 'node:worker_threads'
import type { SqlResult } from '../sql-connection.ts'
import { StoreError } from '../store-error.ts'
import type { SqliteFault } from './sqlite-fault.ts'
import type { WriterOptions, WriterReply, WriterRequest } from './writer-messages.ts'

/** Starts a thread for the writer. */
export type SpawnWriter = (options: WriterOptions) => Worker

interface Waiter {
  readonly resolve: (result: SqlResult) => void
  readonly reject: (error: StoreError) => void
}

/** Messages live no longer than a statement: a large young generation would be filled for nothing. */
const LIMITS = { maxYoungGenerationSizeMb: 6 }

/** Starts the writer's thread, from the source or from the build as this process runs. */
export function spawnWriter(options: WriterOptions): Worker {
  const thread = new URL(import.meta.resolve('#sqlite-writer'))
  return new Worker(thread, { workerData: options, resourceLimits: LIMITS })
}

/** The main thread's end of one writer's thread, for as long as that thread lives. */
export class WriterLink {
  readonly #worker: Worker
  readonly #waiting: Waiter[] = []
  #death: StoreError | undefined

  constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (reply: WriterReply) => this.#settle(reply))
    worker.on('error', (error) => this.#die(error))
    worker.on('exit', () => this.#die(new Error('the writer thread ended')))
  }

  get dead(): boolean {
    return this.#death !== undefined
  }

  /** Rejects with the writer's fault, or with `store-failed` when the thread is or falls dead. */
  request(message: WriterRequest): Promise<SqlResult> {
    if (this.#death !== undefined) return Promise.reject(this.#death)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(message, 'values' in message ? [message.values.arena.buffer] : [])
    })
  }

  /** Ends the thread whatever it is doing; the engine rolls back what was open. */
  async kill(): Promise<void> {
    await this.#worker.terminate()
  }

  async close(): Promise<void> {
    if (this.dead) return
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
    await this.request({ kind: 'close' })
    await ended
  }

  #settle(reply: WriterReply): void {
    const waiter = this.#waiting.shift()
    if ('fault' in reply) waiter?.reject(errorOf(reply.fault))
    else waiter?.resolve(reply)
  }

  #die(cause: unknown): void {
    this.#death ??= new StoreError('store-failed', {}, { cause })
    for (const waiter of this.#waiting.splice(0)) waiter.reject(this.#death)
  }
}

function errorOf({ code, native, message }: SqliteFault): StoreError {
  return new StoreError(code, { sqlite: native }, { cause: new Error(message) })
}
