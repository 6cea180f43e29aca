import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { ConcertError, concat, fromUtf8 } from '@concert/core'
import type { Bench, Measurement } from '../bench.ts'
import { sideBySide } from '../side-by-side.ts'
import { readSource } from '../stix/read-source.ts'
import { type StreamSource, streamSource } from '../stix/stream-source.ts'

const MB = 1_000_000
const BESIDE_BYTES = 24 * MB
const SMALL_BYTES = 100 * MB
const LARGE_BYTES = 2000 * MB

/** Reading a bundle in a stream, beside JSON.parse of it in one piece; and its memory. */
export const bench: Bench = {
  name: 'stix-stream',
  description: {
    en: 'MB a second of a bundle read in a stream, each object validated, and peak memory as it grows',
    zh: '流式读取集合（逐个校验对象）每秒的 MB 数，以及集合增大时的内存峰值',
  },
  run: ({ scale }) => measure(scale),
}

async function measure(scale: number): Promise<Measurement> {
  const source = streamSource(BESIDE_BYTES * Math.min(scale, 1))
  const whole = await collect(source)
  const found = await sideBySide(
    {
      work: async () => {
        await readSource(source)
        return source.bytes / MB
      },
    },
    { work: () => parsing(whole) },
    { rounds: 7, warmup: 2 },
  )
  const small = await inProcess(SMALL_BYTES * scale)
  const large = await inProcess(LARGE_BYTES * scale)
  return {
    figure: found.subject,
    unit: 'MB/s',
    ratio: found.ratio,
    reference: 'decoding and JSON.parse of the same bytes in one piece, nothing checked',
    goal: 'peak memory flat: growth at most 1.2, and below 200 MiB',
    details: {
      parseMBPerSecond: found.reference,
      ratioRange: found.ratioRange,
      smallMB: small.bytes / MB,
      smallPeakMiB: small.peakKiB / 1024,
      largeMB: large.bytes / MB,
      largeMBPerSecond: large.bytes / MB / large.seconds,
      largePeakMiB: large.peakKiB / 1024,
      growth: large.peakKiB / small.peakKiB,
    },
  }
}

async function collect(source: StreamSource): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of source.pieces()) pieces.push(piece)
  return concat(...pieces)
}

function parsing(bytes: Uint8Array): number {
  if (JSON.parse(fromUtf8(bytes) ?? '') === null) throw new ConcertError('bench-object')
  return bytes.length / MB
}

interface Peak {
  readonly bytes: number
  readonly seconds: number
  readonly peakKiB: number
}

async function inProcess(bytes: number): Promise<Peak> {
  // As the `concert` command runs.
  const execArgv = [...process.execArgv, '--max-semi-space-size=4']
  const script = join(import.meta.dirname, '../stix/stream-process.ts')
  const child = fork(script, [String(bytes)], { execArgv })
  const ended = once(child, 'exit')
  const [peak] = await Promise.race([
    once(child, 'message') as Promise<[Peak]>,
    ended.then(([code]) => {
      throw new ConcertError('bench-child', { code: Number(code) })
    }),
  ])
  await ended
  return peak
}
