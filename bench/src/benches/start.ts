import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '@concert/node/testing/free-port'
import type { Bench, Measurement } from '../bench.ts'
import { median } from '../side-by-side.ts'
import { MEMORY_ENV, MEMORY_FLAGS } from '../support/memory.ts'
import { withScratch } from '../support/scratch.ts'

const ROUNDS = 5
/** By then a node that has nothing to do has collected what its start left. */
const REST_MS = 10_000
const POLL_MS = 2
const CONCERT = join(import.meta.dirname, '../../../node/bin/concert.js')
const FLAGS = [
  '--conditions=@concert/source',
  ...MEMORY_FLAGS,
  '--disable-warning=ExperimentalWarning',
]
const BARE = "require('node:http').createServer((q, r) => r.end()).listen(+process.argv[1])"

/** From starting the process to the first answer, and what it takes when it has nothing to do. */
export const bench: Bench = {
  name: 'start',
  description: {
    en: 'Seconds from starting a node to its first answer, and its memory at rest',
    zh: '从启动节点到首次应答的秒数，以及空闲时的内存',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, Math.min(1, scale))),
}

interface Start {
  readonly seconds: number
  /** Resident set at rest; null where there is no `ps`. */
  readonly megabytes: number | null
}

async function measure(folder: string, scale: number): Promise<Measurement> {
  const port = await freePort()
  const data = join(folder, 'node')
  await promisify(execFile)(process.execPath, [...FLAGS, CONCERT, ...initOf(port, data)])
  const starts: Start[] = []
  const bare: Start[] = []
  for (let round = 0; round < Math.ceil(ROUNDS * scale); round++) {
    const node = [...FLAGS, CONCERT, 'serve', '--data', data]
    starts.push(await startOnce(node, `http://127.0.0.1:${port}/healthz`, REST_MS * scale))
    const other = await freePort()
    const script = [...MEMORY_FLAGS, '-e', BARE, String(other)]
    bare.push(await startOnce(script, `http://127.0.0.1:${other}/`, REST_MS * scale))
  }
  const seconds = median(starts.map((start) => start.seconds))
  const bareSeconds = median(bare.map((start) => start.seconds))
  return {
    figure: seconds,
    unit: 's to the first answer',
    ratio: seconds / bareSeconds,
    reference: 'a bare node:http server in the same Node (here more is worse)',
    goal: 'below 1 s, and below 120 MB at rest',
    details: {
      bareSeconds,
      firstSeconds: starts[0]?.seconds ?? null,
      restingMB: middle(starts),
      bareRestingMB: middle(bare),
      restSeconds: (REST_MS * scale) / 1000,
    },
  }
}

function initOf(port: number, data: string): readonly string[] {
  const names = ['--name-en', 'Arden', '--name-zh', '雅登', '--economy', 'XA']
  return ['init', '--host', `127.0.0.1:${port}`, ...names, '--data', data]
}

async function startOnce(args: readonly string[], url: string, restMs: number): Promise<Start> {
  const begin = performance.now()
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: MEMORY_ENV })
  try {
    await firstAnswer(url, child)
    const seconds = (performance.now() - begin) / 1000
    await sleep(restMs)
    return { seconds, megabytes: await residentMegabytes(child.pid ?? 0) }
  } finally {
    const ended = once(child, 'exit')
    if (child.exitCode === null) {
      child.kill()
      await ended
    }
  }
}

async function firstAnswer(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await sleep(POLL_MS)
  }
  throw new TypeError('the process ended before it answered')
}

/** `ps` tells kibibytes. */
async function residentMegabytes(pid: number): Promise<number | null> {
  const told = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => null)
  return told && (Number(told.stdout.trim()) * 1024) / 1_000_000
}

function middle(starts: readonly Start[]): number | null {
  const known = starts.flatMap(({ megabytes }) => (megabytes === null ? [] : [megabytes]))
  return known.length === 0 ? null : median(known)
}
