import { createHash } from 'node:crypto'
import { ConcertError } from '@concert/core'
import { makeIndicator, type StixObject } from '@concert/stix'

const TIME = '2026-11-01T00:00:00.000Z'
const CREATOR = 'identity--2f9a1c9e-6f0b-5d0c-9c56-0f6f5f0a8b11'

/** SHA-1, which STIX 2.1 §2.9 prescribes for deterministic ids. */
const sha1 = (data: Uint8Array): Uint8Array => createHash('sha1').update(data).digest()

/**
 * Indicators of made-up domains, numbered from `from`: every one distinct, of the size that a list
 * of phishing domains gives.
 */
export function syntheticIndicators(
  from: number,
  count: number,
  createdByRef: string = CREATOR,
): StixObject[] {
  return Array.from({ length: count }, (_, i) => {
    const made = makeIndicator(
      {
        created: TIME,
        modified: TIME,
        validFrom: TIME,
        tlp: 'green',
        createdByRef,
        labels: ['phishing'],
        indicatorTypes: ['malicious-activity'],
        observable: { type: 'domain-name', value: domain(from + i) },
      },
      sha1,
    )
    if (!made.ok) throw new ConcertError('bench-indicator')
    return made.value
  })
}

/** The domains of {@link syntheticIndicators}. */
export function domainsOf(from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => domain(from + i))
}

/**
 * Domains that compress no better than real ones do: hexadecimal of a hash, not a counter. A letter
 * first, for the release desk holds back what may be the number of a payment card.
 */
function domain(n: number): string {
  const noise = createHash('sha256').update(String(n)).digest('hex')
  return `p${noise.slice(0, 13)}-${n}.example`
}
