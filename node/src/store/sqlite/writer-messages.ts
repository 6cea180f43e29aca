import type { SqlResult, SqlValue } from '../sql-connection.ts'
import type { SqliteFault } from './sqlite-fault.ts'

/** How the writer's thread opens the database. */
export interface WriterOptions {
  readonly path: string
  /** The operator's quota for the database file. */
  readonly maxBytes?: number
}

/** What the main thread asks. `begin` opens the transaction first, saving a round trip. */
export type WriterRequest =
  | {
      readonly kind: 'execute' | 'insert'
      readonly begin: boolean
      readonly sql: string
      /** Parameters of one row. */
      readonly width: number
      readonly values: PackedValues
    }
  | { readonly kind: 'commit' | 'rollback' | 'close' }

/** Answers come in the order of the requests. */
export type WriterReply = SqlResult | { readonly fault: SqliteFault }

/**
 * Values on their way between threads. Bytes travel in one transferred buffer: cloning a small
 * view would clone the whole slab that Node cut it from.
 */
export interface PackedValues {
  /** `true` stands for the next bytes of the arena. */
  readonly cells: readonly (null | number | string | true)[]
  /** Where each of the byte strings ends in the arena. */
  readonly ends: readonly number[]
  readonly arena: Uint8Array<ArrayBuffer>
}

/** Packs values that were checked. */
export function packValues(values: readonly SqlValue[]): PackedValues {
  return packEach((take) => values.forEach(take))
}

/** Packs the checked values that are handed over. */
export function packEach(hand: (take: (value: SqlValue) => void) => void): PackedValues {
  const cells: (null | number | string | true)[] = []
  const blobs: Uint8Array[] = []
  const ends: number[] = []
  let size = 0
  hand((value) => {
    if (value instanceof Uint8Array) {
      size += value.length
      blobs.push(value)
      ends.push(size)
      cells.push(true)
    } else cells.push(value)
  })
  return { cells, ends, arena: concatenate(blobs, size) }
}

function concatenate(blobs: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const arena = new Uint8Array(size)
  let offset = 0
  for (const blob of blobs) {
    arena.set(blob, offset)
    offset += blob.length
  }
  return arena
}

/** Yields the rows of `width` values. Each row is the same array, so use it before the next. */
export function* unpackRows(packed: PackedValues, width: number): Generator<readonly SqlValue[]> {
  const { cells, ends, arena } = packed
  const row: SqlValue[] = new Array<SqlValue>(width).fill(null)
  let blob = 0
  let start = 0
  for (let first = 0; first < cells.length; first += width) {
    for (let column = 0; column < width; column++) {
      const cell = cells[first + column] ?? null
      if (cell === true) {
        const end = ends[blob++] ?? start
        row[column] = arena.subarray(start, end)
        start = end
      } else row[column] = cell
    }
    yield row
  }
}
