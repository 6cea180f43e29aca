import { canonicalBytes, ok, type Result, refuse } from '@concert/core'
import {
  type CompactState,
  type CompactView,
  type IntelligenceTerms,
  type ThreadStatement,
  viewCompact,
} from '@concert/threads'
import type { NodeContext } from '../context.ts'
import { say, storeAndPost } from '../exchange/author.ts'
import { announce } from '../federation/post.ts'
import { findCompact, listCompacts, readThread } from './compact-store.ts'

/** What a proposal says: machine-readable terms, title and text in both languages. */
export interface ProposalDraft {
  readonly peers: readonly string[]
  readonly title: { readonly en: string; readonly zh: string }
  /** Paragraph pairs, equally authentic. */
  readonly text: readonly { readonly en: string; readonly zh: string }[]
  readonly from: string
  readonly until: string
  readonly signBy: string
  readonly intelligence: IntelligenceTerms
}

/** A compact with its present. */
export interface CompactSummary {
  readonly id: string
  readonly parties: readonly string[]
  readonly status: CompactView['status']
  /** The version in force: what statements name. */
  readonly digest: string | null
  readonly proposals: readonly {
    readonly digest: string
    readonly round: number
    readonly from: string
    readonly until: string
    readonly signedBy: readonly string[]
  }[]
  readonly intelligence: IntelligenceTerms | null
}

/** Proposes, signs and lists compacts. */
export class Compacts {
  readonly #context: NodeContext

  constructor(context: NodeContext) {
    this.#context = context
  }

  /** Proposes a compact to peers and signs it for this side. */
  async propose(draft: ProposalDraft): Promise<CompactSummary> {
    const { crypto, own, store } = this.#context
    const content = {
      salt: crypto.random(32),
      bytes: canonicalBytes({ title: draft.title, text: draft.text }),
    }
    const saying = {
      kind: 'compact.propose',
      compact: null,
      tlp: 'amber',
      act: {
        parties: [own.node, ...draft.peers],
        round: 1,
        from: draft.from,
        until: draft.until,
        sign_by: draft.signBy,
        terms: { intelligence: draft.intelligence },
      },
      content,
      items: [],
      thread: { id: null, own_seq: 0, own_prev: null, parents: [] },
    } as const
    const statement = await say(this.#context, saying)
    await store.transact(async (tx) => {
      await storeAndPost(tx, this.#context, statement, saying, draft.peers)
    })
    announce(this.#context, draft.peers)
    const signed = await this.sign(statement.digest)
    if (!signed.ok) throw new TypeError('compact')
    return signed.value
  }

  /** Signs the version of a compact with this digest. */
  async sign(
    version: string,
  ): Promise<Result<CompactSummary, 'unknown-compact' | 'already-signed'>> {
    const { own, store } = this.#context
    const state = await findCompact(this.#context, store.read, version)
    const proposal = state?.proposals.find((entry) => entry.digest === version)
    if (!state || !proposal) return refuse('unknown-compact', 'digest')
    if (proposal.signedBy.includes(own.node)) return refuse('already-signed', 'digest')
    const thread = await readThread(this.#context, store.read, state.id)
    const act = {
      compact: state.id,
      base: state.inForce?.digest ?? null,
      next: version,
      round: proposal.round,
      sign_by: proposal.sign_by,
    }
    const peers = state.parties.filter((party) => party !== own.node)
    const saying = {
      kind: 'compact.sign',
      compact: null,
      tlp: 'amber',
      act,
      content: null,
      items: [],
      thread: placeIn(thread, state.id, own.node),
    } as const
    const statement = await say(this.#context, saying)
    await store.transact(async (tx) => {
      await storeAndPost(tx, this.#context, statement, saying, peers)
    })
    announce(this.#context, peers)
    const after = await findCompact(this.#context, store.read, version)
    return after ? ok(this.#summary(after)) : refuse('unknown-compact', 'digest')
  }

  /** Every compact this node knows, with its present. */
  async list(): Promise<readonly CompactSummary[]> {
    const states = await listCompacts(this.#context, this.#context.store.read)
    return states.map((state) => this.#summary(state))
  }

  /** The compact in force with a peer, newest first, or undefined. */
  async inForceWith(peer: string): Promise<CompactSummary | undefined> {
    return (await this.list()).findLast(
      (compact) => compact.status === 'in-force' && compact.parties.includes(peer),
    )
  }

  /** The newest version ever in force with a peer: retractions hold beyond a compact's end. */
  async lastWith(peer: string): Promise<string | null> {
    const found = (await this.list()).findLast(
      (compact) => compact.digest !== null && compact.parties.includes(peer),
    )
    return found?.digest ?? null
  }

  #summary(state: CompactState): CompactSummary {
    const view = viewCompact(state, this.#context.now())
    return {
      id: state.id,
      parties: state.parties,
      status: view.status,
      digest: view.digest,
      proposals: state.proposals.map(({ digest, round, from, until, signedBy }) => {
        return { digest, round, from, until, signedBy }
      }),
      intelligence: view.intelligence,
    }
  }
}

/** Where our next statement stands: after our last, below everything nobody has answered yet. */
function placeIn(
  thread: readonly ThreadStatement[],
  root: string,
  author: string,
): { id: string; own_seq: number; own_prev: string | null; parents: string[] } {
  const mine = thread.filter((statement) => statement.author === author).at(-1)
  const parents = new Set(thread.flatMap((statement) => statement.parents))
  const tips = thread.map((statement) => statement.digest).filter((digest) => !parents.has(digest))
  return {
    id: root,
    own_seq: mine ? mine.ownSeq + 1 : 0,
    own_prev: mine?.digest ?? null,
    parents: tips.toSorted().slice(0, 32),
  }
}
