import {
  canonicalBytes,
  ok,
  parseCanonical,
  parseStrictJson,
  type Result,
  refuse,
} from '@concert/core'
import {
  isRefusalCode,
  type Lodgement,
  MAX_TAKEN,
  type MailboxKey,
  packFrame,
  parseLodgement,
  parseMailboxKey,
  parseTender,
  type RefusalCode,
  signLodgement,
  signPoll,
  splitFrame,
  type Tender,
  verifyTender,
} from '@concert/envelope'
import type { MailboxConfig } from '../config/config.ts'
import type { NodeContext } from '../context.ts'
import { exchangeBytes, type HttpAnswer, type HttpFault } from '../federation/http-client.ts'

/** Why a mailbox gave nothing usable. */
export type MailboxFault = HttpFault | RefusalCode

/** What a node leaves with a mailbox. */
export interface ToLodge {
  readonly peer: string
  /** Digest of the parcel's header, in hex. */
  readonly digest: string
  readonly bytes: Uint8Array
  /** Digests of the envelopes inside, or none in a reply. */
  readonly envelopes: readonly string[]
  /** The lodged parcel that a reply answers. */
  readonly answers: string | null
}

/** A lodgement with the tender that the mailbox signed for it. */
export interface Tendered {
  readonly document: Uint8Array
  readonly tender: Uint8Array
  readonly until: number
}

/** A parcel that a mailbox gave. */
export interface Collected {
  readonly lodgement: Lodgement
  readonly parcel: Uint8Array
}

const MAX_ANSWER_BYTES = 64 << 10
const MAX_DOCUMENTS_BYTES = 128 << 10

/** Talks to one mailbox: it is believed nothing that it has not signed. */
export class MailboxClient {
  readonly name: string
  readonly #context: NodeContext
  readonly #url: string
  readonly #key: MailboxKey
  readonly #signal: AbortSignal
  #count = 0

  /** Throws TypeError for a key that the configuration's rules would have refused. */
  constructor(context: NodeContext, { name, vkey, url }: MailboxConfig, signal: AbortSignal) {
    const key = parseMailboxKey(context.crypto.sha256, vkey)
    if (!key.ok) throw new TypeError('vkey')
    this.name = name
    this.#context = context
    this.#url = url
    this.#key = key.value
    this.#signal = signal
  }

  /** Leaves a parcel; resolves to the verified tender. */
  async deposit(parcel: ToLodge): Promise<Result<Tendered, MailboxFault>> {
    const { crypto, own, now } = this.#context
    const { bytes: document, digest } = await signLodgement(
      crypto,
      {
        from: own.node,
        to: parcel.peer,
        identity: own.identity.digest,
        mailbox: this.name,
        parcel: parcel.digest,
        envelopes: parcel.envelopes,
        answers: parcel.answers,
        time: new Date(now()).toISOString(),
      },
      own.signers,
    )
    const answer = await this.#ask('deposit', packFrame([document], parcel.bytes), MAX_ANSWER_BYTES)
    if (!answer.ok) return answer
    const { status, body } = answer.value
    if (status !== 200) return refuse(codeOf(body), this.name)
    const tender = await this.#readTender(body, { digest, parcel: parcel.digest, to: parcel.peer })
    if (!tender.ok) return tender
    return ok({ document, tender: body, until: Date.parse(tender.value.until) })
  }

