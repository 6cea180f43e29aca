import { base64, type CryptoPort, concat, fromUtf8, hex, u32, utf8 } from '@concert/core'
import { commitment, documentDigest, pae } from '../digest.ts'
import { DOCUMENT_TYPES } from '../document.ts'
import { makeEvidence } from '../evidence-file.ts'
import { proveItems } from '../evidence-items.ts'
import { encodeItemPlace } from '../item-place.ts'
import { type LeafRole, leafFor } from '../leaf.ts'
import { parseParcel, sealParcel } from '../parcel.ts'
import { encodePull } from '../pull.ts'
import { bucketFor, packContents, packStatements } from '../records.ts'
import { safetyNumber } from '../safety-number.ts'
import { itemsRoot } from '../statement.ts'
import { exchange, shareDraft, someItems } from './exchange.ts'
import { listed, someDigest, type TestNode, testNode } from './nodes.ts'
import { publicKeyOf, seedOf, testCompression } from './port.ts'

/** Seeds, public keys and what follows from them alone. */
export async function keyVectors(crypto: CryptoPort): Promise<object> {
  const [arden, belmar] = [await testNode(crypto, 'arden'), await testNode(crypto, 'belmar')]
  return {
    nodes: [arden, belmar].map((node) => nodeVector(crypto, node)),
    safetyNumber: safetyNumber(crypto.sha256, arden.identity, belmar.identity),
  }
}

function nodeVector(crypto: CryptoPort, node: TestNode): object {
  const keys = (['root/1', 'root/2', 'sign/1'] as const).flatMap((use) =>
    (['ed25519', 'ml-dsa-65'] as const).map((alg) => {
      const seed = seedOf(`${node.name}/${use}/${alg}`)
      const pub = publicKeyOf(alg, seed)
      return { use, alg, seed: hex(seed), pub: base64(pub), id: idOf(crypto, alg, pub) }
    }),
  )
  return {
    name: node.name,
    node: node.identity.node,
    nextRoot: node.identity.next_root,
    keys,
    sealSecret: hex(node.sealSecret),
  }
}

function idOf(crypto: CryptoPort, alg: 'ed25519' | 'ml-dsa-65', pub: Uint8Array): string {
  return listed(crypto, 'sign', alg, pub).id
}

/** Hashes of everything that Concert names by a hash. */
export function digestVectors(crypto: CryptoPort): object {
  const { sha256 } = crypto
  const payload = utf8('{"v":1}')
  const type = DOCUMENT_TYPES.statement
  const roles: readonly LeafRole[] = ['sent', 'receipt', 'identity', 'tombstone', 'cover']
  const origin = 'arden.example/log'
  return {
    pae: { type, payload: hex(payload), pae: hex(pae(type, payload)) },
    document: { type, payload: hex(payload), digest: documentDigest(sha256, type, payload) },
    commitments: ['', 'a', '钓鱼'].map((text) => ({
      salt: hex(seedOf(text)),
      bytes: hex(utf8(text)),
      commitment: hex(commitment(sha256, seedOf(text), utf8(text))),
    })),
    leaves: roles.map((role) => {
      const [opening, digest] = [seedOf(role), someDigest(role)]
      const leaf = hex(leafFor(sha256, opening, role, origin, digest))
      return { opening: hex(opening), role, origin, digest, leaf }
    }),
    items: [1, 2, 5].map((total) => itemVector(crypto, total)),
    buckets: [1, 4096, 4097, 10_000, 65_537, 1_000_000, 67_108_863].map((size) => ({
      size,
      padded: bucketFor(size),
    })),
  }
}

function itemVector({ sha256 }: CryptoPort, total: number): object {
  const items = someItems(total)
  return {
    items: items.map(({ salt, bytes }) => ({ salt: hex(salt), bytes: hex(bytes) })),
    root: itemsRoot(sha256, items),
    paths: proveItems(sha256, items, [...items.keys()]).map(({ path }) => path.map(hex)),
  }
}

