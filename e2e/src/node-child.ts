import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '@concert/node'
import type { NodeSetup } from '@concert/node/testing/pair'
import type { Start, Turn } from './node-process.ts'

const ENTRY = fileURLToPath(new URL('./node-process.ts', import.meta.url))
const CACHE = new URL('../../node/bin/compile-cache.js', import.meta.url).href
const FLAGS = [
  '--conditions=@concert/source',
  '--disable-warning=ExperimentalWarning',
  `--import=${CACHE}`,
]

/** What a node answered. */
export interface Answered<T> {
  readonly status: number
  readonly value: T
}

/** A node in a process of its own: asked over HTTP, killed and started again, its clock turned. */
export class NodeChild {
  readonly setup: NodeSetup
  #child: ChildProcess | undefined
  #admin = { url: '', token: '' }

  constructor(setup: NodeSetup) {
    this.setup = setup
  }

  /**
   * Resolves when the node listens; throws with what it wrote when it ends before.
   *
   * @param at - milliseconds since 1970, where its clock begins; the machine's time without it
   */
  async start(change: Partial<Config> = {}, at: number = Date.now()): Promise<void> {
    const config = { ...this.setup.config, ...change }
    const start: Start = { config, ahead: at - Date.now() }
    const child = spawn(process.execPath, [...FLAGS, ENTRY, JSON.stringify(start)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let errors = ''
    child.stderr?.on('data', (part: Buffer) => {
      errors += part.toString()
    })
    await Promise.race([once(child, 'message'), once(child, 'exit')])
    if (child.exitCode !== null) throw new Error(`the node did not start: ${errors}`)
    this.#child = child
    const file = await readFile(join(config.dataDir, 'run', 'admin.json'), 'utf8')
    this.#admin = JSON.parse(file) as { url: string; token: string }
  }

  /** `SIGKILL` ends it at once, wherever it is; `SIGTERM` lets it end in order. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** Sets its clock ahead of the machine's by so many milliseconds, while it runs. */
  async skew(ahead: number): Promise<void> {
    await this.#turn({ ahead, due: false })
  }

  /** Puts the clock at a time; resolves when what is due by then is done. */
  async turnTo(at: number): Promise<void> {
    await this.#turn({ ahead: at - Date.now(), due: true })
  }

  async #turn(turn: Turn): Promise<void> {
    const child = this.#child
    if (!child) throw new Error('the node is stopped')
    const answer = once(child, 'message')
    child.send(turn)
    const [said] = await answer
    if (said !== 'done') throw new Error(String(said))
  }

  /** Asks the operator's interface; the last line of a stream is its answer. */
  async answered<T>(path: string, body?: object): Promise<Answered<T>> {
    const response = await fetch(`${this.#admin.url}/api/v1/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${this.#admin.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    const isStream = response.headers.get('content-type')?.includes('ndjson')
    const last = isStream ? (text.trim().split('\n').at(-1) ?? '') : text
    return { status: response.status, value: JSON.parse(last) as T }
  }

  /** As {@link answered}; a refusal fails the test with its code. */
  async ask<T>(path: string, body?: object): Promise<T> {
    const { status, value } = await this.answered<T>(path, body)
    if (status >= 400) throw new Error(`${path}: ${status} ${JSON.stringify(value)}`)
    return value
  }

  /** How often the node has refused what a stranger or a peer sent, by code. */
  async refusals(): Promise<ReadonlyMap<string, number>> {
    const headers = { authorization: `Bearer ${this.#admin.token}` }
    const text = await (await fetch(`${this.#admin.url}/metrics`, { headers })).text()
    const lines = text.matchAll(/^concert_\w*refused\w*\{.*?code="([^"]+)".*?\} (\d+)/gm)
    return new Map([...lines].map(([, code = '', count]) => [code, Number(count)]))
  }

  /** The checkpoint that the node shows to the world. */
  async checkpoint(): Promise<string> {
    const response = await fetch(`${this.setup.config.url}/concert/v1/log/checkpoint`)
    return await response.text()
  }
}
