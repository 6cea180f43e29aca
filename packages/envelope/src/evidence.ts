import { ok, type Result, refuse, unhex } from '@concert/core'
import type { NoteKey, Policy, VerifyPort } from '@concert/tlog'
import type { RefusalCode } from './codes.ts'
import { verifyEnvelope } from './envelope.ts'
import { type Evidence, type Offer, parseEvidence } from './evidence-file.ts'
import { checkHeld, signedTotal } from './evidence-held.ts'
import { itemMatches } from './evidence-items.ts'
import {
  checkLogged,
  checkWitnessed,
  earliestRevocation,
  logKeyIds,
  logKeys,
  type WitnessDemand,
  witnessKeys,
} from './evidence-log.ts'
import { checkLodgement, checkSilence, checkTender } from './evidence-offer.ts'
import { type Checked, type EvidenceReport, Findings, open } from './evidence-report.ts'
import { type Identity, verifyIdentityDocuments } from './identity.ts'
import { type PublishedKeys, policyOf } from './published-keys.ts'
import { type Receipt, verifyReceipt } from './receipt.ts'
import { checkCommitments, verifyStatement } from './statement.ts'

/**
 * Verifies an evidence file with nothing but published keys: no network, no clock. Every step is
 * reported; `verified` when none failed. What that proves and what not is in
 * docs/protocol/evidence.md and, in both languages, in `EVIDENCE_MESSAGES`.
 *
 * @param bytes - attacker-controlled
 * @param keys - from somebody whom the verifier trusts to know the nodes
 */
export async function verifyEvidence(
  crypto: VerifyPort,
  bytes: Uint8Array,
  keys: PublishedKeys,
): Promise<EvidenceReport> {
  const findings = new Findings()
  const parsed = parseEvidence(crypto, bytes)
  await findings.step('file', [], () => (parsed.ok ? ok({ bytes: bytes.length }) : parsed))
  if (parsed.ok) await new Verification(crypto, parsed.value, keys, findings).run()
  return findings.report()
}

/** One verification: what earlier steps established is there for the later ones. */
class Verification {
  readonly #crypto: VerifyPort
  readonly #evidence: Evidence
  readonly #keys: PublishedKeys
  readonly #findings: Findings
  readonly #chains = new Map<string, readonly Identity[]>()
  #policy: Policy | null = null
  /** Witness keys of the identities; asked for once all of them are verified. */
  #known: readonly NoteKey[] | undefined

  constructor(crypto: VerifyPort, evidence: Evidence, keys: PublishedKeys, findings: Findings) {
    this.#crypto = crypto
    this.#evidence = evidence
    this.#keys = keys
    this.#findings = findings
  }

