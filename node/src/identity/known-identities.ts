import {
  type CryptoPort,
  canonicalBytes,
  type Json,
  type JsonObject,
  ok,
  type Result,
  refuse,
  unhex,
} from '@concert/core'
import { type Identity, type RefusalCode, verifyIdentity } from '@concert/envelope'
import type { Reader, Store, Transaction } from '../store/store.ts'

const MAX_VERSIONS = 1000

/**
 * Verified identity chains of every node we know, ours included. Chains are read from the store
 * and verified once; versions only ever extend what is here.
 */
export class KnownIdentities {
  readonly #crypto: CryptoPort
  readonly #store: Store
  readonly #chains = new Map<string, Identity[]>()

  constructor(crypto: CryptoPort, store: Store) {
    this.#crypto = crypto
    this.#store = store
  }

  /** Every version of a node's identity, first to newest; empty when unknown. */
  async chain(node: string): Promise<readonly Identity[]> {
    const known = this.#chains.get(node)
    if (known) return known
    const chain = await this.#load(this.#store.read, node)
    if (chain.length > 0) this.#chains.set(node, chain)
    return chain
  }

  /** The newest version of a node's identity. */
  async current(node: string): Promise<Identity | undefined> {
    return (await this.chain(node)).at(-1)
  }

  /** The version with a digest. */
  async version(node: string, digest: string): Promise<Identity | undefined> {
    return (await this.chain(node)).find((identity) => identity.digest === digest)
  }

  /**
   * Takes a chain that a node publishes: what extends the chain held is verified and stored.
   *
   * @param documents - attacker-controlled, all versions from 1 on
   * @returns the newest version; `identity-fork` when history differs from what we hold
   */
  async learn(
    tx: Transaction,
    documents: readonly Uint8Array[],
    now: number,
  ): Promise<Result<Identity, RefusalCode>> {
    const fresh: Identity[] = []
    for (const bytes of documents) {
      const next = await verifyIdentity(this.#crypto, fresh.at(-1), bytes)
      if (!next.ok) return next
      fresh.push(next.value)
    }
    const newest = fresh.at(-1)
    if (!newest) return refuse('malformed', 'identities')
    const held = await this.#load(tx, newest.node)
    for (const [i, identity] of held.entries()) {
      const claimed = fresh[i]
      if (claimed && claimed.digest !== identity.digest) return refuse('identity-fork', `[${i}]`)
    }
    for (const identity of fresh.slice(held.length)) await insertIdentity(tx, identity, now)
    this.#chains.delete(newest.node)
    return ok(fresh.length >= held.length ? newest : (held.at(-1) as Identity))
  }

  async #load(reader: Reader, node: string): Promise<Identity[]> {
    const rows = await reader.db
      .selectFrom('identities')
      .select('document')
      .where('node', '=', node)
      .orderBy('version')
      .execute()
    const chain: Identity[] = []
    for (const row of rows) {
      const next = await verifyIdentity(this.#crypto, chain.at(-1), row.document)
      if (!next.ok) break
      chain.push(next.value)
    }
    return chain
  }
}

async function insertIdentity(tx: Transaction, identity: Identity, now: number): Promise<void> {
  await tx.db
    .insertInto('identities')
    .values({
      node: identity.node,
      version: identity.version,
      digest: unhex(identity.digest) as Uint8Array,
      document: identity.document,
      added: now,
    })
    .execute()
}

/** The public chain of an identity, as `/.well-known/concert.json` gives it. */
export function identityChainJson(chain: readonly Identity[]): string {
  const parts = chain.map((identity) => new TextDecoder().decode(identity.document))
  return `{"v":1,"identities":[${parts.join(',')}]}`
}

/** Reads `{identities: [document, …]}`. @param value - attacker-controlled */
export function readVersions(value: Json): readonly Uint8Array[] | undefined {
  const list = isObject(value) ? value.identities : undefined
  if (!Array.isArray(list) || list.length > MAX_VERSIONS) return undefined
  return (list as readonly Json[]).map((entry) => canonicalBytes(entry))
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
