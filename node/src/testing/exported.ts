import { formatPublishedKeys } from '@concert/envelope'
import { exportEvidence, publishedKeys } from '../trust/export-evidence.ts'
import { indicators, type Pair } from './pair.ts'

/**
 * Has the two nodes of a fresh pair meet and share one object, and gives what an auditor would get:
 * the evidence of it and the published keys of `a`.
 */
export async function exportedFrom(
  pair: Pair,
): Promise<{ readonly evidence: Uint8Array; readonly keys: Uint8Array }> {
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  const { parts } = pair.a
  await parts.intelligence.importObjects(indicators(pair.a, 0, 3))
  await pair.share()
  await pair.settled()
  const row = await parts.context.store.read.db
    .selectFrom('objects')
    .select('stix_id')
    .where('stix_id', 'like', 'indicator--%')
    .executeTakeFirstOrThrow()
  const evidence = await exportEvidence(parts, row.stix_id)
  if (!evidence.ok) throw new Error(evidence.code)
  return { evidence: evidence.value, keys: formatPublishedKeys(await publishedKeys(parts)) }
}
