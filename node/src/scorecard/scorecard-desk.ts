import {
  base64,
  canonicalBytes,
  fromUtf8,
  hex,
  type JsonObject,
  ok,
  type Result,
  refuse,
} from '@concert/core'
import {
  type CardInput,
  type CardRow,
  type CutAct,
  computeScorecard,
  type Scorecard,
  scorecardBytes,
  sourcesOf,
} from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { lockPair } from '../federation/channel.ts'
import { announce, postEnvelope } from '../federation/post.ts'
import { storeSaying } from '../requests/post-request.ts'
import type { Transaction } from '../store/store.ts'
import { tellLogSeen } from './log-seen.ts'
import { holdsCut, newestHeads, readCut } from './read-cut.ts'
import { type KnownCut, readCuts, readSaid, type SaidLine } from './scorecard-rows.ts'

/** Why no scorecard is made. */
export type ScorecardRefusal = 'unknown-peer' | 'unknown-scorecard' | 'bad-period'

/** A period: from a time, up to another. */
export interface Period {
  readonly from: string
  readonly until: string
}

/** A scorecard with what is signed of it. */
export interface ScorecardView {
  /** Digest of the proposal of its cut; null for one that nobody has signed. */
  readonly id: string | null
  readonly peer: string
  readonly card: Scorecard
  /** SHA-256 of the card's canonical bytes. */
  readonly digest: string
  /** `draft`: not signed; `proposed`: by one side; `agreed`: both got these bytes; `differs`. */
  readonly state: 'draft' | 'proposed' | 'agreed' | 'differs'
}

/** A cut in a list. */
export interface CutLine extends Period {
  readonly id: string
  readonly peer: string
  readonly said: string
  readonly state: 'proposed' | 'agreed' | 'differs'
}

/** What stands behind a number. */
export interface Behind {
  /** Digests of all of it. */
  readonly messages: readonly string[]
  /** What the first thousand are. */
  readonly said: readonly SaidLine[]
}

/** Cuts, computes, signs and exports scorecards. */
export class ScorecardDesk {
  readonly #context: NodeContext
  #round: Promise<void> = Promise.resolve()

  constructor(context: NodeContext) {
    this.#context = context
  }

  /** The scorecard with a peer as this node could prove it now; nobody signs it. */
  async draft(peer: string, period: Period): Promise<Result<ScorecardView, ScorecardRefusal>> {
    const fault = await this.#refusal(peer, period)
    if (fault) return refuse(fault, fault === 'bad-period' ? 'until' : 'peer')
    const input = await this.#input(await this.#newest(peer, period))
    return ok(this.#viewOf(peer, input, undefined))
  }

  /** Proposes a cut to a peer and signs what this node computed; the peer's node answers. */
  async propose(peer: string, period: Period): Promise<Result<ScorecardView, ScorecardRefusal>> {
    const fault = await this.#refusal(peer, period)
    if (fault) return refuse(fault, fault === 'bad-period' ? 'until' : 'peer')
    const cut = await this.#newest(peer, period)
    const input = await this.#input(cut)
    const card = this.#digestOf(computeScorecard(input))
    const id = await this.#context.store.transact(async (tx) => {
      await lockPair(tx, peer)
      const place = { id: null, own_seq: 0, own_prev: null, parents: [] }
      return await this.#post(tx, peer, 'scorecard.cut', { ...cut, card }, place)
    })
    announce(this.#context, [peer])
    return await this.show(id)
  }

