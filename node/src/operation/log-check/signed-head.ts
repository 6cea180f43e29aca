import type { CryptoPort } from '@concert/core'
import { type NoteKey, openCheckpoint, parseVkey } from '@concert/tlog'
import { KnownIdentities } from '../../identity/known-identities.ts'
import { loadOwnIdentity } from '../../identity/own-node.ts'
import type { Store } from '../../store/store.ts'
import type { LogHead } from '../../trust/log-types.ts'

/** The keys that may have signed checkpoints of our present log: of every identity that names it. */
export async function ownLogKeys(
  crypto: CryptoPort,
  store: Store,
): Promise<{ readonly origin: string; readonly keys: readonly NoteKey[] } | undefined> {
  const own = await loadOwnIdentity(crypto, store)
  if (own === undefined) return undefined
  const { origin } = own.log
  const chain = await new KnownIdentities(crypto, store).chain(own.node)
  const keys = new Map<string, NoteKey>()
  for (const { log } of chain.filter((version) => version.log.origin === origin)) {
    const key = parseVkey(crypto.sha256, log.vkey)
    if (key.ok) keys.set(key.value.id, key.value)
  }
  return { origin, keys: [...keys.values()] }
}

/** The head that a checkpoint signed by one of our keys names; undefined for anything else. */
export async function signedHead(
  crypto: CryptoPort,
  checkpoint: string,
  logs: readonly NoteKey[],
): Promise<LogHead | undefined> {
  const opened = await openCheckpoint(crypto, checkpoint, { logs, witnesses: [] })
  if (!opened.ok) return undefined
  const { size, root } = opened.value.checkpoint
  return { size, root, checkpoint }
}
