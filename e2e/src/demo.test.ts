import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const DEMO = fileURLToPath(new URL('../../examples/demo/src/main.ts', import.meta.url))
const CONCERT = fileURLToPath(new URL('../../node/bin/concert.js', import.meta.url))
const FLAGS = ['--conditions=@concert/source', '--disable-warning=ExperimentalWarning']

interface Summary {
  readonly objects: number
  readonly envelopes: number
  readonly logs: Readonly<Record<string, number>>
  readonly cosignatures: number
  readonly retracted: number
  readonly tombstones: number
  readonly sightings: number
  readonly takedown: {
    readonly targets: number
    readonly duplicates: number
    readonly stopped: string
    readonly down: number
    readonly relapses: number
    readonly phase: string
    readonly usefulness: number
    readonly alike: boolean
  }
  readonly evidence: { readonly verified: boolean; readonly tamperedRejected: boolean }
}

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-demo-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function demo(): Promise<Summary> {
  const words = [...FLAGS, DEMO, '--once', '--json', '--data', folder]
  const { stdout } = await run(process.execPath, words)
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Summary
}

test('the main job, over three processes, and a second start that goes on', {
  timeout: 180_000,
}, async () => {
  const first = await demo()
  // The list has 13,750 usable domains; with them goes the identity of their creator.
  expect(first.objects).toBe(13_751)
  expect(first).toMatchObject({ retracted: 25, tombstones: 25, sightings: 10 })
  expect(first.cosignatures).toBeGreaterThanOrEqual(4)
  const takedown = { targets: 200, duplicates: 3, stopped: 'verification', down: 150, relapses: 1 }
  expect(first.takedown).toMatchObject({ ...takedown, phase: 'closed', usefulness: 3, alike: true })
  expect(first.evidence).toEqual({ verified: true, tamperedRejected: true })

  const second = await demo()
  expect(second).toMatchObject({ objects: 13_751, retracted: 25, tombstones: 50, sightings: 20 })
  expect(second.takedown).toMatchObject({ ...takedown, alike: true })
  for (const [node, size] of Object.entries(second.logs)) {
    expect(size).toBeGreaterThan(first.logs[node] ?? Number.POSITIVE_INFINITY)
  }
})

test('a command without a running node says so, in both languages, with its own exit code', async () => {
  for (const [lang, word] of [
    ['en', 'concert serve'],
    ['zh', '节点'],
  ] as const) {
    const words = [...FLAGS, CONCERT, 'status', '--data', join(folder, 'nobody'), '--lang', lang]
    const failed = await run(process.execPath, words).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 3, stderr: expect.stringContaining(word) })
  }
})
