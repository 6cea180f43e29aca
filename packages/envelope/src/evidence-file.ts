import {
  base64,
  base64Bytes,
  type CryptoPort,
  canonicalBytes,
  type Decoder,
  decode,
  hexText,
  integer,
  list,
  literal,
  Malformed,
  nullable,
  object,
  ok,
  optional,
  parseCanonical,
  type Result,
  refuse,
  text,
} from '@concert/core'
import { type ProofFile, parseNote, parseProofFile, type SignedNote } from '@concert/tlog'
import { readCanonicalBase64 } from './canonical-base64.ts'
import type { RefusalCode } from './codes.ts'
import { parseDocument, type SignedDocument } from './document.ts'
import { MAX_DOCUMENT_BYTES } from './dsse.ts'
import { type Envelope, parseEnvelope } from './envelope.ts'
import type { ProvenItem } from './evidence-items.ts'
import { type Lodgement, parseLodgement } from './lodgement.ts'
import { parseReceipt, type Receipt } from './receipt.ts'
import { parseSilence, type Silence } from './silence.ts'
import { MAX_ITEMS, parseStatement, type Salted, type Statement } from './statement.ts'
import { parseTender, type Tender } from './tender.ts'

/** Largest evidence file in bytes. */
export const MAX_EVIDENCE_BYTES: number = 64 << 20

/** Media type of an evidence file. */
export const EVIDENCE_MEDIA_TYPE = 'application/vnd.concert.evidence.v1+json'

const MAX_BODY = 4 << 20

/** What goes into an evidence file: one statement, how it was sent and, perhaps, its receipt. */
export interface EvidenceParts {
  /** Every identity version of sender and receiver (and author), in chain order for each node. */
  readonly identities: readonly Uint8Array[]
  readonly statement: Uint8Array
  readonly content: Salted | null
  /** In rising order of index. */
  readonly items: readonly ProvenItem[]
  readonly envelope: Uint8Array
  /** Present exactly when `envelopeProof` is. */
  readonly envelopeOpening: Uint8Array | null
  /** tlog-proof text of the sender's log; every signature line must be of a key known later. */
  readonly envelopeProof: string | null
  readonly receipt: Uint8Array | null
  /** Present exactly when `receiptProof` is. */
  readonly receiptOpening: Uint8Array | null
  /** tlog-proof text of the receiver's log. */
  readonly receiptProof: string | null
  /** Shows that the parcel was tendered by a mailbox. */
  readonly offer?: { readonly lodgement: Uint8Array; readonly tender: Uint8Array }
  /** Shows that the sender has said, in its log, that no receipt came. */
  readonly silence?: {
    readonly document: Uint8Array
    readonly opening: Uint8Array
    readonly proof: string
  }
}

/** Writes an evidence file. Throws RangeError when it would exceed {@link MAX_EVIDENCE_BYTES}. */
export function makeEvidence(parts: EvidenceParts): Uint8Array {
  const bytes = canonicalBytes({
    v: 1,
    kind: 'concert-evidence',
    identities: parts.identities.map(base64),
    statement: base64(parts.statement),
    content: parts.content && saltedJson(parts.content),
    items: parts.items.map((item) => ({
      ...saltedJson(item),
      index: item.index,
      total: item.total,
      path: item.path.map(base64),
    })),
    envelope: base64(parts.envelope),
    envelope_opening: parts.envelopeOpening && base64(parts.envelopeOpening),
    envelope_proof: parts.envelopeProof,
    receipt: parts.receipt && base64(parts.receipt),
    receipt_opening: parts.receiptOpening && base64(parts.receiptOpening),
    receipt_proof: parts.receiptProof,
    ...(parts.offer && {
      offer: { lodgement: base64(parts.offer.lodgement), tender: base64(parts.offer.tender) },
    }),
    ...(parts.silence && {
      silence: {
        document: base64(parts.silence.document),
        opening: base64(parts.silence.opening),
        proof: parts.silence.proof,
      },
    }),
  })
  if (bytes.length > MAX_EVIDENCE_BYTES) throw new RangeError('evidence')
  return bytes
}

