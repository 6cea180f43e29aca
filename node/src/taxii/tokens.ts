import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { TLP_LEVELS, type Tlp } from '@concert/stix'
import type { Credentials } from '@concert/taxii'
import { sql } from 'kysely'
import type { Reader, Transaction } from '../store/store.ts'
import type { Consumer, Grant } from './consumer.ts'

/** A token as it stands in memory. */
interface KnownToken {
  readonly hash: Uint8Array
  readonly expires: number | null
  readonly consumer: Consumer
}

/** Everything needed to tell who asks without asking the database. */
export interface KnownTokens {
  readonly hashKey: Uint8Array
  readonly byKey: ReadonlyMap<string, KnownToken>
  readonly byCertificate: ReadonlyMap<string, KnownToken>
  /** Tokens that were shown and found good, by their text: a pull shows one again and again. */
  readonly shown: Map<string, KnownToken>
}

const HASH_KEY = 'taxii:hash-key'
const FORM = /^ctx_([0-9a-z]{16})_([\w-]{43})$/

/** A new token: `key` names it, `text` is shown once, `hash` is kept. */
export function makeToken(hashKey: Uint8Array): { key: string; text: string; hash: Uint8Array } {
  const key = randomBytes(8).toString('hex')
  const text = `ctx_${key}_${randomBytes(32).toString('base64url')}`
  return { key, text, hash: hashOf(hashKey, text) }
}

/** A keyed hash is enough, and fast: what is hashed is 256 random bits, not somebody's password. */
function hashOf(hashKey: Uint8Array, text: string): Uint8Array {
  return createHmac('sha256', hashKey).update(text).digest()
}

/** The key of this node's hashes, made when it is first needed. */
export async function hashKeyOf(tx: Transaction): Promise<Uint8Array> {
  const made = randomBytes(32).toString('hex')
  await tx.query(sql`insert into node_state (name, value) values (${HASH_KEY}, ${made})
    on conflict (name) do nothing`)
  return await readHashKey(tx)
}

async function readHashKey(reader: Pick<Reader, 'db'>): Promise<Uint8Array> {
  const query = reader.db.selectFrom('node_state').select('value').where('name', '=', HASH_KEY)
  return Buffer.from((await query.executeTakeFirst())?.value ?? '', 'hex')
}

/** Reads every token that was not revoked, with what it may do. */
export async function readTokens(reader: Pick<Reader, 'db'>): Promise<KnownTokens> {
  const tokens = await reader.db
    .selectFrom('taxii_tokens')
    .selectAll()
    .where('revoked', 'is', null)
    .execute()
  const grants = await reader.db.selectFrom('taxii_grants').selectAll().execute()
  const byToken = Map.groupBy(grants, ({ token }) => token)
  const byKey = new Map<string, KnownToken>()
  const byCertificate = new Map<string, KnownToken>()
  for (const { id, key, hash, certificate, level, outside, expires } of tokens) {
    const own = (byToken.get(id) ?? []).map(({ collection, can_read, can_write }) => {
      return [collection, { read: can_read === 1, write: can_write === 1 }] as const
    })
    const tlp = TLP_LEVELS[level] as Tlp
    const consumer = {
      token: id,
      tlp,
      level,
      outside: outside === 1,
      grants: new Map<number, Grant>(own),
    }
    const known = { hash, expires, consumer }
    byKey.set(key, known)
    if (certificate !== null) byCertificate.set(certificate, known)
  }
  return { hashKey: await readHashKey(reader), byKey, byCertificate, shown: new Map() }
}

/**
 * Who shows these credentials. With basic authentication the token is the password, and the user name
 * may be anything; a token that is bound to a certificate works by the certificate alone.
 */
export function consumerOf(
  tokens: KnownTokens,
  credentials: Credentials,
  now: number,
): Consumer | undefined {
  const known = knownToken(tokens, credentials)
  const isExpired = known !== undefined && known.expires !== null && known.expires <= now
  return isExpired ? undefined : known?.consumer
}

function knownToken(tokens: KnownTokens, credentials: Credentials): KnownToken | undefined {
  if (credentials.kind === 'none') return undefined
  if (credentials.kind === 'certificate') {
    return tokens.byCertificate.get(credentials.sha256.toLowerCase().replaceAll(':', ''))
  }
  const text = credentials.kind === 'bearer' ? credentials.token : credentials.password
  const before = tokens.shown.get(text)
  if (before) return before
  const [, key = ''] = FORM.exec(text) ?? []
  // The same work whether there is such a token or not.
  const given = hashOf(tokens.hashKey, text)
  const known = tokens.byKey.get(key)
  if (known === undefined || !timingSafeEqual(known.hash, given)) return undefined
  // At most as many as there are tokens.
  tokens.shown.set(text, known)
  return known
}
