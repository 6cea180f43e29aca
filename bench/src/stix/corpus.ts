import { createHash } from 'node:crypto'

const CREATOR = 'identity--2f9a1c9e-6f0b-4d0c-9c56-0f6f5f0a8b11'
const GREEN = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'
const TIME = '2026-11-01T08:15:30.125Z'

/** Made-up but plausible: digits, names and ids of every object come from a hash of its number. */
class Noise {
  private readonly text: string

  constructor(n: number) {
    this.text = createHash('sha512').update(String(n)).digest('hex')
  }

  hex(from: number, length: number): string {
    return this.text.slice(from, from + length)
  }

  byte(at: number): number {
    return Number.parseInt(this.hex(at, 2), 16)
  }

  id(type: string, at: number, version = 4): string {
    const hex = this.hex(at, 32).padEnd(32, '0')
    const parts = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      version + hex.slice(13, 16),
      `8${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ]
    return `${type}--${parts.join('-')}`
  }

  address(at: number): string {
    return [0, 2, 4, 6].map((offset) => this.byte(at + offset)).join('.')
  }
}

type Make = (noise: Noise) => object

const domainObject = (noise: Noise, type: string) => ({
  type,
  spec_version: '2.1',
  id: noise.id(type, 0),
  created_by_ref: CREATOR,
  created: TIME,
  modified: TIME,
})

const indicator: Make = (noise) => ({
  ...domainObject(noise, 'indicator'),
  name: `login-${noise.hex(40, 10)}.example`,
  description: `Phishing page that imitates a bank, seen in campaign ${noise.hex(50, 6)}.`,
  indicator_types: ['malicious-activity'],
  pattern: `[domain-name:value = 'login-${noise.hex(40, 10)}.example']`,
  pattern_type: 'stix',
  valid_from: TIME,
  valid_until: '2027-11-01T00:00:00Z',
  labels: ['phishing', 'bank'],
  confidence: noise.byte(60) % 101,
  kill_chain_phases: [
    { kill_chain_name: 'lockheed-martin-cyber-kill-chain', phase_name: 'delivery' },
  ],
  object_marking_refs: [GREEN],
})

const relationship: Make = (noise) => ({
  ...domainObject(noise, 'relationship'),
  relationship_type: 'indicates',
  source_ref: noise.id('indicator', 20),
  target_ref: noise.id('malware', 40),
  start_time: TIME,
  object_marking_refs: [GREEN],
})

const domainName: Make = (noise) => ({
  type: 'domain-name',
  spec_version: '2.1',
  id: noise.id('domain-name', 0, 5),
  value: `${noise.hex(40, 12)}.example`,
  resolves_to_refs: [noise.id('ipv4-addr', 60, 5)],
})

const address: Make = (noise) => ({
  type: 'ipv4-addr',
  spec_version: '2.1',
  id: noise.id('ipv4-addr', 0, 5),
  value: noise.address(40),
})

const file: Make = (noise) => ({
  type: 'file',
  spec_version: '2.1',
  id: noise.id('file', 0, 5),
  hashes: { MD5: noise.hex(0, 32), 'SHA-1': noise.hex(32, 40), 'SHA-256': noise.hex(60, 64) },
  size: noise.byte(70) * 1024,
  name: `invoice-${noise.hex(80, 6)}.exe`,
  mime_type: 'application/vnd.microsoft.portable-executable',
})

const traffic: Make = (noise) => ({
  type: 'network-traffic',
  spec_version: '2.1',
  id: noise.id('network-traffic', 0, 5),
  start: TIME,
  end: '2026-11-01T08:15:31Z',
  src_ref: noise.id('ipv4-addr', 20, 5),
  dst_ref: noise.id('ipv4-addr', 60, 5),
  src_port: 1024 + noise.byte(30),
  dst_port: 443,
  protocols: ['ipv4', 'tcp', 'tls', 'http'],
  extensions: {
    'http-request-ext': {
      request_method: 'get',
      request_value: `/${noise.hex(40, 8)}`,
      request_header: { Host: [`${noise.hex(40, 12)}.example`], 'User-Agent': ['Mozilla/5.0'] },
    },
  },
})

const observedData: Make = (noise) => ({
  ...domainObject(noise, 'observed-data'),
  first_observed: TIME,
  last_observed: TIME,
  number_observed: 1 + noise.byte(20),
  object_refs: [noise.id('network-traffic', 20, 5), noise.id('ipv4-addr', 60, 5)],
  object_marking_refs: [GREEN],
})

const malware: Make = (noise) => ({
  ...domainObject(noise, 'malware'),
  name: `Loader ${noise.hex(40, 4)}`,
  description: '一种通过钓鱼邮件传播的下载器。A downloader that spreads by phishing mail.',
  malware_types: ['downloader', 'trojan'],
  is_family: true,
  capabilities: ['communicates-with-c2', 'persists-after-system-reboot'],
  external_references: [
    { source_name: 'vendor', url: `https://vendor.example/${noise.hex(50, 12)}` },
  ],
})

const report: Make = (noise) => ({
  ...domainObject(noise, 'report'),
  name: `Weekly report ${noise.hex(40, 4)}`,
  report_types: ['threat-report'],
  published: TIME,
  object_refs: Array.from({ length: 20 }, (_, at) => noise.id('indicator', at * 4)),
  granular_markings: [{ selectors: ['name', 'object_refs.[3]'], marking_ref: GREEN }],
})

/** How often each kind of object comes, of a hundred: about what a sharing community sends. */
const SHARES: readonly (readonly [Make, number])[] = [
  [indicator, 40],
  [relationship, 15],
  [domainName, 10],
  [address, 10],
  [file, 10],
  [traffic, 5],
  [observedData, 4],
  [malware, 3],
  [report, 3],
]

const MAKERS: readonly Make[] = SHARES.flatMap(([make, share]) => Array<Make>(share).fill(make))

/** STIX objects of many types as JSON texts, each distinct, the same for the same numbers. */
export function mixedObjects(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => {
    const make = MAKERS[(n * 37) % MAKERS.length] ?? indicator
    return JSON.stringify(make(new Noise(n)))
  })
}