  async #readTender(
    bytes: Uint8Array,
    about: { readonly digest: string; readonly parcel: string; readonly to: string },
  ): Promise<Result<Tender, RefusalCode>> {
    const { crypto, own } = this.#context
    const tender = parseTender(crypto, bytes)
    if (!tender.ok) return tender
    const { lodgement, parcel, from, to } = tender.value
    const isAbout =
      lodgement === about.digest && parcel === about.parcel && from === own.node && to === about.to
    if (!isAbout) return refuse('digest-mismatch', 'tender')
    const signed = await verifyTender(crypto, tender.value, this.#key)
    return signed.ok ? tender : signed
  }

  /**
   * Asks for the next parcel; null when nothing waits.
   *
   * @param taken - digests of parcels that are done with, {@link MAX_TAKEN} at most
   */
  async poll(taken: readonly string[]): Promise<Result<Collected | null, MailboxFault>> {
    const first = await this.#pollOnce(taken)
    if (!first.ok || first.value.status !== 409) return await this.#collected(first)
    // Another process of this node, or one before a restore, has counted further.
    this.#count = Math.max(this.#count, countOf(first.value.body))
    return await this.#collected(await this.#pollOnce(taken))
  }

  async #pollOnce(taken: readonly string[]): Promise<Result<HttpAnswer, HttpFault>> {
    const { crypto, own, now, config } = this.#context
    this.#count = Math.max(this.#count + 1, now())
    const draft = {
      node: own.node,
      identity: own.identity.digest,
      mailbox: this.name,
      count: this.#count,
      taken: taken.slice(0, MAX_TAKEN).toSorted(),
    }
    const { bytes } = await signPoll(crypto, draft, own.signers)
    return await this.#ask('poll', bytes, config.limits.parcelBytes + MAX_DOCUMENTS_BYTES)
  }

  async #collected(
    answer: Result<HttpAnswer, HttpFault>,
  ): Promise<Result<Collected | null, MailboxFault>> {
    if (!answer.ok) return answer
    const { status, body } = answer.value
    if (status === 204) return ok(null)
    if (status !== 200) return refuse(codeOf(body), this.name)
    const parts = splitFrame(body, 2)
    const [document] = parts?.documents ?? []
    if (!parts || !document) return refuse('malformed', 'frame')
    const lodgement = parseLodgement(this.#context.crypto, document)
    if (!lodgement.ok) return lodgement
    if (lodgement.value.to !== this.#context.own.node) return refuse('wrong-recipient', 'lodgement')
    return ok({ lodgement: lodgement.value, parcel: parts.parcel })
  }

  /** Posts; shows this node's identity to a mailbox that does not know it yet, and posts again. */
  async #ask(
    path: 'deposit' | 'poll',
    body: Uint8Array,
    max: number,
  ): Promise<Result<HttpAnswer, HttpFault>> {
    const signal = this.#signal
    const answer = await exchangeBytes(`${this.#url}/${path}`, body, max, signal)
    if (!answer.ok || answer.value.status !== 403) return answer
    const shown = await exchangeBytes(
      `${this.#url}/identity`,
      await this.#ownChain(),
      MAX_ANSWER_BYTES,
      signal,
    )
    return shown.ok ? await exchangeBytes(`${this.#url}/${path}`, body, max, signal) : shown
  }

  async #ownChain(): Promise<Uint8Array> {
    const { identities, own } = this.#context
    const chain = await identities.chain(own.node)
    const documents = chain.map(({ document }) => parseCanonical(document))
    return canonicalBytes({
      v: 1,
      node: own.node,
      identities: documents.flatMap((document) => (document.ok ? [document.value] : [])),
    })
  }
}

/** The code of a refusal. @param body - attacker-controlled */
function codeOf(body: Uint8Array): MailboxFault {
  const code = memberOf(body, 'code')
  return typeof code === 'string' && isRefusalCode(code) ? code : 'http-status'
}

function countOf(body: Uint8Array): number {
  const count = memberOf(body, 'count')
  // A count near the end of the integers would leave none to go on with.
  return typeof count === 'number' && count < Number.MAX_SAFE_INTEGER / 2 ? count : 0
}

function memberOf(body: Uint8Array, name: string): unknown {
  const parsed = parseStrictJson(body)
  return parsed.ok && typeof parsed.value === 'object' && parsed.value !== null
    ? (parsed.value as Readonly<Record<string, unknown>>)[name]
    : undefined
}
