import { inspect } from 'node:util'
import {
  base64,
  base64Bytes,
  type CryptoPort,
  canonicalText,
  decode,
  equalBytes,
  integer,
  literal,
  nullable,
  object,
  ok,
  parseStrictJson,
  type Result,
  refuse,
  type SealAlg,
  type Sha256,
  type SignatureAlg,
  time,
  utf8,
} from '@concert/core'
import { keyId } from '@concert/envelope'

/** What a key is for. The root signs identities and stays offline. */
export type KeyUse = 'root' | 'sign' | 'seal' | 'log' | 'witness'

/** All algorithms of key files. */
export type KeyAlg = SignatureAlg | SealAlg

/** All algorithms, in the order of the suite tables. */
const KEY_ALGS: readonly KeyAlg[] = ['ed25519', 'ml-dsa-65', 'x25519']

/** All uses, in the order in which they are listed. */
export const KEY_USES: readonly KeyUse[] = ['root', 'sign', 'seal', 'log', 'witness']

/** The algorithms that each use needs, one key for each. */
export const ALGS_OF_USE: Readonly<Record<KeyUse, readonly KeyAlg[]>> = {
  root: ['ed25519', 'ml-dsa-65'],
  sign: ['ed25519', 'ml-dsa-65'],
  seal: ['x25519'],
  log: ['ed25519'],
  witness: ['ed25519'],
}

const PUB_BYTES: Readonly<Record<KeyAlg, number>> = { ed25519: 32, 'ml-dsa-65': 1952, x25519: 32 }
const SECRET_BYTES = 32

/** The fields of a stored key. */
export interface StoredKeyFields {
  readonly use: KeyUse
  readonly alg: KeyAlg
  /** 1 for the first key of its use, one more for each successor; of two roots the later is next. */
  readonly generation: number
  /** 32-byte seed. */
  readonly secret: Uint8Array
  /** Raw public key. */
  readonly pub: Uint8Array
  /** UTC time with milliseconds from which the key counts. */
  readonly from: string
  /** UTC time from which it no longer counts; null: until revoked. */
  readonly until: string | null
}

/**
 * A key as its file holds it. The secret is behind a getter of the class, so that logging,
 * inspecting or serialising the object does not show it.
 */
export class StoredKey {
  readonly use: KeyUse
  readonly alg: KeyAlg
  readonly generation: number
  /** Key id: the first 16 bytes, in hex, of SHA-256(alg ‖ 0A ‖ raw public key). */
  readonly id: string
  readonly pub: Uint8Array
  readonly from: string
  readonly until: string | null
  readonly #secret: Uint8Array

  constructor(sha256: Sha256, fields: StoredKeyFields) {
    this.use = fields.use
    this.alg = fields.alg
    this.generation = fields.generation
    this.id = keyId(sha256, fields.alg, fields.pub)
    this.pub = fields.pub
    this.from = fields.from
    this.until = fields.until
    this.#secret = fields.secret
  }

  get secret(): Uint8Array {
    return this.#secret
  }

  /** `sign-1-ed25519.json`. */
  get fileName(): string {
    return `${this.use}-${this.generation}-${this.alg}.json`
  }

  [inspect.custom](): string {
    return `StoredKey(${this.fileName}, ${this.id})`
  }
}

/** A key file: one line of canonical JSON. */
export function formatKeyFile(key: StoredKey): Uint8Array {
  const { use, alg, generation, secret, pub, from, until } = key
  const body = { v: 1, use, alg, generation, secret: base64(secret), pub: base64(pub), from, until }
  return utf8(`${canonicalText(body)}\n`)
}

const SHAPE = object({
  v: literal(1),
  use: literal(...KEY_USES),
  alg: literal(...KEY_ALGS),
  generation: integer(1, 1_000_000),
  secret: base64Bytes(SECRET_BYTES, SECRET_BYTES),
  pub: base64Bytes(32, PUB_BYTES['ml-dsa-65']),
  from: time(),
  until: nullable(time()),
})

/** Why a key file is not accepted; `at` names the field. */
export type KeyFileCode = 'key-malformed' | 'key-mismatch'

/** Reads a key file and proves that its two halves belong together. */
export async function parseKeyFile(
  crypto: CryptoPort,
  bytes: Uint8Array,
): Promise<Result<StoredKey, KeyFileCode>> {
  const json = parseStrictJson(bytes)
  if (!json.ok) return refuse('key-malformed', 'json')
  const read = decode(SHAPE, json.value)
  if (!read.ok) return refuse('key-malformed', read.at)
  const fields = read.value
  if (!ALGS_OF_USE[fields.use].includes(fields.alg)) return refuse('key-malformed', 'alg')
  if (fields.pub.length !== PUB_BYTES[fields.alg]) return refuse('key-malformed', 'pub')
  if (fields.until !== null && fields.until <= fields.from) return refuse('key-malformed', 'until')
  const key = new StoredKey(crypto.sha256, fields)
  return (await isPair(crypto, key)) ? ok(key) : refuse('key-mismatch')
}

const PROBE = utf8('concert/v1/key-probe')

async function isPair(crypto: CryptoPort, key: StoredKey): Promise<boolean> {
  const { alg, secret, pub } = key
  if (alg === 'x25519') {
    const { enc, ct } = await crypto.seal(alg, pub, PROBE, PROBE)
    const opened = await crypto.open(alg, secret, PROBE, enc, ct)
    return opened !== undefined && equalBytes(opened, PROBE)
  }
  return crypto.verify(alg, pub, PROBE, await crypto.sign(alg, secret, PROBE))
}
