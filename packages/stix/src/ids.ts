import {
  canonicalBytes,
  concat,
  type Json,
  type JsonObject,
  uuidFromSha1,
  uuidV5Input,
} from '@concert/core'
import type { FaultSentence } from './fault-sentence.ts'
import { OBJECT_TYPES, objectType } from './table/object-types.ts'

/** SHA-1 of the data, given by the platform: UUIDv5 wants it (RFC 9562 §5.5), nothing else does. */
export type Sha1 = (data: Uint8Array) => Uint8Array

/** The namespace of every cyber-observable object's deterministic id (STIX 2.1 §2.9). */
export const STIX_NAMESPACE = '00abedb4-aa42-466c-9c01-fed23315a9b7'

/**
 * The namespace of the ids that Concert gives to indicators, identities and sightings. STIX forbids
 * its own namespace for these (§2.9). Chosen at random once; changing it would rename everything
 * that was ever imported.
 */
export const CONCERT_NAMESPACE = 'd9658a9f-0f9c-42f2-927a-ecc9f68c721c'

// The namespaces' 16 bytes, which come before the name in what is hashed (RFC 9562 §5.5).
const STIX_PREFIX = uuidV5Input(STIX_NAMESPACE, '')
const CONCERT_PREFIX = uuidV5Input(CONCERT_NAMESPACE, '')

const TYPE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const UUID_LENGTH = 36
const HASH_PREFERENCE = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512']

/** Whether a text can be a type name (§3.1): 3 to 250 of a–z, 0–9 and single hyphens. */
export function isStixType(text: string): boolean {
  if (OBJECT_TYPES.has(text)) return true
  return text.length >= 3 && text.length <= 250 && TYPE.test(text)
}

/**
 * The type that an id names, or `undefined` when the text is no id (§2.9): a type, two hyphens and
 * a UUID of RFC 9562 in lower case, so that one id has one spelling.
 */
export function typeOfId(id: string): string | undefined {
  const start = id.length - UUID_LENGTH
  if (start < 5 || !isUuidAt(id, start)) return undefined
  if (id.charCodeAt(start - 1) !== HYPHEN || id.charCodeAt(start - 2) !== HYPHEN) return undefined
  const type = id.slice(0, start - 2)
  return isStixType(type) ? type : undefined
}

/** Whether a text is an id of a type, found without making a text of the type in it. */
export function isIdOf(type: string, id: string): boolean {
  const start = type.length + 2
  if (id.length !== start + UUID_LENGTH || !id.startsWith(type) || !isUuidAt(id, start))
    return false
  return id.charCodeAt(start - 1) === HYPHEN && id.charCodeAt(start - 2) === HYPHEN
}

const HYPHEN = 0x2d

// Every object has several ids: loops take a third of the time of an expression.
function isUuidAt(text: string, start: number): boolean {
  if (!isHexRun(text, start, start + 8) || !isHexRun(text, start + 24, start + 36)) return false
  if (!isHexRun(text, start + 9, start + 13) || !isHexRun(text, start + 14, start + 18))
    return false
  if (!isHexRun(text, start + 19, start + 23)) return false
  for (let at = 8; at <= 23; at += 5) if (text.charCodeAt(start + at) !== HYPHEN) return false
  // The version is 1 to 8, the variant that of RFC 9562.
  const version = text.charCodeAt(start + 14)
  const variant = text.charCodeAt(start + 19)
  if (version < 0x31 || version > 0x38) return false
  return variant === 0x38 || variant === 0x39 || variant === 0x61 || variant === 0x62
}

function isHexRun(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (LOWER_HEX[text.charCodeAt(at)] !== 1) return false
  }
  return true
}

/** 1 for each digit of lower-case hexadecimal. */
const LOWER_HEX: Uint8Array = Uint8Array.from({ length: 128 }, (_, unit) =>
  '0123456789abcdef'.includes(String.fromCharCode(unit)) ? 1 : 0,
)

/**
 * The deterministic id of a cyber-observable object (§2.9): UUIDv5 over the canonical JSON of its
 * ID contributing properties.
 *
 * @returns the id, or `undefined` when the type has none or the object holds none of its
 *   contributing properties; it then needs a random one
 */
export function observableId(type: string, value: JsonObject, sha1: Sha1): string | undefined {
  const names = objectType(type)?.identity ?? []
  const contributing: Record<string, Json> = {}
  for (const name of names) {
    const property = Object.hasOwn(value, name) ? value[name] : undefined
    if (property === undefined) continue
    contributing[name] = name === 'hashes' ? preferredHash(property) : property
  }
  if (Object.keys(contributing).length === 0) return undefined
  return namedId(STIX_PREFIX, type, contributing, sha1)
}

/** How an observable's id can depart from what its content gives. */
export type IdFaultCode = 'id-mismatch' | 'id-not-derived'

/** The sentence of each code. */
export const ID_FAULTS: Readonly<Record<IdFaultCode, FaultSentence>> = {
  'id-mismatch': {
    en: 'The id is a hash of other content than the object has.',
    zh: '该标识符由其他内容计算得出，与对象内容不符。',
  },
  'id-not-derived': {
    en: 'The id is not the one that every tool derives from this content.',
    zh: '该标识符并非由对象内容按规范计算得出。',
  },
}

/**
 * Whether an observable's id is the one that its content gives. One that is not is no error, for
 * §2.9 only recommends deterministic ids; but two tools then know one thing under two names.
 *
 * @returns `id-mismatch` for a name-based id (UUIDv5) over other content or in another namespace,
 *   `id-not-derived` for another id where the content would give one, or `undefined`: the id is the
 *   derived one, or the object has none
 */
export function observableIdFault(object: JsonObject, sha1: Sha1): IdFaultCode | undefined {
  const { type, id } = object
  if (typeof type !== 'string' || typeof id !== 'string') return undefined
  const derived = observableId(type, object, sha1)
  if (derived === undefined || derived === id) return undefined
  return isNameBased(id) ? 'id-mismatch' : 'id-not-derived'
}

/**
 * Whether an id is made of what it names (RFC 9562 §5.3, §5.5: UUIDv3 and v5): whoever guesses the
 * content can check the guess against the id.
 */
export function isNameBased(id: string): boolean {
  const version = id.at(-22)
  return version === '3' || version === '5'
}

/** One hash only: MD5, SHA-1, SHA-256, SHA-512 in this order, else the first by name (§2.7, §6). */
function preferredHash(hashes: Json): Json {
  if (typeof hashes !== 'object' || hashes === null || Array.isArray(hashes)) return hashes
  const given = hashes as JsonObject
  const names = Object.keys(given)
  const name = HASH_PREFERENCE.find((each) => names.includes(each)) ?? names.toSorted()[0]
  return name === undefined ? hashes : { [name]: given[name] as Json }
}

/**
 * The id of one of our own objects: UUIDv5 in {@link CONCERT_NAMESPACE} over the canonical JSON of
 * `{type, …key}`. The same source imported twice so gives the same ids.
 */
export function concertId(type: string, key: JsonObject, sha1: Sha1): string {
  return namedId(CONCERT_PREFIX, type, { ...key, type }, sha1)
}

function namedId(prefix: Uint8Array, type: string, name: JsonObject, sha1: Sha1): string {
  return `${type}--${uuidFromSha1(sha1(concat(prefix, canonicalBytes(name))))}`
}
