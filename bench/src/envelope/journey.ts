import { ConcertError, type CryptoPort, type Result } from '@concert/core'
import {
  type CarriedEnvelope,
  checkCommitments,
  openParcel,
  packContents,
  packStatements,
  parseEnvelope,
  parseParcel,
  parseStatement,
  type Salted,
  sealParcel,
  signEnvelope,
  signStatement,
  unpackContents,
  verifyDocument,
} from '@concert/envelope'
import { nodeCompression } from '@concert/node'
import type { Parties } from './parties.ts'

const A = 'a'.repeat(64)
const B = 'b'.repeat(64)
const TIME = '2026-11-23T09:00:00.000Z'

/** A statement and the envelope around it, signed. */
export interface Signed {
  readonly statement: Uint8Array
  readonly envelope: Uint8Array
}

/** The four steps of an envelope's way from one node to another, with nothing stored or sent. */
export class Journey {
  readonly #crypto: CryptoPort
  readonly #parties: Parties
  readonly #items: readonly Salted[]

  constructor(crypto: CryptoPort, parties: Parties, bodies: readonly Uint8Array[]) {
    this.#crypto = crypto
    this.#parties = parties
    this.#items = bodies.map((bytes) => ({ salt: crypto.random(32), bytes }))
  }

  /** Commits to the items and signs statement and envelope. */
  async sign(): Promise<Signed> {
    const { signers } = this.#parties
    const statement = await signStatement(
      this.#crypto,
      {
        kind: 'intel.share',
        author: { node: A, party: 'node', role: 'duty-officer' },
        identity: A,
        exercise: false,
        time: TIME,
        compact: A,
        tlp: 'green',
        act: { items: this.#items.length },
        content: null,
        items: this.#items,
        thread: null,
      },
      signers,
    )
    const envelope = await signEnvelope(
      this.#crypto,
      {
        from: A,
        to: B,
        identity: A,
        epoch: 1,
        seq: 1,
        prev: null,
        ack: { epoch: 1, seq: 0, head: null },
        time: TIME,
        statements: [statement.digest],
      },
      signers,
    )
    return { statement: statement.bytes, envelope: envelope.bytes }
  }

  /** The padded records that go under the seal. */
  pack({ statement, envelope }: Signed): Uint8Array {
    const carried = { bytes: statement, content: null, items: this.#items, withheld: null }
    const records = packStatements(nodeCompression, [carried])
    return packContents(nodeCompression, {
      log: new Uint8Array(2),
      envelopes: [{ bytes: envelope, proof: null, records }],
      receipts: [],
      answer: null,
    })
  }

  /** Packs, seals, signs the header. */
  async seal(signed: Signed): Promise<Uint8Array> {
    const { sealer, signers } = this.#parties
    const packed = this.pack(signed)
    return (await sealParcel(this.#crypto, A, B, sealer, packed, signers)).bytes
  }

  /** Verifies the header, opens the seal, unpacks. */
  async open(bytes: Uint8Array): Promise<CarriedEnvelope> {
    const parcel = accepted(parseParcel(this.#crypto, bytes))
    await this.#verified(parcel)
    const plain = accepted(await openParcel(this.#crypto, parcel, this.#parties.sealer.secret))
    const [envelope] = accepted(unpackContents(nodeCompression, plain)).envelopes
    if (!envelope) throw new ConcertError('bench-envelope')
    return envelope
  }

  /** Verifies envelope and statement, and that the items are what was committed to. */
  async verify(carried: CarriedEnvelope): Promise<void> {
    await this.#verified(accepted(parseEnvelope(this.#crypto, carried.bytes)))
    for (const { bytes, content, items } of carried.statements) {
      const statement = accepted(parseStatement(this.#crypto, bytes))
      await this.#verified(statement)
      accepted(checkCommitments(this.#crypto.sha256, statement, content, items))
    }
  }

  async #verified(of: {
    readonly document: Parameters<typeof verifyDocument>[1]
    readonly signers: readonly string[]
  }): Promise<void> {
    const keys = new Map(this.#parties.signers.map((key) => [key.id, key]))
    accepted(await verifyDocument(this.#crypto, of.document, of.signers, keys))
  }
}

/** A refusal here is a broken bench. */
function accepted<T, C extends string>(result: Result<T, C>): T {
  if (!result.ok) throw new ConcertError('bench-envelope', { code: result.code })
  return result.value
}
