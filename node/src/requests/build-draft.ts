import { type Result, refuse } from '@concert/core'
import type { RequestTerms } from '@concert/threads'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import { type BuiltRequest, buildRequest } from './draft.ts'
import type { DraftRefusal } from './draft-views.ts'
import type { KeptDraft } from './drafts.ts'

/** Makes drafts into what would be signed, under the compact in force. */
export class DraftBuilder {
  readonly #context: Pick<NodeContext, 'config' | 'identities' | 'own'>
  readonly #compacts: Pick<Compacts, 'inForceWith'>

  constructor(
    context: Pick<NodeContext, 'config' | 'identities' | 'own'>,
    compacts: Pick<Compacts, 'inForceWith'>,
  ) {
    this.#context = context
    this.#compacts = compacts
  }

  /** Whether every draft needs a second person here. */
  get needsSecond(): boolean {
    return this.#context.config.release.delegates.length > 0
  }

  /** The request that a draft would be, or why it can't be one. */
  async build({
    draft,
    targets,
    authorRole,
    authoriserRole,
  }: Pick<KeptDraft, 'draft' | 'targets' | 'authorRole' | 'authoriserRole'>): Promise<
    Result<BuiltRequest, DraftRefusal>
  > {
    const { identities, own } = this.#context
    const identity = await identities.current(draft.peer)
    if (!identity) return refuse('unknown-peer', 'peer')
    const compact = await this.#compacts.inForceWith(draft.peer, 'requests')
    const terms: RequestTerms | null = compact?.terms?.requests ?? null
    if (!compact?.digest) return refuse('no-compact', 'peer')
    if (!terms) return refuse('nothing-agreed', 'requests')
    if (targets.length > terms.targets) return refuse('too-many-targets', 'requests.targets')
    return buildRequest(draft, {
      own: own.node,
      compact: compact.digest,
      terms,
      economy: identity.economy,
      targets: targets.length,
      authorisers: [authorRole, authoriserRole].flatMap((role) =>
        role === null ? [] : [{ role }],
      ),
    })
  }
}
