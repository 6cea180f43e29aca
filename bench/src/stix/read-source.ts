import { ConcertError } from '@concert/core'
import { readStixBatches } from '@concert/stix'
import type { StreamSource } from './stream-source.ts'

/** Reads a source to its end, every object validated. Throws unless each one is there and valid. */
export async function readSource(source: StreamSource): Promise<void> {
  let valid = 0
  for await (const items of readStixBatches(source.pieces())) {
    for (const item of items) if (item.kind === 'object' && item.valid) valid++
  }
  if (valid !== source.objects) throw new ConcertError('bench-object', { valid })
}
