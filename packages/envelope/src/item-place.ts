import {
  base64,
  base64Bytes,
  canonicalBytes,
  decode,
  integer,
  list,
  object,
  parseCanonical,
  type Result,
} from '@concert/core'
import { MAX_ITEMS } from './statement.ts'

/** More hashes than the path of any statement's item has. */
const MAX_PATH = 16

/** Where an item stands among those of its statement, and the path to their root. */
export interface ItemPlace {
  readonly index: number
  readonly total: number
  readonly path: readonly Uint8Array[]
}

const hash = base64Bytes(32, 32)

const PLACE = object({
  index: integer(0, MAX_ITEMS - 1),
  path: list(hash, { max: MAX_PATH }),
  total: integer(1, MAX_ITEMS),
})

/** Writes a place as canonical JSON. */
export function encodeItemPlace({ index, total, path }: ItemPlace): Uint8Array {
  return canonicalBytes({ index, path: path.map(base64), total })
}

/** Reads a place. @param bytes - attacker-controlled */
export function decodeItemPlace(bytes: Uint8Array): Result<ItemPlace, 'malformed'> {
  const parsed = parseCanonical(bytes)
  return parsed.ok ? decode(PLACE, parsed.value) : parsed
}