function saltedJson({ salt, bytes }: Salted): { readonly salt: string; readonly bytes: string } {
  return { salt: base64(salt), bytes: base64(bytes) }
}

const hash = base64Bytes(32, 32)
const documentBytes = base64Bytes(2, 2 * MAX_DOCUMENT_BYTES)
const salted = { salt: hash, bytes: base64Bytes(0, MAX_BODY) }

const itemShape = object({
  ...salted,
  index: integer(0, MAX_ITEMS - 1),
  total: integer(1, MAX_ITEMS),
  path: list(hash, { max: 14 }),
})

const itemList = list(itemShape, { max: MAX_ITEMS })

// One statement has one number of items, and an item is shown once.
const items: Decoder<readonly ProvenItem[]> = (value, path) => {
  const out = itemList(value, path)
  for (const [i, item] of out.entries()) {
    const before = out[i - 1]
    if (before && item.total !== before.total) throw new Malformed(`${path}[${i}].total`)
    if (before && item.index <= before.index) throw new Malformed(`${path}[${i}].index`)
  }
  return out
}

const proofText = text({ max: 2_000_000 })

const SHAPE = object({
  v: literal(1),
  kind: literal('concert-evidence'),
  identities: list(documentBytes, { min: 1, max: 1000 }),
  statement: documentBytes,
  content: nullable(object(salted)),
  items,
  envelope: documentBytes,
  envelope_opening: nullable(hash),
  envelope_proof: nullable(proofText),
  receipt: nullable(documentBytes),
  receipt_opening: nullable(hash),
  receipt_proof: nullable(proofText),
  offer: optional(object({ lodgement: documentBytes, tender: documentBytes })),
  silence: optional(object({ document: documentBytes, opening: hash, proof: proofText })),
})

/** A document's place in a log, read but not verified. */
export interface LoggedAt {
  readonly opening: Uint8Array
  readonly proof: ProofFile
  /** The checkpoint of the proof, if it is a note at all. */
  readonly note: Result<SignedNote, 'malformed'>
}

/** What a sender left with a mailbox, and what the mailbox signed for it. */
export interface Offer {
  readonly lodgement: Lodgement
  readonly tender: Tender
}

/** An evidence file, read but not verified. */
export interface Evidence {
  /** Identity documents by node, each chain in the order of the file. */
  readonly identities: ReadonlyMap<string, readonly SignedDocument[]>
  readonly statement: Statement
  readonly content: Salted | null
  readonly items: readonly ProvenItem[]
  readonly envelope: Envelope
  readonly envelopeLog: LoggedAt | null
  readonly receipt: Receipt | null
  readonly receiptLog: LoggedAt | null
  readonly offer: Offer | null
  readonly silence: { readonly notice: Silence; readonly log: LoggedAt } | null
}

type Sha256Port = Pick<CryptoPort, 'sha256'>

/**
 * Reads an evidence file and every document in it; verifies nothing. Whatever could not be
 * checked later (a node without a part in it, an opening without a proof) is refused here, so
 * that no byte of an accepted file is without meaning.
 *
 * @param bytes - attacker-controlled
 */
export function parseEvidence(
  crypto: Sha256Port,
  bytes: Uint8Array,
): Result<Evidence, RefusalCode> {
  if (bytes.length > MAX_EVIDENCE_BYTES) return refuse('too-large', 'file')
  const shape = readShape(bytes)
  if (!shape.ok) return shape
  const file = shape.value
  const statement = parseStatement(crypto, file.statement)
  if (!statement.ok) return statement
  const envelope = parseEnvelope(crypto, file.envelope)
  if (!envelope.ok) return envelope
  const receipt = file.receipt === null ? ok(null) : parseReceipt(crypto, file.receipt)
  if (!receipt.ok) return receipt
  const parties = new Set([envelope.value.from, envelope.value.to, statement.value.author.node])
  const identities = groupIdentities(crypto, file.identities, parties)
  if (!identities.ok) return identities
  const envelopeLog = loggedAt('envelope', file.envelope_opening, file.envelope_proof)
  if (!envelopeLog.ok) return envelopeLog
  const receiptLog = loggedAt('receipt', file.receipt_opening, file.receipt_proof)
  if (!receiptLog.ok) return receiptLog
  if (receiptLog.value && !receipt.value) return refuse('malformed', 'receipt_proof')
  const offer = readOffer(crypto, file.offer)
  if (!offer.ok) return offer
  const silence = readSilence(crypto, file.silence)
  if (!silence.ok) return silence
  return ok({
    identities: identities.value,
    statement: statement.value,
    content: file.content,
    items: file.items,
    envelope: envelope.value,
    envelopeLog: envelopeLog.value,
    receipt: receipt.value,
    receiptLog: receiptLog.value,
    offer: offer.value,
    silence: silence.value,
  })
}

