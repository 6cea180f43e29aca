import { arch, cpus, platform, release, totalmem } from 'node:os'
import type { Machine } from './bench.ts'

/** Describes the machine this process runs on. */
export function describeMachine(): Machine {
  const cores = cpus()
  const model = cores[0]?.model.trim().replaceAll(/\s+/g, ' ') ?? 'unknown'
  return {
    cpu: `${model} × ${cores.length}`,
    memoryMiB: Math.round(totalmem() / 1024 / 1024),
    node: process.version,
    platform: `${platform()} ${release()} ${arch()}`,
  }
}
