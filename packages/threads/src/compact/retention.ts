import type { CompactState } from './fold.ts'

/**
 * For how many days, from its receipt, what came under a version of a compact is kept: as long as
 * that version says, or longer while the version in force, or the last that was, says so. A shorter
 * amendment binds what comes under it; the end of a compact changes nothing.
 *
 * @param version - digest of a version
 * @returns undefined when the version is unknown or agrees to no intelligence
 */
export function retentionDays(
  { proposals, inForce }: Pick<CompactState, 'proposals' | 'inForce'>,
  version: string,
): number | undefined {
  const then = proposals.find(({ digest }) => digest === version)?.terms.intelligence
  if (!then) return undefined
  return Math.max(then.retention_days, inForce?.terms.intelligence?.retention_days ?? 0)
}
