import { type Result, refuse } from '@concert/core'
import { TLP_LEVELS, type Tlp } from '@concert/stix'
import type { NodeContext } from '../context.ts'
import type { Grant } from './consumer.ts'
import { noteChange } from './entries.ts'
import { type KnownCollection, named, type Snapshots } from './snapshot.ts'
import { TAXII_LOCK } from './taxii-lock.ts'
import type { TaxiiRefusal } from './taxii-refusal.ts'
import { hashKeyOf, makeToken } from './tokens.ts'

/** A token to be made; collections are named by id or alias. */
export interface NewToken {
  readonly name: string
  readonly tlp: Tlp
  readonly outside: boolean
  readonly read: readonly string[]
  readonly write: readonly string[]
  /** Milliseconds since 1970 UTC. */
  readonly expires?: number
  /** SHA-256 of a client certificate, hex. */
  readonly certificate?: string
}

/** A token as it is shown when it is made, and never again. */
export interface ShownToken {
  readonly key: string
  readonly token: string
}

/** A token as the operator sees it. */
export interface TokenView {
  readonly key: string
  readonly name: string
  readonly tlp: Tlp
  readonly outside: boolean
  readonly read: readonly string[]
  readonly write: readonly string[]
  readonly created: string
  readonly expires: string | null
  readonly revoked: string | null
}

/** Tokens of the TAXII server: who may do what, and sees what. */
export class TokenDesk {
  readonly #context: NodeContext
  readonly #snapshots: Snapshots

  constructor(context: NodeContext, snapshots: Snapshots) {
    this.#context = context
    this.#snapshots = snapshots
  }

  async list(): Promise<readonly TokenView[]> {
    const { db } = this.#context.store.read
    const rows = await db.selectFrom('taxii_tokens').selectAll().orderBy('id').execute()
    const grants = await db.selectFrom('taxii_grants').selectAll().execute()
    const known = (await this.#snapshots.current()).collections
    const collections = new Map(known.map((each) => [each.row, each.id]))
    return rows.map(({ id, key, name, level, outside, created, expires, revoked }) => {
      const own = grants.filter(({ token }) => token === id)
      const granted = (right: 'can_read' | 'can_write') =>
        own.flatMap((grant) =>
          grant[right] === 1 ? (collections.get(grant.collection) ?? []) : [],
        )
      return {
        key,
        name,
        tlp: TLP_LEVELS[level] as Tlp,
        outside: outside === 1,
        read: granted('can_read'),
        write: granted('can_write'),
        created: timeOf(created),
        expires: expires === null ? null : timeOf(expires),
        revoked: revoked === null ? null : timeOf(revoked),
      }
    })
  }

  /** @returns the token, which is shown this once and kept nowhere */
  async add(wish: NewToken): Promise<Result<ShownToken, TaxiiRefusal>> {
    const { collections, tokens } = await this.#snapshots.current()
    const grants = grantsOf(collections, wish)
    if (typeof grants === 'string') return refuse('taxii-no-collection', grants)
    const certificate = wish.certificate?.toLowerCase().replaceAll(':', '') ?? null
    if (certificate !== null && tokens.byCertificate.has(certificate)) {
      return refuse('taxii-certificate-taken', 'certificate')
    }
    const made = await this.#context.store.transact(async (tx) => {
      await tx.lock(TAXII_LOCK)
      const { key, text, hash } = makeToken(await hashKeyOf(tx))
      const row = await tx.db
        .insertInto('taxii_tokens')
        .values({
          key,
          name: wish.name,
          hash,
          certificate,
          level: TLP_LEVELS.indexOf(wish.tlp),
          outside: wish.outside ? 1 : 0,
          created: this.#context.now(),
          expires: wish.expires ?? null,
          revoked: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx.insertMany(
        'taxii_grants',
        ['token', 'collection', 'can_read', 'can_write'],
        [...grants].map(([collection, { read, write }]) => {
          return [row.id, collection, read ? 1 : 0, write ? 1 : 0] as const
        }),
      )
      await noteChange(tx)
      return { key, token: text }
    })
    return { ok: true, value: made }
  }

  /** The certificate it was bound to may be bound to another then. */
  async revoke(key: string): Promise<Result<{ readonly key: string }, TaxiiRefusal>> {
    const count = await this.#context.store.transact(async (tx) => {
      const { numUpdatedRows } = await tx.db
        .updateTable('taxii_tokens')
        .set({ revoked: this.#context.now(), certificate: null })
        .where('key', '=', key)
        .where('revoked', 'is', null)
        .executeTakeFirstOrThrow()
      await noteChange(tx)
      return numUpdatedRows
    })
    return count === 0n ? refuse('taxii-no-token', key) : { ok: true, value: { key } }
  }
}

/** Rights by collection, or the name that is none's. */
function grantsOf(
  collections: readonly KnownCollection[],
  { read, write }: NewToken,
): ReadonlyMap<number, Grant> | string {
  const grants = new Map<number, Grant>()
  for (const name of [...read, ...write]) {
    const found = collections.find(named(name))
    if (found === undefined) return name
    const isAmong = (names: readonly string[]) => names.some((each) => named(each)(found))
    grants.set(found.row, { read: isAmong(read), write: isAmong(write) })
  }
  return grants
}

function timeOf(millis: number): string {
  return new Date(millis).toISOString()
}
