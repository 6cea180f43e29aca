import { hex } from '@concert/core'
import {
  type Ack,
  type CarriedStatement,
  type Identity,
  type IdentityKey,
  leafFor,
  openParcel,
  PARCEL_MEDIA_TYPE,
  type ParcelContents,
  packContents,
  packStatements,
  parseParcel,
  type SigningKey,
  type StatementDraft,
  sealParcel,
  signEnvelope,
  signStatement,
  unpackContents,
} from '@concert/envelope'
import { readChannel } from '../federation/channel.ts'
import { viewFor } from '../federation/reply.ts'
import type { RunningNode } from '../node.ts'
import type { Reader } from '../store/store.ts'

/** What an envelope claims when it is not what an honest node would write. */
export interface Claims {
  readonly epoch?: number
  readonly seq?: number
  readonly prev?: string | null
  /** What the forger says that it has received. */
  readonly ack?: Ack
  readonly envelopeTo?: string
  readonly parcelTo?: string
  readonly sealKey?: IdentityKey
  readonly signers?: readonly SigningKey[]
  /** Do not place the envelope in the log that its parcel shows. */
  readonly isUnlogged?: boolean
  /** Size of the forger's log that the receiver is claimed to have seen. */
  readonly seen?: number
  /** Digests that the envelope lists, when they are not those of the statements. */
  readonly lists?: readonly string[]
}

/** A statement as it is to travel. */
export interface Forged {
  readonly digest: string
  readonly carried: CarriedStatement
}

/** Whom forged parcels are for: a node of this process, or one of another, whose store can be read. */
export interface Target {
  readonly read: Reader
  readonly identity: Identity
  readonly url: string
}

/** Makes parcels with a node's own keys and log, but past every rule that node keeps. */
export class Forge {
  readonly #from: RunningNode['parts']
  readonly #to: Target

  constructor(from: RunningNode, to: RunningNode | Target) {
    this.#from = from.parts
    this.#to = 'parts' in to ? targetOf(to.parts) : to
  }

  /** A statement in the forger's name, or in another's. */
  async statement(
    draft: Partial<StatementDraft>,
    signers: readonly SigningKey[] = this.#from.context.own.signers,
  ): Promise<Forged> {
    const { crypto, own, now } = this.#from.context
    const full: StatementDraft = {
      kind: 'intel.share',
      author: { node: own.node, party: 'node', role: 'duty-officer' },
      identity: own.identity.digest,
      exercise: false,
      time: new Date(now()).toISOString(),
      compact: null,
      tlp: 'green',
      act: { items: draft.items?.length ?? 0 },
      content: null,
      items: [],
      thread: null,
      ...draft,
    }
    const signed = await signStatement(crypto, full, signers)
    const { content, items } = full
    return {
      digest: signed.digest,
      carried: { bytes: signed.bytes, content, items, withheld: null },
    }
  }

  /** A sealed parcel with one envelope: the next that the receiver expects, but for the claims. */
  async parcel(statements: readonly Forged[], claims: Claims = {}): Promise<Uint8Array> {
    const { crypto, own, compression } = this.#from.context
    const signers = claims.signers ?? own.signers
    const channel = await readChannel(this.#to.read, own.node, 'in')
    const signed = await signEnvelope(
      crypto,
      {
        from: own.node,
        to: claims.envelopeTo ?? this.#to.identity.node,
        identity: own.identity.digest,
        epoch: claims.epoch ?? channel.epoch,
        seq: claims.seq ?? channel.seq + 1,
        prev: claims.prev === undefined ? channel.head && hex(channel.head) : claims.prev,
        ack: claims.ack ?? { epoch: 1, seq: 0, head: null },
        time: new Date(this.#from.context.now()).toISOString(),
        statements: claims.lists ?? statements.map((statement) => statement.digest),
      },
      signers,
    )
    const { log, envelope } = await this.#logged(signed, channel.checkpoint_size, claims)
    const carried = statements.map((statement) => statement.carried)
    const records = packStatements(compression, carried)
    const contents = { log, envelopes: [{ ...envelope, records }], receipts: [], answer: null }
    const packed = packContents(compression, contents)
    const { identity } = this.#to
    const key = claims.sealKey ?? sealKeyOf(identity)
    const recipient = claims.parcelTo ?? identity.node
    return (await sealParcel(crypto, own.node, recipient, key, packed, signers)).bytes
  }

  async #logged(
    signed: { readonly bytes: Uint8Array; readonly digest: string },
    held: number,
    { isUnlogged = false, seen = held }: Claims,
  ) {
    const { crypto, log, store } = this.#from.context
    const opening = crypto.random(32)
    const leaf = leafFor(crypto.sha256, opening, 'sent', log.origin, signed.digest)
    if (!isUnlogged) {
      await store.transact((tx) => log.submit(tx, [leaf]))
      log.wake()
    }
    const peer = this.#to.identity.node
    const theirs = await readChannel(store.read, peer, 'in')
    const leaves = isUnlogged ? [] : [leaf]
    const shown = await viewFor(this.#from.context, leaves, seen, theirs.checkpoint_size)
    const [proven] = isUnlogged ? [] : await shown.prove([{ bytes: signed.bytes, opening, leaf }])
    return { log: shown.view, envelope: proven ?? { bytes: signed.bytes, proof: null } }
  }

  /** Where the next envelope stands, for two that are to stand there. */
  async next(): Promise<Pick<Claims, 'epoch' | 'seq' | 'prev'>> {
    const { own } = this.#from.context
    const channel = await readChannel(this.#to.read, own.node, 'in')
    const prev = channel.head && hex(channel.head)
    return { epoch: channel.epoch, seq: channel.seq + 1, prev }
  }

  /** Posts bytes to the receiver's inbox as a stranger would. */
  async post(bytes: Uint8Array): Promise<{ status: number; body: Uint8Array }> {
    const response = await fetch(`${this.#to.url}/concert/v1/inbox`, {
      method: 'POST',
      headers: { 'content-type': PARCEL_MEDIA_TYPE },
      body: Uint8Array.from(bytes),
    })
    return { status: response.status, body: await response.bytes() }
  }

  /** Posts bytes and opens the sealed reply; throws when there is none. */
  async exchange(bytes: Uint8Array): Promise<ParcelContents> {
    const { crypto, own, compression } = this.#from.context
    const { body } = await this.post(bytes)
    const parcel = parseParcel(crypto, body)
    if (!parcel.ok) throw new Error(new TextDecoder().decode(body))
    const secret = own.sealSecret(parcel.value.seal_key)
    const plain = secret && (await openParcel(crypto, parcel.value, secret))
    const contents = plain?.ok ? unpackContents(compression, plain.value) : undefined
    if (!contents?.ok) throw new Error('the reply does not open')
    return contents.value
  }
}

function targetOf({ context: { store, own, config } }: RunningNode['parts']): Target {
  return { read: store.read, identity: own.identity, url: config.url }
}

function sealKeyOf(identity: Identity): IdentityKey {
  const key = identity.keys.find((entry) => entry.use === 'seal')
  if (!key) throw new Error('no seal key')
  return key
}
