import { type ChildProcess, fork } from 'node:child_process'
import { extname, join } from 'node:path'
import { ConcertError } from '@concert/core'
import { freePort } from '@concert/node/testing/free-port'
import { MEMORY_ENV, MEMORY_FLAGS } from '../support/memory.ts'
import type { NodeSpec, NodeTasks, TaskName, TaskReply, TaskRequest } from './messages.ts'

const PROCESS = join(import.meta.dirname, `node-process${extname(import.meta.filename)}`)

interface Waiter {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: Error) => void
}

/** A node in a process of its own, and the bench's end of the channel to it. */
export class NodeLink {
  readonly url: string
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiter>()
  readonly #ended: Promise<void>
  #last = 0

  private constructor(spec: NodeSpec, child: ChildProcess) {
    this.url = `http://127.0.0.1:${spec.port}`
    this.#child = child
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()))
    child.on('message', (reply: TaskReply) => this.#settle(reply))
    child.once('exit', (code) => this.#die(code))
  }

  /** Starts a node on a free port; resolves when it listens. */
  static async start(spec: Omit<NodeSpec, 'port'>): Promise<NodeLink> {
    const whole = { ...spec, port: await freePort() }
    const execArgv = [...process.execArgv, ...MEMORY_FLAGS]
    const child = fork(PROCESS, [JSON.stringify(whole)], {
      cwd: process.cwd(),
      execArgv,
      env: MEMORY_ENV,
    })
    const link = new NodeLink(whole, child)
    await link.#answer(0)
    return link
  }

  /** Asks the node to do something. Rejects with what it threw, or when its process ends. */
  async ask<T extends TaskName>(
    task: T,
    ...input: Parameters<NodeTasks[T]>
  ): Promise<Awaited<ReturnType<NodeTasks[T]>>> {
    const request: TaskRequest = { id: ++this.#last, task, input }
    const answer = this.#answer(request.id)
    this.#child.send(request)
    return (await answer) as Awaited<ReturnType<NodeTasks[T]>>
  }

  /** Stops the node and waits for its process to end. */
  async stop(): Promise<void> {
    if (this.#child.connected) await this.ask('stop').catch(() => this.#child.kill())
    await this.#ended
  }

  #answer(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  #settle({ id, output, error }: TaskReply): void {
    const waiter = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiter?.resolve(output)
    else waiter?.reject(new ConcertError('bench-node', { error }))
  }

  #die(code: number | null): void {
    for (const { reject } of this.#waiting.values()) {
      reject(new ConcertError('bench-node-ended', { code: code ?? 'signal' }))
    }
    this.#waiting.clear()
  }
}
