import { base64, type CryptoPort, concat, hex, utf8 } from '@concert/core'
import {
  cosignText,
  formatNote,
  formatProofFile,
  KEY_TYPES,
  leafHash,
  nodeHash,
  signCheckpoint,
  withSignatures,
} from '@concert/tlog'
import { commitment } from '../digest.ts'
import { signEnvelope } from '../envelope.ts'
import type { EvidenceParts } from '../evidence-file.ts'
import { proveItems } from '../evidence-items.ts'
import { type LeafRole, leafFor } from '../leaf.ts'
import type { PublishedKeys } from '../published-keys.ts'
import { type ReceiptBody, signReceipt } from '../receipt.ts'
import {
  contentBytes,
  itemsRoot,
  type Salted,
  type StatementDraft,
  signStatement,
} from '../statement.ts'
import { NOW, NOW_MS, noteSigner, someDigest, type TestNode, testNode } from './nodes.ts'
import { seedOf } from './port.ts'

const COSIGNED = Math.floor(NOW_MS / 1000) + 60

/** Content or an item with a salt that follows from a name. */
export function salted(name: string, bytes: Uint8Array): Salted {
  return { salt: seedOf(`salt/${name}`), bytes }
}

/** Five small items. */
export function someItems(count = 5): readonly Salted[] {
  return Array.from({ length: count }, (_, i) => salted(`item/${i}`, utf8(`{"item":${i}}`)))
}

/** A share of {@link someItems} by a node. */
export function shareDraft(
  author: TestNode,
  changes: Partial<StatementDraft> = {},
): StatementDraft {
  return {
    kind: 'intel.share',
    author: { node: author.identity.node, party: 'cert', role: 'analyst' },
    identity: author.identity.digest,
    exercise: true,
    time: NOW,
    compact: null,
    tlp: 'green',
    act: { items: 5 },
    content: salted('content', contentBytes({ note: { en: 'phishing', zh: '网络钓鱼' } })),
    items: someItems(),
    thread: null,
    ...changes,
  }
}

/** A whole exchange between two nodes, ready to be put into an evidence file. */
export interface Exchange {
  readonly sender: TestNode
  readonly receiver: TestNode
  readonly parts: EvidenceParts
  /** Keys that ask for the cosignature of the one neutral witness. */
  readonly keys: PublishedKeys
}

/** What a test wants different in {@link exchange}. */
export interface ExchangeChanges {
  readonly statement?: Partial<StatementDraft>
  readonly receipt?: Partial<Omit<ReceiptBody, 'v' | 'signers' | 'notice'>>
  /** Unix seconds at which the witness cosigns; null for no cosignature. */
  readonly cosigned?: number | null
}

/** Arden shares five items with Belmar; Cairn witnesses both logs. */
export async function exchange(
  crypto: CryptoPort,
  changes: ExchangeChanges = {},
): Promise<Exchange> {
  const sender = await testNode(crypto, 'arden')
  const receiver = await testNode(crypto, 'belmar')
  const draft = shareDraft(sender, changes.statement)
  const statement = await signStatement(crypto, draft, sender.keys)
  const envelope = await signEnvelope(
    crypto,
    {
      from: sender.identity.node,
      to: receiver.identity.node,
      identity: sender.identity.digest,
      epoch: 1,
      seq: 1,
      prev: null,
      ack: { epoch: 0, seq: 0, head: null },
      time: NOW,
      statements: [statement.digest],
    },
    sender.keys,
  )
  const receipt = await signReceipt(
    crypto,
    {
      ...receiptFor(crypto, receiver, draft, envelope.digest, statement.digest),
      ...changes.receipt,
    },
    receiver.keys,
  )
  const cosigned = changes.cosigned === undefined ? COSIGNED : changes.cosigned
  const parts: EvidenceParts = {
    identities: [sender.identity.document, receiver.identity.document],
    statement: statement.bytes,
    content: draft.content,
    items: proveItems(crypto.sha256, draft.items, [0, 3]),
    envelope: envelope.bytes,
    envelopeOpening: seedOf('opening/envelope'),
    envelopeProof: await logged(crypto, sender, 'sent', envelope.digest, cosigned),
    receipt: receipt.bytes,
    receiptOpening: seedOf('opening/receipt'),
    receiptProof: await logged(crypto, receiver, 'receipt', receipt.digest, cosigned),
  }
  return { sender, receiver, parts, keys: publishedKeys(crypto, [sender, receiver]) }
}

function receiptFor(
  crypto: CryptoPort,
  receiver: TestNode,
  draft: StatementDraft,
  envelope: string,
  statement: string,
): Omit<ReceiptBody, 'v' | 'signers' | 'notice'> {
  const { content, items } = draft
  const from = draft.author.node
  return {
    by: receiver.identity.node,
    identity: receiver.identity.digest,
    envelope: { from, epoch: 1, seq: 1, digest: envelope },
    parcel: someDigest('parcel'),
    disposition: 'accepted',
    code: null,
    held: [
      {
        statement,
        content: content && hex(commitment(crypto.sha256, content.salt, content.bytes)),
        items_root: itemsRoot(crypto.sha256, items),
        items: items.length,
      },
    ],
    own_at: {},
    received: NOW,
  }
}

/** The nodes as somebody trusted publishes them, with the neutral witness as quorum. */
export function publishedKeys(crypto: CryptoPort, nodes: readonly TestNode[]): PublishedKeys {
  const { key } = noteSigner(crypto, 'cairn.example/witness', KEY_TYPES.cosignature)
  const vkey = `${key.name}+${key.id}+${base64(concat(Uint8Array.of(key.type), key.pub))}`
  return {
    v: 1,
    nodes: nodes.map(({ identity: { node, host, names } }) => ({ node, host, names })),
    policy: `witness cairn ${vkey}\nquorum cairn\n`,
  }
}

/** A proof that the second of two leaves of a node's log stands for a document. */
export async function logged(
  crypto: CryptoPort,
  node: TestNode,
  role: LeafRole,
  digest: string,
  cosigned: number | null,
): Promise<string> {
  const { sha256 } = crypto
  const origin = node.log.key.name
  const opening = seedOf(role === 'sent' ? 'opening/envelope' : 'opening/receipt')
  const first = leafHash(sha256, utf8('another leaf'))
  const leaf = leafHash(sha256, leafFor(sha256, opening, role, origin, digest))
  const root = nodeHash(sha256, first, leaf)
  const note = await signCheckpoint(node.log, { origin, size: 2, root })
  const witness = noteSigner(crypto, 'cairn.example/witness', KEY_TYPES.cosignature)
  const lines = cosigned === null ? [] : [await cosignText(witness, note.text, cosigned)]
  const checkpoint = formatNote(withSignatures(note, lines))
  return formatProofFile({ index: 1, proof: [first], checkpoint })
}
