import { ok, type Result, refuse } from '@concert/core'
import { type Identity, type RefusalCode, safetyNumber, verifyIdentity } from '@concert/envelope'
import { recordBreach } from '../breaches/record.ts'
import type { NodeContext } from '../context.ts'
import { readVersions } from '../identity/known-identities.ts'
import { followLog } from './follow-log.ts'
import { fetchJson, type HttpFault } from './http-client.ts'

/** What a peer may do: nothing until confirmed, nothing more once frozen. */
export type PeerState = 'added' | 'confirmed' | 'frozen'

/**
 * How a pair exchanges, seen from here: `push`, both post to each other; `collect`, we can't be
 * reached, so we post and ask for what is queued for us; `pull`, the peer can't be reached and comes
 * asking; `courier`, files are carried, and nothing goes over a network.
 */
export const ROADS = ['push', 'collect', 'pull', 'courier'] as const

/** One of {@link ROADS}. */
export type Road = (typeof ROADS)[number]

/** A peer as the operator sees it. */
export interface PeerView {
  readonly road: Road
  readonly node: string
  readonly host: string
  readonly url: string
  readonly names: { readonly en: string; readonly zh: string }
  readonly state: PeerState
  readonly frozen: string | null
  /** 60 digits in groups of five, to be compared over another channel. */
  readonly safetyNumber: string
}

const IDENTITY_PATH = '/.well-known/concert.json'
/** How long nobody is asked again: after an answer, and after none. */
const REFRESH_MS = 60_000
const UNREACHED_MS = 1000

/** The nodes this node knows. Nothing of a peer is accepted before a person confirmed it. */
export class Peers {
  readonly #context: NodeContext
  /** From when on a peer may be asked for a newer identity again, in milliseconds since 1970. */
  readonly #askable = new Map<string, number>()
  /** The safety number with each peer, and the identities it is of: ten thousand hashes each. */
  readonly #numbers = new Map<string, { readonly of: string; readonly number: string }>()
  readonly #onChanged: () => void

  /** @param onChanged - told when a peer was confirmed or has published a newer identity */
  constructor(context: NodeContext, onChanged: () => void = () => undefined) {
    this.#context = context
    this.#onChanged = onChanged
  }

  /** Fetches a node's identity and keeps it as added; its safety number is then to be compared. */
  async add(url: string): Promise<Result<PeerView, RefusalCode | HttpFault | 'own-node'>> {
    const learned = await this.#learn(url)
    if (!learned.ok) return learned
    return await this.#keep(learned.value, url)
  }

  /**
   * Adds a node by the identity that people brought in a file, as for one that can't be reached.
   *
   * @param documents - attacker-controlled
   */
  async addBrought(
    documents: readonly Uint8Array[],
    road: Road,
  ): Promise<Result<PeerView, RefusalCode | 'own-node'>> {
    const learned = await this.#take(documents, 'identities')
    if (!learned.ok) return learned
    const origin = new URL(learned.value.endpoints.inbox).origin
    return await this.#keep(learned.value, origin, road)
  }

  /**
   * Takes a newer identity that a peer shows itself, which asks for nothing and is told nothing: a
   * node that can't be reached has no other way to say that its keys are others now.
   *
   * @param documents - attacker-controlled
   */
  async shown(documents: readonly Uint8Array[]): Promise<void> {
    const [first] = documents
    const root = first && (await verifyIdentity(this.#context.crypto, undefined, first))
    // Of a node that nobody here has added, nothing is kept.
    if (!root?.ok || (await this.state(root.value.node)) === undefined) return
    const learned = await this.#take(documents, root.value.node)
    if (learned.ok) this.#onChanged()
  }

  /** How a pair exchanges from now on; what is under way by another road is not lost. */
  async setRoad(node: string, road: Road): Promise<Result<PeerView, 'unknown-peer'>> {
    if ((await this.state(node)) === undefined) return refuse('unknown-peer', 'node')
    await this.#context.store.transact(async (tx) => {
      await tx.db.updateTable('peers').set({ road }).where('node', '=', node).execute()
    })
    this.#context.events.queued(node)
    return ok(await this.#view(node))
  }

  /** How a pair exchanges; undefined for a node never added. */
  async road(node: string): Promise<Road | undefined> {
    const row = await this.#context.store.read.db
      .selectFrom('peers')
      .select('road')
      .where('node', '=', node)
      .executeTakeFirst()
    return row?.road as Road | undefined
  }

  async #keep(
    identity: Identity,
    url: string,
    road: Road = 'push',
  ): Promise<Result<PeerView, 'own-node'>> {
    if (identity.node === this.#context.own.node) return refuse('own-node', 'url')
    await this.#context.store.transact(async (tx) => {
      const row = { host: identity.host, url, ...(road !== 'push' && { road }) }
      await tx.db
        .insertInto('peers')
        .values({
          node: identity.node,
          ...row,
          state: 'added',
          frozen: null,
          added: this.#context.now(),
          confirmed: null,
        })
        .onConflict((conflict) => conflict.column('node').doUpdateSet(row))
        .execute()
    })
    return ok(await this.#view(identity.node))
  }

