import { concat, utf8 } from '@concert/core'
import { mixedObjects } from './corpus.ts'

const PIECE_BYTES = 64 * 1024
const DISTINCT_OBJECTS = 2000
const HEAD = '{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":['
const TAIL = ']}'

/** A bundle that is never stored: a few megabytes of objects, over and over. */
export interface StreamSource {
  readonly bytes: number
  readonly objects: number
  pieces(): AsyncGenerator<Uint8Array, void, undefined>
}

/** @param atLeast - bytes that the bundle has at least, unless one round of objects is more */
export function streamSource(atLeast: number): StreamSource {
  const texts = mixedObjects(Math.min(DISTINCT_OBJECTS, Math.max(10, Math.ceil(atLeast / 600))))
  const objects = utf8(texts.join(','))
  const between = concat(utf8(','), objects)
  const rounds = Math.max(1, Math.ceil(atLeast / between.length))
  return {
    bytes: HEAD.length + objects.length + (rounds - 1) * between.length + TAIL.length,
    objects: rounds * texts.length,
    async *pieces() {
      yield utf8(HEAD)
      for (let round = 0; round < rounds; round++) yield* cut(round === 0 ? objects : between)
      yield utf8(TAIL)
    },
  }
}

function* cut(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
}
