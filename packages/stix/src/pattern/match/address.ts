/** An address or network, its host bits set to zero. */
export interface Network {
  /** 32 for IPv4, 128 for IPv6. */
  readonly bits: 32 | 128
  /** The lowest address. */
  readonly base: bigint
  /** Bits that are fixed. */
  readonly prefix: number
}

const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const IPV4 = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`)
const GROUP = /^[0-9a-fA-F]{1,4}$/

/** Reads an IPv4 or IPv6 address or a network in CIDR notation; host bits are tolerated. */
export function parseNetwork(text: string): Network | undefined {
  if (text.length > 64) return undefined
  const slash = text.indexOf('/')
  const address = slash < 0 ? text : text.slice(0, slash)
  const wide = address.includes(':')
  const bits = wide ? 128 : 32
  const value = wide ? parseIpv6(address) : parseIpv4(address)
  const prefix = slash < 0 ? bits : parsePrefix(text.slice(slash + 1), bits)
  if (value === undefined || prefix === undefined) return undefined
  return { bits, base: lowest(value, bits, prefix), prefix }
}

/** The address with all bits after a prefix set to zero. */
export function lowest(address: bigint, bits: number, prefix: number): bigint {
  const free = BigInt(bits - prefix)
  return (address >> free) << free
}

/** Whether every address of `inner` is one of `outer`; a network is within itself. */
export function isWithin(inner: Network, outer: Network): boolean {
  return (
    inner.bits === outer.bits &&
    inner.prefix >= outer.prefix &&
    lowest(inner.base, inner.bits, outer.prefix) === outer.base
  )
}

function parsePrefix(text: string, bits: number): number | undefined {
  return /^(?:0|[1-9][0-9]{0,2})$/.test(text) && Number(text) <= bits ? Number(text) : undefined
}

function parseIpv4(text: string): bigint | undefined {
  const octets = IPV4.exec(text)?.slice(1).map(Number)
  if (octets === undefined) return undefined
  return BigInt(octets.reduce((sum, octet) => sum * 256 + octet, 0))
}

/** RFC 4291 §2.2: groups, `::` once, an IPv4 address in the last two groups. */
function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1))
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])]
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n)
}

function parseGroups(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const last = parts.at(-1) ?? ''
  if (isLast && last.includes('.')) {
    const embedded = parseIpv4(last)
    if (embedded === undefined) return undefined
    parts.splice(-1, 1, (embedded >> 16n).toString(16), (embedded & 0xffffn).toString(16))
  }
  if (!parts.every((part) => GROUP.test(part))) return undefined
  return parts.map((part) => Number.parseInt(part, 16))
}