  async run(): Promise<void> {
    const { statement, envelope } = this.#evidence
    const findings = this.#findings
    await findings.step('keys', [], () => this.#checkKeys())
    await findings.step('sender-identity', [], () => this.#checkIdentity(envelope.from))
    await findings.step('receiver-identity', [], () => this.#checkIdentity(envelope.to))
    await findings.step('statement-signature', this.#authorGround(), () => this.#checkStatement())
    await findings.step('content', ['statement-signature'], () => this.#checkContent())
    await findings.step('items', ['statement-signature'], () => this.#checkItems())
    await findings.step('envelope-signature', ['sender-identity'], () => this.#checkEnvelope())
    const listed = ['envelope-signature', 'statement-signature'] as const
    await findings.step('envelope-lists-statement', listed, () =>
      envelope.statements.includes(statement.digest)
        ? ok({ statements: envelope.statements.length })
        : refuse('statement-missing', 'envelope.statements'),
    )
    await this.#checkSenderLog()
    if (this.#evidence.receipt) await this.#checkReceipt(this.#evidence.receipt)
    if (this.#evidence.offer) await this.#checkOffer(this.#evidence.offer)
    if (this.#evidence.silence) await this.#checkSilence(this.#evidence.silence)
  }

  async #checkOffer(offer: Offer): Promise<void> {
    const crypto = this.#crypto
    const { envelope } = this.#evidence
    const identityOf = (node: string, digest: string) => this.#identity(node, digest)
    await this.#findings.step('lodgement', ['envelope-signature'], () =>
      checkLodgement(crypto, offer, envelope, identityOf),
    )
    await this.#findings.step('tender', ['lodgement'], () => checkTender(crypto, offer, this.#keys))
  }

  async #checkSilence({ notice, log }: NonNullable<Evidence['silence']>): Promise<void> {
    const crypto = this.#crypto
    const chain = this.#chains.get(notice.by) ?? []
    const logs = logKeys(crypto, chain, notice.identity)
    const identityOf = (node: string, digest: string) => this.#identity(node, digest)
    await this.#findings.step('silence-signature', ['envelope-signature'], () =>
      checkSilence(crypto, notice, this.#evidence, identityOf),
    )
    await this.#findings.step('silence-log', ['silence-signature'], () =>
      checkLogged(crypto, log, 'silence', notice.digest, logs),
    )
    const keyIds = () => [...notice.signers, ...logKeyIds(crypto, log, logs)]
    const demand = this.#demand(logs, earliestRevocation(chain, keyIds))
    await this.#findings.step('silence-witness', ['silence-log'], () =>
      checkWitnessed(crypto, log, demand),
    )
  }

  #authorGround(): readonly ('sender-identity' | 'receiver-identity')[] {
    const { statement, envelope } = this.#evidence
    if (statement.author.node === envelope.from) return ['sender-identity']
    return statement.author.node === envelope.to ? ['receiver-identity'] : []
  }

  #checkKeys(): Checked {
    const policy = policyOf(this.#crypto.sha256, this.#keys)
    if (!policy.ok) return policy
    this.#policy = policy.value
    const { statement, envelope } = this.#evidence
    const listed = new Map(this.#keys.nodes.map((entry) => [entry.node, entry]))
    const from = listed.get(envelope.from)
    const to = listed.get(envelope.to)
    if (!from) return refuse('unknown-identity', 'envelope.from')
    if (!to) return refuse('unknown-identity', 'envelope.to')
    const author = listed.get(statement.author.node)
    if (!author) return refuse('unknown-identity', 'statement.author.node')
    const isPassedOn = author !== from && author !== to
    return ok({
      sender: from.host,
      sender_name_en: from.names.en,
      sender_name_zh: from.names.zh,
      receiver: to.host,
      receiver_name_en: to.names.en,
      receiver_name_zh: to.names.zh,
      ...(isPassedOn && {
        author: author.host,
        author_name_en: author.names.en,
        author_name_zh: author.names.zh,
      }),
      quorum: policy.value?.quorum ?? '',
    })
  }

  async #checkIdentity(node: string): Promise<Checked> {
    const chain = await this.#verifyChain(node)
    if (!chain.ok) return chain
    const { host, version, names } = chain.value.at(-1) as Identity
    return ok({ node, host, version, name_en: names.en, name_zh: names.zh })
  }

  async #verifyChain(node: string): Promise<Result<readonly Identity[], RefusalCode>> {
    const documents = this.#evidence.identities.get(node) ?? []
    const chain = await verifyIdentityDocuments(this.#crypto, documents)
    if (chain.ok) this.#chains.set(node, chain.value)
    return chain
  }

  #identity(node: string, digest: string): Result<Identity, 'unknown-identity'> {
    const found = this.#chains.get(node)?.find((identity) => identity.digest === digest)
    return found ? ok(found) : refuse('unknown-identity', 'identity')
  }

  async #checkStatement(): Promise<Checked> {
    const { statement } = this.#evidence
    const { author, time, kind, tlp, digest, compact, exercise } = statement
    if (!this.#chains.has(author.node)) {
      const chain = await this.#verifyChain(author.node)
      if (!chain.ok) return chain
    }
    const identity = this.#identity(author.node, statement.identity)
    if (!identity.ok) return identity
    const at = Date.parse(time)
    const signed = await verifyStatement(this.#crypto, statement, identity.value, at)
    if (!signed.ok) return signed
    const { host, version } = identity.value
    return ok({
      node: author.node,
      author: host,
      party: author.party,
      role: author.role,
      kind,
      tlp,
      time,
      digest,
      mode: exercise ? 'exercise' : 'live',
      ...(compact === null ? {} : { compact }),
      version,
      suites: suitesOf(identity.value, statement.signers),
    })
  }

  #checkContent(): Checked {
    const { content, statement } = this.#evidence
    if (!content) return open('absent', statement.content ? { commitment: statement.content } : {})
    const commits = { content: statement.content, items_root: null }
    const matches = checkCommitments(this.#crypto.sha256, commits, content, [])
    return matches.ok ? ok({ bytes: content.bytes.length }) : matches
  }

  #checkItems(): Checked {
    const { items, statement, receipt } = this.#evidence
    const total = items[0]?.total
    if (total === undefined) return open('absent')
    const root = statement.items_root === null ? undefined : unhex(statement.items_root)
    if (!root) return refuse('commitment-mismatch', 'statement.items_root')
    if (signedTotal(statement, receipt) !== total) {
      return refuse('commitment-mismatch', 'items[0].total')
    }
    const bad = items.findIndex((item) => !itemMatches(this.#crypto.sha256, root, item))
    if (bad !== -1) return refuse('commitment-mismatch', `items[${bad}]`)
    return ok({ shown: items.length, total })
  }

  async #checkEnvelope(): Promise<Checked> {
    const { envelope } = this.#evidence
    const { from, to, epoch, seq, time, digest } = envelope
    const identity = this.#identity(from, envelope.identity)
    if (!identity.ok) return identity
    const at = Date.parse(time)
    const signed = await verifyEnvelope(this.#crypto, envelope, identity.value, at)
    const suites = suitesOf(identity.value, envelope.signers)
    return signed.ok ? ok({ from, to, epoch, seq, time, digest, suites }) : signed
  }

  async #checkSenderLog(): Promise<void> {
    const { envelope, statement, envelopeLog } = this.#evidence
    const chain = this.#chains.get(envelope.from) ?? []
    const logs = logKeys(this.#crypto, chain, envelope.identity)
    await this.#findings.step('sender-log', ['envelope-signature'], () =>
      checkLogged(this.#crypto, envelopeLog, 'sent', envelope.digest, logs),
    )
    const author = this.#chains.get(statement.author.node) ?? []
    const revoked = earlier(
      earliestRevocation(chain, () => [
        ...envelope.signers,
        ...logKeyIds(this.#crypto, envelopeLog, logs),
      ]),
      earliestRevocation(author, () => statement.signers),
    )
    const ground = envelopeLog ? ('sender-log' as const) : ('envelope-signature' as const)
    await this.#findings.step('sender-witness', [ground], () =>
      checkWitnessed(this.#crypto, envelopeLog, this.#demand(logs, revoked)),
    )
  }

  #demand(logs: readonly NoteKey[], revoked: number | null): WitnessDemand {
    this.#known ??= witnessKeys(this.#crypto, [...this.#chains.values()].flat())
    return { logs, known: this.#known, policy: this.#policy, revoked }
  }

  async #checkReceipt(receipt: Receipt): Promise<void> {
    const findings = this.#findings
    const { statement } = this.#evidence
    await findings.step('receipt-signature', ['receiver-identity'], () =>
      this.#checkReceiptSignature(receipt),
    )
    await findings.step('receipt-names-envelope', ['receipt-signature', 'envelope-signature'], () =>
      this.#checkReceiptNames(receipt),
    )
    await findings.step(
      'receipt-holds',
      ['receipt-names-envelope', 'envelope-lists-statement'],
      () => checkHeld(receipt, statement),
    )
    await this.#checkReceiverLog(receipt)
  }

  async #checkReceiptSignature(receipt: Receipt): Promise<Checked> {
    const { by, received, digest } = receipt
    if (by !== this.#evidence.envelope.to) return refuse('wrong-recipient', 'receipt.by')
    const identity = this.#identity(by, receipt.identity)
    if (!identity.ok) return identity
    const at = Date.parse(received)
    const signed = await verifyReceipt(this.#crypto, receipt, identity.value, at)
    const suites = suitesOf(identity.value, receipt.signers)
    return signed.ok ? ok({ by, received, digest, suites }) : signed
  }

  #checkReceiptNames({ envelope: named, disposition, code }: Receipt): Checked {
    const { from, epoch, seq, digest } = this.#evidence.envelope
    const isSame =
      named.from === from && named.epoch === epoch && named.seq === seq && named.digest === digest
    if (!isSame) return refuse('digest-mismatch', 'receipt.envelope')
    return ok({ epoch, seq, disposition, ...(code === null ? {} : { code }) })
  }

  async #checkReceiverLog(receipt: Receipt): Promise<void> {
    const { receiptLog } = this.#evidence
    const chain = this.#chains.get(receipt.by) ?? []
    const logs = logKeys(this.#crypto, chain, receipt.identity)
    await this.#findings.step('receiver-log', ['receipt-signature'], () =>
      checkLogged(this.#crypto, receiptLog, 'receipt', receipt.digest, logs),
    )
    const keyIds = () => [...receipt.signers, ...logKeyIds(this.#crypto, receiptLog, logs)]
    const demand = this.#demand(logs, earliestRevocation(chain, keyIds))
    const ground = receiptLog ? ('receiver-log' as const) : ('receipt-signature' as const)
    await this.#findings.step('receiver-witness', [ground], () =>
      checkWitnessed(this.#crypto, receiptLog, demand),
    )
  }
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

/** The signature suites that the signers of a document stand for, sorted. */
function suitesOf({ keys }: Identity, signers: readonly string[]): string {
  const algs = signers.map((id) => keys.find((key) => key.id === id)?.alg ?? id)
  return algs.toSorted().join(', ')
}
