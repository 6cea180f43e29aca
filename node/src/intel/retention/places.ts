const BYTES = 4

/** Positions of items as `kept_statements.places` holds them. @param positions - each below 2^32 */
export function encodePlaces(positions: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(positions.length * BYTES)
  for (const [i, position] of positions.entries()) bytes.writeUInt32BE(position, i * BYTES)
  return bytes
}

/** The positions again, in the order in which they were given. */
export function decodePlaces(places: Uint8Array): readonly number[] {
  const bytes = Buffer.from(places.buffer, places.byteOffset, places.byteLength)
  return Array.from({ length: bytes.length / BYTES }, (_, i) => bytes.readUInt32BE(i * BYTES))
}
