/** Networks, and whether one of them holds an address. */
export class NetworkSet {
  /** Of each family, by prefix length, the prefixes in binary digits. */
  readonly #prefixes = { 32: new Map<number, Set<string>>(), 128: new Map<number, Set<string>>() }

  /** Adds a network such as `192.0.2.0/24`, or one address. @returns whether it is one */
  add(network: string): boolean {
    const [address = '', prefix] = network.split('/')
    const bits = bitsOf(address)
    const length = prefix === undefined ? bits?.length : Number(prefix)
    if (!bits || length === undefined || !Number.isInteger(length)) return false
    if (length < 0 || length > bits.length || prefix === '') return false
    const family = this.#prefixes[bits.length as 32 | 128]
    const known = family.get(length)
    if (known) known.add(bits.slice(0, length))
    else family.set(length, new Set([bits.slice(0, length)]))
    return true
  }

  /** Whether an address, or any part of a network, is in one of the networks. */
  covers(value: string): boolean {
    const [address = '', prefix] = value.split('/')
    const bits = bitsOf(address)
    if (!bits) return false
    const known = prefix === undefined ? bits.length : Number(prefix)
    for (const [length, prefixes] of this.#prefixes[bits.length as 32 | 128]) {
      if (length <= known && prefixes.has(bits.slice(0, length))) return true
      // A wider network holds the listed one: whoever denounces it denounces that too.
      const wide = bits.slice(0, known)
      if (length > known && [...prefixes].some((prefix) => prefix.startsWith(wide))) return true
    }
    return false
  }
}

const V4 = /^(?:\d{1,3}\.){3}\d{1,3}$/

function bitsOf(address: string): string | undefined {
  if (V4.test(address)) {
    const octets = address.split('.').map(Number)
    return octets.some((octet) => octet > 255) ? undefined : octets.map(octetBits).join('')
  }
  if (!address.includes(':')) return undefined
  // The platform writes an IPv6 address in its one short form (WHATWG URL §3.5).
  const host = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1)
  if (host === undefined) return undefined
  const [head = '', tail] = host.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = new Array<string>(8 - groups.length - rest.length).fill('0')
  const all = tail === undefined ? groups : [...groups, ...zeros, ...rest]
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('')
}

function octetBits(octet: number): string {
  return octet.toString(2).padStart(8, '0')
}
