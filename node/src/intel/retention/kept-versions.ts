import { hex } from '@concert/core'
import { retentionDays } from '@concert/threads'
import { findCompact } from '../../compacts/compact-threads.ts'
import type { NodeContext } from '../../context.ts'

/** A version of a compact under which something is kept here. */
export interface KeptVersion {
  /** Digest of the version, and in hex. */
  readonly digest: Uint8Array
  readonly version: string
  /** Thread of the compact, hex. */
  readonly compact: string
  /** From receipt on: see {@link retentionDays}. */
  readonly days: number
}

/** Versions under which something is kept. Each is found behind the one before: no row is counted. */
export async function keptVersions(context: NodeContext): Promise<readonly KeptVersion[]> {
  const versions: KeptVersion[] = []
  for (let after: Uint8Array = new Uint8Array(0); ; ) {
    const row = await context.store.read.db
      .selectFrom('kept_statements')
      .select('compact')
      .where('compact', '>', after)
      .orderBy('compact')
      .limit(1)
      .executeTakeFirst()
    if (!row) return versions
    after = row.compact
    const version = hex(row.compact)
    const kept = await daysOf(context, version)
    if (kept) versions.push({ digest: row.compact, version, ...kept })
  }
}

/** For how long what came under a version is kept, and of which compact it is one. */
export async function daysOf(
  context: NodeContext,
  version: string,
): Promise<Pick<KeptVersion, 'compact' | 'days'> | undefined> {
  const state = await findCompact(context, context.store.read, version)
  const days = state && retentionDays(state, version)
  return state && days !== undefined ? { compact: state.id, days } : undefined
}
