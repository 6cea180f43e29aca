import * as k from './kinds.ts'
import type { ObjectType } from './model.ts'
import { HTTP_REQUEST_EXT, ICMP_EXT, SOCKET_EXT, TCP_EXT } from './network-extensions.ts'
import { observable } from './rows.ts'

// What is seen on a network (§6).

const BY_VALUE = ['value']
const byteCount = k.integer(0)
const port = k.integer(0, 65_535)
const address = k.refTo('ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name')

export const AUTONOMOUS_SYSTEM: ObjectType = observable(
  'autonomous-system',
  '6.2',
  { number: k.required(k.integer()), name: k.string(), rir: k.string() },
  { identity: ['number'] },
)

export const DOMAIN_NAME: ObjectType = observable(
  'domain-name',
  '6.4',
  {
    value: k.required(k.formatted('domain-name')),
    resolves_to_refs: k.listOf(k.refTo('ipv4-addr', 'ipv6-addr', 'domain-name')),
  },
  { identity: BY_VALUE },
)

export const IPV4_ADDR: ObjectType = observable(
  'ipv4-addr',
  '6.8',
  {
    value: k.required(k.formatted('ipv4')),
    resolves_to_refs: k.listOf(k.refTo('mac-addr')),
    belongs_to_refs: k.listOf(k.refTo('autonomous-system')),
  },
  { identity: BY_VALUE },
)

export const IPV6_ADDR: ObjectType = observable(
  'ipv6-addr',
  '6.9',
  {
    value: k.required(k.formatted('ipv6')),
    resolves_to_refs: k.listOf(k.refTo('mac-addr')),
    belongs_to_refs: k.listOf(k.refTo('autonomous-system')),
  },
  { identity: BY_VALUE },
)

export const MAC_ADDR: ObjectType = observable(
  'mac-addr',
  '6.10',
  { value: k.required(k.formatted('mac-address')) },
  { identity: BY_VALUE },
)

export const NETWORK_TRAFFIC: ObjectType = observable(
  'network-traffic',
  '6.12',
  {
    start: k.timestamp(),
    end: k.timestamp(),
    is_active: k.boolean(),
    src_ref: address,
    dst_ref: address,
    src_port: k.recommended(port),
    dst_port: k.recommended(port),
    protocols: k.required(k.listOf(k.shouldFormat('lower-case'))),
    src_byte_count: byteCount,
    dst_byte_count: byteCount,
    src_packets: byteCount,
    dst_packets: byteCount,
    ipfix: k.dictionary(k.integer(), k.string()),
    src_payload_ref: k.refTo('artifact'),
    dst_payload_ref: k.refTo('artifact'),
    encapsulates_refs: k.listOf(k.refTo('network-traffic')),
    encapsulated_by_ref: k.refTo('network-traffic'),
  },
  {
    extensions: [HTTP_REQUEST_EXT, ICMP_EXT, SOCKET_EXT, TCP_EXT],
    identity: [
      'start',
      'end',
      'src_ref',
      'dst_ref',
      'src_port',
      'dst_port',
      'protocols',
      'extensions',
    ],
    rules: [
      { rule: 'at-least-one', of: ['src_ref', 'dst_ref'] },
      { rule: 'order', earlier: 'start', later: 'end', strict: false },
      { rule: 'forbids', when: { property: 'is_active', is: true }, names: ['end'] },
    ],
  },
)

export const URL: ObjectType = observable(
  'url',
  '6.15',
  { value: k.required(k.formatted('url')) },
  { identity: BY_VALUE },
)