function readShape(bytes: Uint8Array): Result<ReturnType<typeof SHAPE>, 'malformed'> {
  const read = readCanonicalBase64(bytes)
  const shape = read && decode(SHAPE, read)
  if (shape?.ok) return shape
  // Any other text is refused, and this says at which place. Proof texts are notes of other formats,
  // which decide for themselves what a name may hold.
  const json = parseCanonical(bytes, { ownText: false })
  return json.ok ? decode(SHAPE, json.value) : json
}

function readOffer(
  crypto: Sha256Port,
  file: { readonly lodgement: Uint8Array; readonly tender: Uint8Array } | null,
): Result<Offer | null, RefusalCode> {
  if (file === null) return ok(null)
  const lodgement = parseLodgement(crypto, file.lodgement)
  if (!lodgement.ok) return lodgement
  const tender = parseTender(crypto, file.tender)
  return tender.ok ? ok({ lodgement: lodgement.value, tender: tender.value }) : tender
}

function readSilence(
  crypto: Sha256Port,
  file: {
    readonly document: Uint8Array
    readonly opening: Uint8Array
    readonly proof: string
  } | null,
): Result<Evidence['silence'], RefusalCode> {
  if (file === null) return ok(null)
  const notice = parseSilence(crypto, file.document)
  if (!notice.ok) return notice
  const log = loggedAt('silence', file.opening, file.proof)
  if (!log.ok) return log
  return log.value ? ok({ notice: notice.value, log: log.value }) : refuse('malformed', 'silence')
}

const nodeOf = hexText(32)

function groupIdentities(
  crypto: Sha256Port,
  documents: readonly Uint8Array[],
  parties: ReadonlySet<string>,
): Result<ReadonlyMap<string, readonly SignedDocument[]>, RefusalCode> {
  const chains = new Map<string, SignedDocument[]>()
  let last: string | undefined
  for (const [i, bytes] of documents.entries()) {
    const parsed = parseDocument(crypto, 'identity', bytes)
    if (!parsed.ok) return refuse(parsed.code, `identities[${i}].${parsed.at}`)
    const node = decode(nodeOf, parsed.value.body.node)
    if (!node.ok) return refuse('malformed', `identities[${i}].node`)
    const chain = chains.get(node.value) ?? []
    const isScattered = chain.length > 0 && last !== node.value
    if (isScattered || !parties.has(node.value)) return refuse('malformed', `identities[${i}]`)
    chains.set(node.value, [...chain, parsed.value])
    last = node.value
  }
  return ok(chains)
}

function loggedAt(
  name: 'envelope' | 'receipt' | 'silence',
  opening: Uint8Array | null,
  proofText: string | null,
): Result<LoggedAt | null, RefusalCode> {
  if (opening === null && proofText === null) return ok(null)
  if (opening === null || proofText === null) return refuse('malformed', `${name}_opening`)
  const proof = parseProofFile(proofText)
  if (!proof.ok) return refuse('malformed', `${name}_proof.${proof.at}`)
  // Nothing authenticates the extra line, so evidence has no use for one.
  if (proof.value.extra !== undefined) return refuse('malformed', `${name}_proof.extra`)
  return ok({ opening, proof: proof.value, note: parseNote(proof.value.checkpoint) })
}
