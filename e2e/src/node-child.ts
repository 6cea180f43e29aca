import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '@concert/node'
import type { NodeSetup } from '@concert/node/testing/pair'

const ENTRY = fileURLToPath(new URL('./node-process.ts', import.meta.url))
const CACHE = new URL('../../node/bin/compile-cache.js', import.meta.url).href
const FLAGS = [
  '--conditions=@concert/source',
  '--disable-warning=ExperimentalWarning',
  `--import=${CACHE}`,
]

/** A node in a process of its own that can be killed and started again. */
export class NodeChild {
  readonly setup: NodeSetup
  #child: ChildProcess | undefined
  #admin = { url: '', token: '' }

  constructor(setup: NodeSetup) {
    this.setup = setup
  }

  /** Resolves when the node listens; throws with what it wrote when it ends before. */
  async start(change: Partial<Config> = {}): Promise<void> {
    const config = { ...this.setup.config, ...change }
    const args = [...FLAGS, ENTRY, JSON.stringify(config)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    let errors = ''
    const { stdout, stderr } = child
    if (!stdout || !stderr) throw new Error('the node has no output')
    stderr.on('data', (part: Buffer) => {
      errors += part.toString()
    })
    await Promise.race([once(stdout, 'data'), once(child, 'exit')])
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
  async skew(aheadMs: number): Promise<void> {
    const child = this.#child
    if (!child) throw new Error('the node is stopped')
    const isSet = once(child, 'message')
    child.send(aheadMs)
    await isSet
  }

  /** Asks the operator's interface; the body of a stream is read to its end. */
  async ask<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.#admin.url}/api/v1/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${this.#admin.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    const isStream = response.headers.get('content-type')?.includes('ndjson')
    return JSON.parse((isStream ? text.trim().split('\n').at(-1) : text) ?? '') as T
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
