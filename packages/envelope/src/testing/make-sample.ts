/**
 * Writes docs/samples: the evidence file and the published keys that docs/verify.md works through.
 * Keys and salts follow from fixed seeds; ML-DSA signatures are randomized, so each run writes
 * other bytes, and the page's commands print other digests: renew both together.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { canonicalBytes, concat, hex, utf8 } from '@concert/core'
import {
  cosignText,
  formatNote,
  formatProofFile,
  formatVkey,
  KEY_TYPES,
  leafHash,
  nodeHash,
  signCheckpoint,
  withSignatures,
} from '@concert/tlog'
import { commitment } from '../digest.ts'
import { signEnvelope } from '../envelope.ts'
import { makeEvidence } from '../evidence-file.ts'
import { proveItems } from '../evidence-items.ts'
import { type LeafRole, leafFor } from '../leaf.ts'
import { signReceipt } from '../receipt.ts'
import { contentBytes, itemsRoot, signStatement } from '../statement.ts'
import { salted } from './exchange.ts'
import { nextIdentity, noteSigner, someDigest, type TestNode, testNode } from './nodes.ts'
import { createTestCrypto, seedOf } from './port.ts'

const crypto = createTestCrypto('sample')
const { sha256 } = crypto
const SAID = '2026-11-23T09:00:00.000Z'
const RECEIVED = '2026-11-23T09:00:02.000Z'
const COSIGNED = { cairn: 1_795_424_404, delta: 1_795_424_407 }

async function node(name: string, en: string, zh: string): Promise<TestNode> {
  const made = await testNode(crypto, name)
  const draft = { ...made.draft, names: { en, zh } }
  return { ...made, draft, identity: await nextIdentity(crypto, draft, made.root, undefined) }
}

function indicator(domain: string): Uint8Array {
  return canonicalBytes({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${seedOf(domain)
      .toHex()
      .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5')}`,
    created: SAID,
    modified: SAID,
    indicator_types: ['malicious-activity'],
    pattern: `[domain-name:value = '${domain}']`,
    pattern_type: 'stix',
    valid_from: SAID,
  })
}

const arden = await node('arden', 'Arden', '雅登')
const belmar = await node('belmar', 'Belmar', '贝尔玛')
const witness = (name: string) =>
  noteSigner(crypto, `${name}.example/witness`, KEY_TYPES.cosignature)

/** RFC 6962 §2.1: the root of a list of leaf hashes. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves
  if (first === undefined) throw new RangeError('leaves')
  if (leaves.length === 1) return first
  const k = split(leaves.length)
  return nodeHash(sha256, rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)))
}

/** RFC 6962 §2.1.1: the audit path of a leaf. */
function pathOf(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return index < k
    ? [...pathOf(left, index), rootOf(right)]
    : [...pathOf(right, index - k), rootOf(left)]
}

function split(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1))
}

/** The place of a document in a log of `size` leaves, under a checkpoint that both have cosigned. */
async function placeOf(
  { log }: TestNode,
  role: LeafRole,
  digest: string,
  index: number,
  size: number,
): Promise<{ readonly opening: Uint8Array; readonly proof: string }> {
  const origin = log.key.name
  const opening = seedOf(`sample/opening/${role}`)
  const leaves = Array.from({ length: size }, (_, i) => leafHash(sha256, seedOf(`${origin}/${i}`)))
  leaves[index] = leafHash(sha256, leafFor(sha256, opening, role, origin, digest))
  const note = await signCheckpoint(log, { origin, size, root: rootOf(leaves) })
  const lines = [
    await cosignText(witness('cairn'), note.text, COSIGNED.cairn),
    await cosignText(witness('delta'), note.text, COSIGNED.delta),
  ]
  const checkpoint = formatNote(withSignatures(note, lines))
  return { opening, proof: formatProofFile({ index, proof: pathOf(leaves, index), checkpoint }) }
}

const items = ['login-haldenbank.example', 'haldenbank-auth.example', 'lanhai-post.example'].map(
  (domain) => salted(`sample/${domain}`, indicator(domain)),
)
const content = salted(
  'sample/content',
  contentBytes({
    note: {
      en: 'Three phishing sites that imitate banks and post offices. An exercise.',
      zh: '三个仿冒银行和邮政的网络钓鱼网站。演练用。',
    },
  }),
)
const statement = await signStatement(
  crypto,
  {
    kind: 'intel.share',
    author: { node: arden.identity.node, party: 'cert', role: 'analyst' },
    identity: arden.identity.digest,
    exercise: true,
    time: SAID,
    compact: someDigest('sample/compact'),
    tlp: 'green',
    act: { items: items.length },
    content,
    items,
    thread: null,
  },
  arden.keys,
)
const envelope = await signEnvelope(
  crypto,
  {
    from: arden.identity.node,
    to: belmar.identity.node,
    identity: arden.identity.digest,
    epoch: 1,
    seq: 7,
    prev: someDigest('sample/prev'),
    ack: { epoch: 0, seq: 0, head: null },
    time: SAID,
    statements: [statement.digest],
  },
  arden.keys,
)
const receipt = await signReceipt(
  crypto,
  {
    by: belmar.identity.node,
    identity: belmar.identity.digest,
    envelope: { from: arden.identity.node, epoch: 1, seq: 7, digest: envelope.digest },
    parcel: someDigest('sample/parcel'),
    disposition: 'accepted',
    code: null,
    held: [
      {
        statement: statement.digest,
        content: hex(commitment(sha256, content.salt, content.bytes)),
        items_root: itemsRoot(sha256, items),
        items: items.length,
      },
    ],
    own_at: {},
    received: RECEIVED,
  },
  belmar.keys,
)
const sent = await placeOf(arden, 'sent', envelope.digest, 2, 5)
const receipted = await placeOf(belmar, 'receipt', receipt.digest, 4, 7)

const evidence = makeEvidence({
  identities: [arden.identity.document, belmar.identity.document],
  statement: statement.bytes,
  content,
  items: proveItems(sha256, items, [0, 1, 2]),
  envelope: envelope.bytes,
  envelopeOpening: sent.opening,
  envelopeProof: sent.proof,
  receipt: receipt.bytes,
  receiptOpening: receipted.opening,
  receiptProof: receipted.proof,
})
const keys = {
  v: 1,
  nodes: [arden, belmar].map(({ identity: { node: id, host, names } }) => ({
    node: id,
    host,
    names,
  })),
  policy: [
    `witness cairn ${formatVkey(witness('cairn').key)}`,
    `witness delta ${formatVkey(witness('delta').key)}`,
    'group north any cairn',
    'group south any delta',
    'group blocs all north south',
    'quorum blocs\n',
  ].join('\n'),
}

const folder = new URL('../../../../docs/samples/', import.meta.url)
await mkdir(folder, { recursive: true })
await writeFile(new URL('evidence.json', folder), evidence)
await writeFile(
  new URL('keys.json', folder),
  concat(utf8(JSON.stringify(keys, null, 2)), utf8('\n')),
)
