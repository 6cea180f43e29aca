import { createHash } from 'node:crypto'
import type { JsonObject } from '@concert/core'
import { decideAll, fullPolicy } from '@concert/node/testing/release-set'
import { makePatternIndicator } from '@concert/stix'
import type { Bench, Measurement } from '../bench.ts'

const OBJECTS = 100_000
const OURS = 'identity--1b3c5d7e-1a2b-4c3d-8e9f-a1b2c3d4e5f6'
const TIME = '2026-11-01T00:00:00.000Z'
/** One in so many holds a mail address in its description, is a mail address, is about the grid. */
const REDACTED = 100
const REVIEWED = 200
const BLOCKED = 500

/** Objects decided by every rule of the release desk in one pass; some are held back by each outcome. */
export const bench: Bench = {
  name: 'release',
  description: {
    en: 'Objects decided by every rule of the release desk in one pass, some redacted, reviewed, blocked',
    zh: '按放行台全部规则一次性判定对象，其中部分须删减、审核或不予放行',
  },
  run: async ({ scale }) => measure(Math.max(2000, Math.round(OBJECTS * scale))),
}

function measure(count: number): Measurement {
  const bodies = bodiesOf(count)
  const policy = fullPolicy()
  // Compiled on part of the work first, as a node that runs for days is.
  decideAll(parsed(bodies.slice(0, 2000)), policy)
  const parse = timed(() => parsed(bodies))
  const decide = timed(() => decideAll(parse.value, policy))
  const of = (outcome: string) => decide.value.filter((each) => each.outcome === outcome).length
  return {
    figure: count / (parse.seconds + decide.seconds),
    unit: 'objects/s',
    ratio: (parse.seconds + decide.seconds) / parse.seconds,
    reference: 'JSON.parse of the same bodies alone (time, so less is better)',
    goal: 'at least 20000 objects/s, parsing included',
    details: {
      objects: count,
      bytesPerObject: bodies.reduce((sum, { length }) => sum + length, 0) / count,
      allowed: of('allow'),
      redacted: of('redact'),
      review: of('review'),
      blocked: of('block'),
    },
  }
}

function bodiesOf(count: number): readonly Uint8Array[] {
  const sha1 = (data: Uint8Array) => createHash('sha1').update(data).digest()
  return Array.from({ length: count }, (_, i) => {
    const made = makePatternIndicator(
      {
        created: TIME,
        modified: TIME,
        validFrom: TIME,
        tlp: 'green',
        createdByRef: OURS,
        name: `Case ${i}`,
        pattern: patternOf(i),
        labels: [i % BLOCKED === 7 ? 'power-grid' : 'phishing'],
        description: i % REDACTED === 0 ? `Reported by user${i}@bank.example.` : 'Imitates a bank.',
      },
      sha1,
    )
    if (!made.ok) throw new TypeError('indicator')
    return made.value.bytes
  })
}

function patternOf(i: number): string {
  return i % REVIEWED === 50
    ? `[email-addr:value = 'phisher${i}@evil.example']`
    : `[domain-name:value = 'phish-login-${i}.example']`
}

function parsed(bodies: readonly Uint8Array[]): readonly JsonObject[] {
  const decoder = new TextDecoder()
  return bodies.map((body) => JSON.parse(decoder.decode(body)) as JsonObject)
}

/** By this thread's own clock: neighbours on the machine cost it nothing. */
function timed<T>(run: () => T): { readonly value: T; readonly seconds: number } {
  const start = process.threadCpuUsage().user
  const value = run()
  return { value, seconds: (process.threadCpuUsage().user - start) / 1e6 }
}
