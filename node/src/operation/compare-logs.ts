import { type CryptoPort, equalBytes } from '@concert/core'
import type { Identity } from '@concert/envelope'
import { monitoringPath, openCheckpoint, parseVkey, type TreeHead } from '@concert/tlog'
import type { WitnessConfig } from '../config/config.ts'
import { createWitnessTransport } from '../trust/ask-witness.ts'
import type { StoredLog } from '../trust/log-rows.ts'
import type { Watermark } from '../trust/watermark.ts'

/** Longest wait for a witness, in milliseconds. */
const TIMEOUT_MS = 3_000

/** What else is known of the log that a backup holds a copy of. */
export interface Traces {
  readonly watermark: Watermark | undefined
  /** Heads of this log that witnesses hold; none when none could say. */
  readonly witnessed: readonly TreeHead[]
}

/**
 * How a backup's log stands to what was released since: `same`, the log can go on; `older`, going
 * on would contradict what others hold; `unknown`, nothing but the backup itself is left.
 */
export type Standing = 'same' | 'older' | 'unknown'

/** Compares a backup's log with every trace of later releases; any later one decides. */
export function standingOf(log: StoredLog | undefined, traces: Traces): Standing {
  const { watermark, witnessed } = traces
  if (watermark && !isSameHead(log, watermark)) return 'older'
  if (witnessed.some((head) => head.size > (log?.size ?? 0))) return 'older'
  return watermark ? 'same' : 'unknown'
}

function isSameHead(log: StoredLog | undefined, mark: Watermark): boolean {
  if (log === undefined) return mark.size === 0
  return log.origin === mark.origin && log.size === mark.size && equalBytes(log.root, mark.root)
}

/**
 * Asks witnesses for the checkpoints that they hold and our log key has signed.
 *
 * @param identity - names the log and its key
 */
export async function askWitnesses(
  crypto: CryptoPort,
  identity: Identity,
  witnesses: readonly WitnessConfig[],
): Promise<readonly TreeHead[]> {
  const key = parseVkey(crypto.sha256, identity.log.vkey)
  if (!key.ok) return []
  const transport = createWitnessTransport()
  const path = monitoringPath(crypto.sha256, identity.log.origin)
  const heads = await Promise.all(
    witnesses.map(async ({ url }) => {
      const signal = AbortSignal.timeout(TIMEOUT_MS)
      const shown = await transport.read(url, path, signal).catch(() => undefined)
      if (shown === undefined) return []
      const opened = await openCheckpoint(crypto, shown, { logs: [key.value], witnesses: [] })
      return opened.ok ? [opened.value.checkpoint] : []
    }),
  )
  return heads.flat()
}
