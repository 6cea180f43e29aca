import { createHash } from 'node:crypto'

/**
 * Keys that objects are found by, each with the letter of what it is in front:
 *
 * | key | of |
 * |---|---|
 * | `a:` 32 hex digits | an address; IPv4 as `::ffff:0:0/96` |
 * | `d:com.example.www.` | a domain name, labels reversed, so that sub-domains follow their parent |
 * | `e:` | an e-mail address in lower case |
 * | `h:` | a hash in lower case |
 * | `k:` chain `/` phase | a phase of a kill chain (STIX 2.1 §2.7), in lower case |
 * | `n:` 32 hex digits `/` 3 digits | a network: first address, length of the prefix in 128 bits |
 * | `r:` | the id of an object that is referred to |
 * | `s:` | AS number |
 * | `u:` | a URL |
 * | `w:` | a word of a name: Latin and the like by the word, Han characters alone and in pairs |
 */
export type SearchKey = string

/** Keys longer than this are cut and end in a digest of the whole. */
const LONGEST = 160

/** A key of a text of any length; keys of the same beginning stay together. */
export function boundedKey(key: string): SearchKey {
  if (key.length <= LONGEST) return key
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 32)
  return `${wellFormed(key.slice(0, LONGEST))}~${digest}`
}

/** The beginning that keys of longer texts have in common with a text. */
export function keyPrefix(key: string): string {
  return wellFormed(key.slice(0, LONGEST))
}

// A pair of surrogates is not cut in the middle.
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '')
}

/** @param name - in its one spelling */
export function domainKey(name: string): SearchKey {
  return boundedKey(`d:${name.split('.').reverse().join('.')}.`)
}

/** Where an object stands in a kill chain. @param chain - such as `mitre-attack` */
export function phaseKey(chain: string, phase: string): SearchKey {
  return boundedKey(`k:${chain.toLowerCase()}/${phase.toLowerCase()}`)
}

/** A network in 128 bits: first and last address as 32 hex digits, length of the prefix. */
export interface Network {
  readonly first: string
  readonly last: string
  readonly bits: number
}

const ALL = (1n << 128n) - 1n

/** @param text - an address or a network in CIDR notation, as STIX writes it */
export function networkOf(text: string): Network | undefined {
  const [address = '', length] = text.split('/')
  const wide = address.includes(':')
  const value = wide ? ipv6Number(address) : ipv4Number(address)
  const most = wide ? 128 : 32
  const given = length === undefined ? most : /^[0-9]{1,3}$/.test(length) ? Number(length) : 999
  if (value === undefined || given > most) return undefined
  const bits = given + 128 - most
  const rest = ALL >> BigInt(bits)
  const first = value & ~rest & ALL
  return { first: hex32(first), last: hex32(first | rest), bits }
}

function hex32(value: bigint): string {
  return value.toString(16).padStart(32, '0')
}

function ipv4Number(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]{1,3}$/.test(part) && +part < 256)) {
    return undefined
  }
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0xffffn)
}

function ipv6Number(text: string): bigint | undefined {
  const host = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1)
  if (host === undefined) return undefined
  const [head = '', tail] = host.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...zeros, ...right].reduce(
    (value, group) => (value << 16n) | BigInt(`0x${group}`),
    0n,
  )
}

/** The key of an address, or of a network. */
export function networkKey({ first, bits }: Network): SearchKey {
  return bits === 128 ? `a:${first}` : `n:${first}/${padded(bits)}`
}

/** Keys of every network that an address or network lies in. */
export function aroundKeys({ first, bits }: Network): readonly SearchKey[] {
  const value = BigInt(`0x${first}`)
  const isIpv4 = bits >= 96 && first.startsWith('00000000000000000000ffff')
  const keys: SearchKey[] = []
  for (let length = isIpv4 ? 96 : 0; length < bits; length++) {
    keys.push(`n:${hex32(value & ~(ALL >> BigInt(length)) & ALL)}/${padded(length)}`)
  }
  return keys
}

function padded(bits: number): string {
  return String(bits).padStart(3, '0')
}
