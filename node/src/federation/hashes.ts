/** Hashes of 32 bytes each, as `item_places` holds them. */
export function hashesOf(path: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: path.length / 32 }, (_, i) => path.subarray(32 * i, 32 * i + 32))
}
