import { type CryptoPort, equalBytes } from '@concert/core'
import type { Identity } from '@concert/envelope'
import { monitoringPath, openCheckpoint, parseVkey } from '@concert/tlog'
import type { WitnessConfig } from '../config/config.ts'
import { createWitnessTransport } from '../trust/ask-witness.ts'
import type { StoredLog } from '../trust/log-rows.ts'
import type { Watermark } from '../trust/watermark.ts'

const TIMEOUT_MS = 5_000

/** What else is known of the log that a backup holds a copy of. */
export interface Traces {
  readonly watermark: Watermark | undefined
  /** Largest size that a witness holds of this log; undefined when none could say. */
  readonly witnessed: number | undefined
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
  if ((witnessed ?? 0) > (log?.size ?? 0)) return 'older'
  return watermark ? 'same' : 'unknown'
}

function isSameHead(log: StoredLog | undefined, mark: Watermark): boolean {
  if (log === undefined) return mark.size === 0
  return log.origin === mark.origin && log.size === mark.size && equalBytes(log.root, mark.root)
}

/** Asks the configured witnesses for the largest checkpoint they hold that our log key signed. */
export async function askWitnesses(
  crypto: CryptoPort,
  identity: Identity,
  witnesses: readonly WitnessConfig[],
): Promise<number | undefined> {
  const key = parseVkey(crypto.sha256, identity.log.vkey)
  if (!key.ok) return undefined
  const transport = createWitnessTransport()
  const path = monitoringPath(crypto.sha256, identity.log.origin)
  const sizes = await Promise.all(
    witnesses.map(async ({ url }) => {
      const signal = AbortSignal.timeout(TIMEOUT_MS)
      const shown = await transport.read(url, path, signal).catch(() => undefined)
      if (shown === undefined) return undefined
      const opened = await openCheckpoint(crypto, shown, { logs: [key.value], witnesses: [] })
      return opened.ok ? opened.value.checkpoint.size : undefined
    }),
  )
  const known = sizes.filter((size) => size !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
