import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NodeSetup } from '@concert/node/testing/pair'

const ENTRY = fileURLToPath(new URL('./clocked-process.ts', import.meta.url))
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

/** A node in a process of its own, asked over HTTP alone; its clock is turned by the test. */
export class ClockedNode {
  readonly setup: NodeSetup
  #child: ChildProcess | undefined
  #admin = { url: '', token: '' }

  constructor(setup: NodeSetup) {
    this.setup = setup
  }

  /** Starts the process. @param at - milliseconds since 1970, where its clock begins */
  async start(at: number): Promise<void> {
    const { config } = this.setup
    const given = JSON.stringify({ config, ahead: at - Date.now() })
    const child = spawn(process.execPath, [...FLAGS, ENTRY, given], {
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

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** Puts the clock at a time; resolves when what is due by then is done. */
  async turnTo(at: number): Promise<void> {
    const child = this.#child
    if (!child) throw new Error('the node is stopped')
    const answer = once(child, 'message')
    child.send({ ahead: at - Date.now() })
    const [said] = await answer
    if (said !== 'done') throw new Error(String(said))
  }

  /** Asks the operator's interface; the last line of a stream is its answer. */
  async ask<T>(path: string, body?: object): Promise<Answered<T>> {
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

  /** As {@link ask}; a refusal fails the test with its code. */
  async do<T>(path: string, body?: object): Promise<T> {
    const { status, value } = await this.ask<T>(path, body)
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(value)}`)
    return value
  }
}