/** Opened parcels, byte for byte, and how they are read. */
export function recordVectors(): object {
  const record = (kind: number, body: Uint8Array, codec = 0): Uint8Array =>
    concat(Uint8Array.of(kind, codec), u32(body.length), body)
  const salt = seedOf('salt')
  const text = utf8('x'.repeat(100))
  const deflated = concat(salt, testCompression.deflate(text))
  const [envelope, statement] = [record(2, utf8('envelope')), record(4, utf8('statement'))]
  const zeros = new Uint8Array(8)
  const item = record(6, concat(salt, utf8('item')))
  const place = encodeItemPlace({ index: 1, total: 2, path: [salt] })
  const author = record(12, utf8('{"v":1,"identities":[]}'))
  const pull = encodePull({ wait: 20 })
  const bomb = testCompression.deflate(new Uint8Array(5 << 20))
  const cases: readonly (readonly [string, readonly Uint8Array[], string?])[] = [
    ['nothing but padding', [zeros]],
    [
      'an envelope with a statement, content and an item',
      [
        envelope,
        record(3, utf8('proof')),
        statement,
        record(5, concat(salt, utf8('content'))),
        record(6, deflated, 1),
        zeros,
      ],
    ],
    ['a request for what is queued', [record(1, utf8('log')), record(10, pull)]],
    [
      'an item without its siblings, and who its author is',
      [record(1, utf8('log')), author, envelope, statement, item, record(11, place), zeros],
    ],
    ['a place before any item', [envelope, statement, record(11, place)], 'malformed'],
    [
      'a second place',
      [envelope, statement, item, record(11, place), record(11, place)],
      'malformed',
    ],
    ['an author after the envelopes', [envelope, author], 'malformed'],
    ['a withheld statement', [envelope, statement, record(7, utf8('erased'))]],
    [
      'a receipt and an answer',
      [record(1, utf8('log')), record(8, utf8('receipt')), record(9, utf8('answer'))],
    ],
    ['padding that hides a byte', [envelope, zeros, Uint8Array.of(1)], 'malformed'],
    ['a statement before any envelope', [statement], 'malformed'],
    ['a record cut short', [envelope.subarray(0, 10)], 'malformed'],
    ['an unknown kind', [record(255, zeros)], 'malformed'],
    ['an unknown codec', [record(2, zeros, 2)], 'malformed'],
    ['a record that inflates beyond 4 MiB', [record(1, bomb, 1)], 'inflated-too-large'],
  ]
  return cases.map(([name, parts, code]) => ({
    name,
    bytes: hex(concat(...parts)),
    ...(code === undefined ? {} : { code }),
  }))
}

/** A whole parcel, its key, what is inside, and what each changed byte leads to. */
export async function parcelVectors(crypto: CryptoPort): Promise<object> {
  const { sender, receiver, parts } = await exchange(crypto)
  const sealKey = receiver.identity.keys.find(({ use }) => use === 'seal')
  if (!sealKey) throw new Error('seal key')
  const { content, items } = shareDraft(sender)
  const carried = { bytes: parts.statement, content, items, withheld: null }
  const records = packStatements(testCompression, [carried])
  const envelope = { bytes: parts.envelope, proof: null, records }
  const opened = packContents(testCompression, {
    log: utf8('{}'),
    envelopes: [envelope],
    receipts: [],
    answer: null,
  })
  const [from, to] = [sender.identity.node, receiver.identity.node]
  const { bytes, digest } = await sealParcel(crypto, from, to, sealKey, opened, sender.keys)
  const parsed = parseParcel(crypto, bytes)
  if (!parsed.ok) throw new Error(parsed.code)
  const end = bytes.length - parsed.value.ct.length
  return {
    parcel: base64(bytes),
    digest,
    sealSecret: hex(receiver.sealSecret),
    opened: base64(opened),
    damaged: [
      { name: 'the magic', at: 0, code: 'malformed' },
      { name: 'the length of the header', at: 8, code: 'malformed' },
      { name: 'the encapsulated key', at: end - 1, code: 'digest-mismatch' },
      { name: 'the first byte of the ciphertext', at: end, code: 'digest-mismatch' },
      { name: 'its last byte', at: bytes.length - 1, code: 'digest-mismatch' },
    ],
  }
}

/** An evidence file with the keys to verify it, and the step at which each damaged one fails. */
export async function evidenceVectors(crypto: CryptoPort): Promise<object> {
  const { parts, keys } = await exchange(crypto)
  const file = makeEvidence(parts)
  const text = (bytes: Uint8Array): string => fromUtf8(bytes) ?? ''
  const [item] = parts.items
  const content = parts.content && { ...parts.content, bytes: utf8('{}') }
  const damaged: readonly (readonly [string, object, string, string])[] = [
    ['an opening without a proof', { envelopeProof: null }, 'file', 'malformed'],
    [
      'an identity missing',
      { identities: parts.identities.slice(0, 1) },
      'receiver-identity',
      'malformed',
    ],
    ['other content', { content }, 'content', 'commitment-mismatch'],
    [
      'an item at another place',
      { items: [{ ...item, index: 1 }] },
      'items',
      'commitment-mismatch',
    ],
    [
      'a checkpoint without cosignature',
      { envelopeProof: uncosigned(parts.envelopeProof) },
      'sender-witness',
      'witness-quorum',
    ],
  ]
  return {
    keys,
    evidence: text(file),
    damaged: damaged.map(([name, change, step, code]) => ({
      name,
      evidence: text(makeEvidence({ ...parts, ...change })),
      step,
      code,
    })),
  }
}

function uncosigned(proof: string | null): string {
  return (proof ?? '').split('\n').slice(0, -2).join('\n').concat('\n')
}
