import { BlockList, isIP, isIPv4 } from 'node:net'

/** An IP network in CIDR notation, read. */
export interface Network {
  readonly address: string
  readonly prefix: number
  readonly family: 'ipv4' | 'ipv6'
}

// What is not of the public Internet: the special-purpose registries of IANA (RFC 6890), with the
// addresses at which clouds give out credentials (169.254.169.254 and fd00:ec2::254 are among them).
const CLOSED_V4: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

// Of IPv6 only 2000::/3 is given out as global unicast (RFC 4291 §2.4). Within it: protocol
// assignments with Teredo, documentation, and 6to4, which carries an IPv4 address.
const OPEN_V6 = '2000::/3'
const CLOSED_V6: readonly string[] = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

/** Reads `10.0.0.0/8`, `fd00::/8`, or one address. */
export function parseNetwork(text: string): Network | undefined {
  const [address = '', prefixText, ...more] = text.split('/')
  if (isIP(address) === 0 || more.length > 0 || address.includes('%')) return undefined
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  const bits = family === 'ipv4' ? 32 : 128
  if (prefixText === undefined) return { address, prefix: bits, family }
  if (!/^(?:0|[1-9]\d{0,2})$/.test(prefixText)) return undefined
  const prefix = Number(prefixText)
  return prefix <= bits ? { address, prefix, family } : undefined
}

/**
 * To which addresses this node opens connections because somebody else's text says so: the public
 * Internet, and the networks that the operator's configuration allows.
 */
export class AddressPolicy {
  readonly #allowed = new BlockList()
  readonly #closed = new BlockList()
  readonly #open = new BlockList()

  /** @param allowed - networks in CIDR notation, already checked by the configuration */
  constructor(allowed: readonly string[]) {
    addAll(this.#allowed, allowed)
    addAll(this.#closed, [...CLOSED_V4, ...CLOSED_V6])
    addAll(this.#open, [OPEN_V6])
  }

  /** Whether a connection to this address may be opened. @param address - without brackets */
  allows(address: string): boolean {
    const plain = unmapped(address)
    const kind = isIP(plain)
    if (kind === 0) return false
    const family = kind === 4 ? 'ipv4' : 'ipv6'
    if (this.#allowed.check(plain, family)) return true
    if (this.#closed.check(plain, family)) return false
    return kind === 4 || this.#open.check(plain, 'ipv6')
  }

  /** Whether the operator named a network that holds this address. */
  isNamed(address: string): boolean {
    const plain = unmapped(address)
    const kind = isIP(plain)
    return kind !== 0 && this.#allowed.check(plain, kind === 4 ? 'ipv4' : 'ipv6')
  }
}

/** `::ffff:10.0.0.1`, in either spelling, is 10.0.0.1 (RFC 4291 §2.5.5.2). */
function unmapped(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (dotted?.[1] !== undefined) return dotted[1]
  if (isIP(address) !== 6) return address
  const canonical = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? address
  const groups = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (groups === null) return canonical
  const [high, low] = [groups[1], groups[2]].map((group) => Number.parseInt(group ?? '0', 16))
  return [high, low].flatMap((pair = 0) => [pair >> 8, pair & 255]).join('.')
}

function addAll(list: BlockList, networks: readonly string[]): void {
  for (const text of networks) {
    const network = parseNetwork(text)
    if (network !== undefined) list.addSubnet(network.address, network.prefix, network.family)
  }
}
