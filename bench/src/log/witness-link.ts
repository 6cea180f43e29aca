import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { extname, join } from 'node:path'
import { ConcertError } from '@concert/core'
import type { WitnessSpec } from './witness-task.ts'

const PROCESS = join(import.meta.dirname, `witness-task${extname(import.meta.filename)}`)

/** A witness in a process of its own, reached over HTTP. */
export interface WitnessLink {
  readonly name: string
  readonly vkey: string
  readonly url: string
  stop(): Promise<void>
}

/** Starts a witness; resolves when it listens. */
export async function startWitnessProcess(spec: WitnessSpec): Promise<WitnessLink> {
  const child = fork(PROCESS, [JSON.stringify(spec)], { execArgv: process.execArgv })
  const started = await Promise.race([once(child, 'message'), once(child, 'exit')])
  const { vkey, url } = (started[0] ?? {}) as { readonly vkey?: string; readonly url?: string }
  if (vkey === undefined || url === undefined) throw new ConcertError('bench-witness')
  return { name: spec.name, vkey, url, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.disconnect()
  await once(child, 'exit')
}
