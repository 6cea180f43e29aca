import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const CONCERT = fileURLToPath(new URL('../../../node/bin/concert.js', import.meta.url))
const NODE_FLAGS = [
  '--conditions=@concert/source',
  '--max-semi-space-size=8',
  '--heap-growing-percent=20',
  '--disable-warning=ExperimentalWarning',
]

/** As the `concert` script starts itself: ADR 0042. */
const ENV = { ...process.env, MALLOC_ARENA_MAX: '1' }

/** What a finished command printed. */
export interface Finished {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `concert` with these words to its end. */
export async function concert(...words: readonly string[]): Promise<Finished> {
  const child = spawn(process.execPath, [...NODE_FLAGS, CONCERT, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: ENV,
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => out.push(part))
  child.stderr.on('data', (part: Buffer) => err.push(part))
  const [code] = (await once(child, 'close')) as [number | null]
  return {
    code: code ?? 1,
    out: Buffer.concat(out).toString(),
    err: Buffer.concat(err).toString(),
  }
}

/** Runs `concert … --json` and gives the object it prints; throws with its error otherwise. */
export async function concertJson<T>(...words: readonly string[]): Promise<T> {
  const finished = await concert(...words, '--json')
  if (finished.code !== 0) throw new Error(`concert ${words.join(' ')}: ${finished.err}`)
  return JSON.parse(finished.out) as T
}

/** A `concert` process that keeps running. */
export interface Running<T> {
  readonly process: ChildProcess
  /** The JSON line that it printed when it was ready. */
  readonly started: T
}

/** Starts a server command and waits for the line that says it is ready. */
export async function startConcert<T>(...words: readonly string[]): Promise<Running<T>> {
  const child = spawn(process.execPath, [...NODE_FLAGS, CONCERT, ...words, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: ENV,
  })
  let errors = ''
  child.stderr.on('data', (part: Buffer) => {
    errors = (errors + part.toString()).slice(-4000)
  })
  for await (const line of createInterface({ input: child.stdout })) {
    return { process: child, started: JSON.parse(line) as T }
  }
  throw new Error(`concert ${words[0]} did not start: ${errors}`)
}

/** Asks processes to stop and waits until they have. */
export async function stopAll(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    }),
  )
}