  /** Every cut that was proposed, oldest first. */
  async list(): Promise<readonly CutLine[]> {
    const cuts = await readCuts(this.#context, this.#context.store.read)
    return cuts.map((known) => {
      const { from, until } = known.cut
      return {
        id: known.id,
        peer: this.#peerOf(known.cut),
        from,
        until,
        said: known.said,
        state: stateOf(known),
      }
    })
  }

  /** A scorecard whose cut was proposed, computed here again. */
  async show(id: string): Promise<Result<ScorecardView, 'unknown-scorecard'>> {
    const [known] = await readCuts(this.#context, this.#context.store.read, id)
    if (!known) return refuse('unknown-scorecard', 'id')
    const input = await this.#input(known.cut)
    return ok(this.#viewOf(this.#peerOf(known.cut), input, known))
  }

  /** The messages behind one number: roots of requests, or statements; who said each, and when. */
  async open(
    where: { readonly id: string } | ({ readonly peer: string } & Period),
    row: Pick<CardRow, 'measure' | 'of' | 'urgency'>,
  ): Promise<Result<Behind, ScorecardRefusal>> {
    const fault = 'id' in where ? undefined : await this.#refusal(where.peer, where)
    if (fault) return refuse(fault, fault === 'bad-period' ? 'until' : 'peer')
    const cut = 'id' in where ? await this.#known(where.id) : await this.#newest(where.peer, where)
    if (!cut) return refuse('unknown-scorecard', 'id')
    const messages = sourcesOf(await this.#input(cut), row)
    return ok({ messages, said: await readSaid(this.#context.store.read, messages) })
  }

  /** The card's exact bytes with the statements that sign it and the identities that check them. */
  async signed(id: string): Promise<Result<Uint8Array, 'unknown-scorecard'>> {
    const { store, identities } = this.#context
    const [known] = await readCuts(this.#context, store.read, id)
    if (!known) return refuse('unknown-scorecard', 'id')
    const card = scorecardBytes(computeScorecard(await this.#input(known.cut)))
    const chains = await Promise.all(known.cut.parties.map((party) => identities.chain(party)))
    return ok(
      canonicalBytes({
        v: 1,
        card: fromUtf8(card) ?? '',
        statements: known.documents.map((document) => base64(document)),
        identities: chains.flat().map(({ document }) => base64(document)),
      } as unknown as JsonObject),
    )
  }

  /**
   * Tells peers what was seen of their logs, and answers cuts that they have proposed, once this
   * node holds all that they name.
   */
  async answer(): Promise<void> {
    const round = this.#round.then(async () => {
      await tellLogSeen(this.#context)
      await this.#answerAll()
    })
    this.#round = round.catch(() => undefined)
    await round
  }

  async #answerAll(): Promise<void> {
    const { store, own } = this.#context
    for (const { id, cut, answer } of await readCuts(this.#context, store.read)) {
      if (answer !== null || cut.parties[1] !== own.node) continue
      const peer = this.#peerOf(cut)
      if (!(await holdsCut(this.#context, peer, cut))) continue
      const card = this.#digestOf(computeScorecard(await this.#input(cut)))
      await store.transact(async (tx) => {
        await lockPair(tx, peer)
        const [now] = await readCuts(this.#context, tx, id)
        if (!now || now.answer !== null) return
        const place = { id, own_seq: 0, own_prev: null, parents: [id] }
        await this.#post(tx, peer, 'scorecard.agree', { card }, place)
      })
      announce(this.#context, [peer])
    }
  }

  async #post(
    tx: Transaction,
    peer: string,
    kind: string,
    act: object,
    thread: Parameters<typeof storeSaying>[2]['thread'],
  ): Promise<string> {
    const common = { compact: null, tlp: 'amber', exercise: false, content: null } as const
    const said = await storeSaying(tx, this.#context, { ...common, kind, act, thread })
    await postEnvelope(tx, this.#context, peer, [said.posted])
    return said.statement.digest
  }

  async #refusal(peer: string, { from, until }: Period): Promise<ScorecardRefusal | undefined> {
    if (!(await this.#context.identities.current(peer))) return 'unknown-peer'
    return from < until ? undefined : 'bad-period'
  }

  async #known(id: string): Promise<CutAct | undefined> {
    return (await readCuts(this.#context, this.#context.store.read, id))[0]?.cut
  }

  async #newest(peer: string, { from, until }: Period): Promise<Omit<CutAct, 'card'>> {
    const heads = await newestHeads(this.#context, peer)
    return { parties: [this.#context.own.node, peer], from, until, ...heads }
  }

  async #input(cut: Omit<CutAct, 'card'>): Promise<CardInput> {
    return await readCut(this.#context, this.#context.store.read, cut)
  }

  #viewOf(peer: string, input: CardInput, known: KnownCut | undefined): ScorecardView {
    const card = computeScorecard(input)
    const digest = this.#digestOf(card)
    return { id: known?.id ?? null, peer, card, digest, state: known ? stateOf(known) : 'draft' }
  }

  #digestOf(card: Scorecard): string {
    return hex(this.#context.crypto.sha256(scorecardBytes(card)))
  }

  #peerOf({ parties }: Pick<CutAct, 'parties'>): string {
    return parties.find((party) => party !== this.#context.own.node) ?? ''
  }
}

function stateOf({ cut, answer }: KnownCut): CutLine['state'] {
  if (answer === null) return 'proposed'
  return answer === cut.card ? 'agreed' : 'differs'
}