  /**
   * Confirms a peer whose safety number people have compared.
   *
   * @param number - the 60 digits as read out by the other side; white space does not count
   */
  async confirm(
    node: string,
    number: string,
  ): Promise<Result<PeerView, 'unknown-peer' | 'safety-number'>> {
    if ((await this.state(node)) === undefined) return refuse('unknown-peer', 'node')
    const view = await this.#view(node)
    if (digits(view.safetyNumber) !== digits(number)) return refuse('safety-number', 'number')
    await this.#context.store.transact(async (tx) => {
      await tx.db
        .updateTable('peers')
        .set({ state: 'confirmed', frozen: null, confirmed: this.#context.now() })
        .where('node', '=', node)
        .execute()
    })
    this.#context.events.queued(node)
    // From now on its log is witnessed here, and ours there.
    this.#onChanged()
    return ok(await this.#view(node))
  }

  /** Every peer, by host. */
  async list(): Promise<readonly PeerView[]> {
    const rows = await this.#context.store.read.db
      .selectFrom('peers')
      .select('node')
      .orderBy('host')
      .execute()
    return await Promise.all(rows.map((row) => this.#view(row.node)))
  }

  /** The state of a peer; undefined for a node never added. */
  async state(node: string): Promise<PeerState | undefined> {
    const row = await this.#context.store.read.db
      .selectFrom('peers')
      .select('state')
      .where('node', '=', node)
      .executeTakeFirst()
    return row?.state as PeerState | undefined
  }

  /** The peer's newest identity that lists the signers; asks the peer once a minute for a newer. */
  async identityFor(node: string, signers: readonly string[]): Promise<Identity | undefined> {
    const current = await this.#context.identities.current(node)
    if (current && signers.every((id) => current.keys.some((key) => key.id === id))) return current
    return (await this.renewed(node)) ?? current
  }

  /**
   * Asks a peer for a newer identity than the one held: once a minute at most, once a second while it
   * can't be reached.
   */
  async renewed(node: string): Promise<Identity | undefined> {
    const current = await this.#context.identities.current(node)
    const now = this.#context.now()
    if (now < (this.#askable.get(node) ?? 0)) return undefined
    this.#askable.set(node, now + REFRESH_MS)
    const url = await this.url(node)
    const learned = url ? await this.#learn(url) : undefined
    // It may be starting: with the keys that it is asked for.
    if (learned?.ok === false && learned.code === 'unreachable') {
      this.#askable.set(node, now + UNREACHED_MS)
    }
    if (!learned?.ok || learned.value.node !== node) return undefined
    if (learned.value.version <= (current?.version ?? 0)) return undefined
    this.#onChanged()
    return learned.value
  }

  /** Base URL of a peer. */
  async url(node: string): Promise<string | undefined> {
    const row = await this.#context.store.read.db
      .selectFrom('peers')
      .select('url')
      .where('node', '=', node)
      .executeTakeFirst()
    return row?.url
  }

  async #learn(url: string): Promise<Result<Identity, RefusalCode | HttpFault>> {
    const fetched = await fetchJson(`${url}${IDENTITY_PATH}`, 8 << 20)
    if (!fetched.ok) return fetched
    const documents = readVersions(fetched.value)
    if (!documents) return refuse('malformed', 'identities')
    return await this.#take(documents, url)
  }

  async #take(
    documents: readonly Uint8Array[],
    from: string,
  ): Promise<Result<Identity, RefusalCode>> {
    const { store, identities, now } = this.#context
    const learned = await store.transact(async (tx) => {
      const result = await identities.learn(tx, documents, now())
      if (result.ok) await followLog(tx, result.value)
      return result
    })
    if (!learned.ok && learned.code === 'identity-fork') {
      this.#context.events.refused('identity-fork', undefined, from)
    }
    return learned
  }

  async #view(node: string): Promise<PeerView> {
    const row = await this.#context.store.read.db
      .selectFrom('peers')
      .select(['node', 'host', 'url', 'state', 'frozen', 'road'])
      .where('node', '=', node)
      .executeTakeFirstOrThrow()
    const identity = await this.#context.identities.current(node)
    if (!identity) throw new TypeError('identity')
    return {
      ...row,
      state: row.state as PeerState,
      road: row.road as Road,
      names: identity.names,
      safetyNumber: this.#safetyNumber(identity),
    }
  }

  #safetyNumber(peer: Identity): string {
    const { crypto, own } = this.#context
    const of = `${own.identity.digest} ${peer.digest}`
    const kept = this.#numbers.get(peer.node)
    if (kept?.of === of) return kept.number
    const number = safetyNumber(crypto.sha256, own.identity, peer)
    this.#numbers.set(peer.node, { of, number })
    return number
  }
}

/**
 * Freezes a pair after a proof of misbehaviour: until people compare again nothing passes.
 *
 * @param proof - two envelopes under one number, kept as evidence
 */
export async function freezePeer(
  context: NodeContext,
  node: string,
  code: RefusalCode,
  proof?: { readonly first: Uint8Array; readonly second: Uint8Array },
): Promise<void> {
  await context.store.transact(async (tx) => {
    if (proof) {
      await recordBreach(tx, context.now(), { peer: node, kind: 'conflict', code: null, ...proof })
    }
    await tx.db
      .updateTable('peers')
      .set({ state: 'frozen', frozen: code })
      .where('node', '=', node)
      .execute()
  })
  context.events.frozen(node, code)
}

function digits(text: string): string {
  return text.replaceAll(/\s/g, '')
}
