import { ok, type Result, refuse } from '@concert/core'
import { TLP_LEVELS, type Tlp } from '@concert/envelope'
import { typeOfId } from '@concert/stix'
import type { Compacts } from '../compacts/compacts.ts'
import type { NodeContext } from '../context.ts'
import type { ReleaseDesk, ShareRefusal } from '../release/release-desk.ts'
import { standingsOf } from '../release/standings.ts'

/** How an object that a request points to stands with the peer. */
export interface CarriedObject {
  readonly id: string
  readonly type: string
  /**
   * `theirs`: the peer has it. `ours`: it goes along, if the release desk lets it. `held`: it waits
   * for a person, or may not be seen by the peer. `unknown`: nobody here has it.
   */
  readonly standing: 'theirs' | 'ours' | 'held' | 'unknown'
  /** The redacted copy that the peer has in its place: point to that; null without one. */
  readonly copy: string | null
}

/** Why objects do not go along. */
export type CarryRefusal = ShareRefusal | 'objects-unknown' | 'objects-held'

/** Objects that requests point to: their receiver has them first, or the request does not go. */
export class CarriedObjects {
  readonly #context: NodeContext
  readonly #compacts: Pick<Compacts, 'inForceWith'>
  readonly #release: Pick<ReleaseDesk, 'share'>
  readonly #ownIdentity: string

  constructor(
    context: NodeContext,
    compacts: Pick<Compacts, 'inForceWith'>,
    release: Pick<ReleaseDesk, 'share'>,
    ownIdentity: string,
  ) {
    this.#context = context
    this.#compacts = compacts
    this.#release = release
    this.#ownIdentity = ownIdentity
  }

  /** How objects stand with a peer now; nothing happens. */
  async look(peer: string, ids: readonly string[]): Promise<readonly CarriedObject[]> {
    if (ids.length === 0) return []
    const { store } = this.#context
    const wanted = new Set(ids)
    const rows = await store.read.db
      .selectFrom('objects')
      .select('stix_id')
      .distinct()
      .where('stix_id', 'in', [...wanted])
      .execute()
    const here = new Set(rows.map((row) => row.stix_id))
    const standings = await standingsOf(this.#context, peer, this.#ownIdentity, wanted, 0)
    return [...wanted].map((id) => {
      const type = typeOfId(id) ?? ''
      if (!here.has(id) && id !== this.#ownIdentity)
        return { id, type, standing: 'unknown', copy: null }
      const found = standings.get(id)
      const standing = found === 'known' ? 'theirs' : found === 'later' ? 'ours' : 'held'
      const copy = typeof found === 'object' ? found.as : null
      return { id, type, standing, copy }
    })
  }

  /**
   * Shares what a request points to and the peer has not, through the release desk: under the
   * compact's label and the request's own, whichever is looser in what it lets out.
   *
   * @param author - who asks; nobody approves what they asked for themselves
   * @returns a refusal with the first object that the peer still has not
   */
  async carry(
    peer: string,
    tlp: Tlp,
    ids: readonly string[],
    author: string,
  ): Promise<Result<null, CarryRefusal>> {
    const before = await this.look(peer, ids)
    const unknown = before.find(({ standing }) => standing === 'unknown')
    if (unknown) return refuse('objects-unknown', unknown.id)
    const ours = before.filter(({ standing }) => standing === 'ours').map(({ id }) => id)
    if (ours.length > 0) {
      const shared = await this.#share(peer, tlp, ours, author)
      if (!shared.ok) return shared
    }
    const left = (await this.look(peer, ids)).find(({ standing }) => standing !== 'theirs')
    return left ? refuse('objects-held', left.id) : ok(null)
  }

  async #share(
    peer: string,
    tlp: Tlp,
    ids: readonly string[],
    author: string,
  ): Promise<Result<null, ShareRefusal>> {
    const highest =
      (await this.#compacts.inForceWith(peer, 'intelligence'))?.intelligence?.tlp ?? 'clear'
    const label = TLP_LEVELS.indexOf(tlp) < TLP_LEVELS.indexOf(highest) ? tlp : highest
    const actor = { name: author, roles: new Set(['analyst'] as const) }
    const run = this.#release.share(peer, label, actor, ids)
    for (;;) {
      const step = await run.next()
      if (step.done) return step.value.ok ? ok(null) : step.value
    }
  }
}
