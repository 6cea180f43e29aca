import type { ObjectPath } from './syntax.ts'

/**
 * How a path's values are written when they are octets: hexadecimal for a name that ends in `_hex`,
 * base64 for `_bin` (STIX 2.1 §9.6.4). `undefined` for all others.
 */
export function octetsOfPath({ steps }: ObjectPath): 'hex' | 'binary' | undefined {
  const last = steps.findLast(({ kind }) => kind === 'property')
  if (last?.kind !== 'property') return undefined
  if (last.name.endsWith('_hex')) return 'hex'
  return last.name.endsWith('_bin') ? 'binary' : undefined
}

/** Whether a path's values are octets. */
export function isOctetName(path: ObjectPath): boolean {
  return octetsOfPath(path) !== undefined
}

/** The text whose code points are the octets, the mapping of §9.2. */
export function octetText(octets: Uint8Array): string {
  let text = ''
  for (let at = 0; at < octets.length; at += 8192) {
    text += String.fromCharCode(...octets.subarray(at, at + 8192))
  }
  return text
}

/** Whether a text has octets: every code point is below U+0100 (§9.2). */
export function hasOctets(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false
  return true
}
