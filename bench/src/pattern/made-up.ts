import type { Json, JsonObject } from '@concert/core'
import { type Observation, observationsIn } from '@concert/stix'

// What a watch list of a national team looks like, and what its sensors see. Everything follows
// from a number, so that patterns and observations meet as often as is said here.

const SECOND = 1000
const BEGIN = Date.UTC(2026, 10, 1)

/** Spreads a number over 32 bits. */
function spread(n: number): number {
  let x = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

const domain = (n: number): string => `${spread(n).toString(36)}-${n}.example`
const url = (n: number): string => `https://${domain(n)}/login/${n}?id=${spread(n + 1)}`
const sha256 = (n: number): string =>
  Array.from({ length: 8 }, (_, i) =>
    spread(n * 8 + i)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
const address = (n: number): string => {
  const bits = spread(n)
  return [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255].join('.')
}

/** Kinds of patterns in the order and shares of a hundred in which they come. */
const KINDS: readonly (readonly [share: number, pattern: (n: number) => string])[] = [
  [30, (n) => `[domain-name:value = '${domain(n)}']`],
  [15, (n) => `[url:value = '${url(n)}']`],
  [15, (n) => `[ipv4-addr:value = '${address(n)}']`],
  [15, (n) => `[file:hashes.'SHA-256' = '${sha256(n)}']`],
  [5, (n) => `[domain-name:value IN ('${domain(n)}', '${domain(n + 1)}', '${domain(n + 2)}')]`],
  [6, (n) => `[ipv4-addr:value ISSUBSET '${address(n)}/${20 + (n % 9)}']`],
  [4, (n) => `[domain-name:value LIKE '%.${domain(n)}']`],
  [2, (n) => `[url:value MATCHES '^https?://[a-z0-9]+-${n}\\\\.example/login/']`],
  [
    6,
    (n) =>
      `[network-traffic:dst_ref.value = '${address(n)}' AND network-traffic:dst_port IN (443, 8443)]`,
  ],
  [
    2,
    (n) =>
      `([domain-name:value = '${domain(n)}'] FOLLOWEDBY [file:hashes.'SHA-256' = '${sha256(n)}']) WITHIN 300 SECONDS`,
  ],
]

/** The pattern of a number. */
export function patternOf(n: number): string {
  let left = n % 100
  for (const [share, pattern] of KINDS) {
    if (left < share) return pattern(n)
    left -= share
  }
  throw new RangeError('shares')
}

/**
 * Observations of what patterns below `known` are about in one case out of twenty, and of anything
 * else in all others.
 */
export function observationsOf(count: number, known: number): readonly Observation[] {
  const seen = Array.from({ length: count }, (_, i) => {
    const n = i % 20 === 0 ? spread(i) % known : known + spread(i)
    return observedData(n, i)
  })
  return observationsIn(seen)
}

function observedData(n: number, index: number): JsonObject {
  const time = new Date(BEGIN + index * SECOND).toISOString()
  const objects: Record<string, Json> = {
    0: { type: 'ipv4-addr', value: address(n) },
    1: { type: 'domain-name', value: domain(n), resolves_to_refs: ['0'] },
    2: { type: 'url', value: url(n) },
    3: {
      type: 'network-traffic',
      src_ref: '0',
      dst_ref: '0',
      dst_port: 443,
      protocols: ['ipv4', 'tcp', 'https'],
    },
    4: {
      type: 'file',
      name: `setup-${n}.exe`,
      size: n % 1_000_000,
      hashes: { 'SHA-256': sha256(n) },
    },
  }
  return {
    type: 'observed-data',
    first_observed: time,
    last_observed: time,
    number_observed: 1,
    objects,
  }
}
