import { type CryptoPort, equalBytes } from '@concert/core'
import {
  acceptCosignatures,
  formatCheckpoint,
  type NoteKey,
  parseNote,
  parseSignatureLines,
  parseVkey,
} from '@concert/tlog'
import type { Config } from '../../config/config.ts'
import { KnownIdentities } from '../../identity/known-identities.ts'
import type { Reader, Store } from '../../store/store.ts'
import { readLog } from '../../trust/log-rows.ts'
import type { Problems } from './problems.ts'
import { signedHead } from './signed-head.ts'

/** What {@link checkCosigned} needs. */
export interface CosignedDeps {
  readonly store: Store
  readonly crypto: CryptoPort
  readonly config: Config
  readonly origin: string
  /** Keys that may have signed our checkpoints. */
  readonly logs: readonly NoteKey[]
  /** Root of our tree at a size; undefined when the tree does not reach it. */
  rootAt(size: number): Promise<Uint8Array | undefined>
}

/** The sizes of which {@link checkCosigned} wants to know the roots. */
export async function cosignedSizes(reader: Reader): Promise<readonly number[]> {
  const log = await readLog(reader)
  const rows = await reader.db.selectFrom('log_cosignatures').select('size').execute()
  return [...(log?.witnessed ? [log.witnessed.size] : []), ...rows.map((row) => row.size)]
}

/** The rows that hold cosignatures which do not stand. */
export interface BadCosigned {
  readonly isWitnessedBad: boolean
  readonly witnesses: readonly string[]
}

/**
 * Checks the checkpoint with cosignatures and the last line of every witness: each must be for a
 * tree that is the beginning of ours. Lines of keys that nobody here knows any more are passed over.
 */
export async function checkCosigned(deps: CosignedDeps, problems: Problems): Promise<BadCosigned> {
  const { store, crypto, origin } = deps
  const keys = await witnessKeys(deps)
  const log = await readLog(store.read)
  const isWitnessedBad = log?.witnessed
    ? !(await isWitnessedGood(deps, log.witnessed, keys))
    : false
  if (isWitnessedBad) problems.add('witnessed', String(log?.witnessed?.size ?? ''))
  const rows = await store.read.db.selectFrom('log_cosignatures').selectAll().execute()
  const witnesses: string[] = []
  for (const { witness, size, line } of rows) {
    const lines = parseSignatureLines(line)
    const root = await deps.rootAt(size)
    const text = root && formatCheckpoint({ origin, size, root })
    const isGood =
      lines.ok &&
      text !== undefined &&
      (await acceptCosignatures(crypto, { text, signatures: [] }, lines.value, keys)).ok
    if (isGood) continue
    witnesses.push(witness)
    problems.add('cosignature', witness)
  }
  return { isWitnessedBad, witnesses }
}

async function isWitnessedGood(
  deps: CosignedDeps,
  witnessed: { readonly size: number; readonly checkpoint: string },
  keys: readonly NoteKey[],
): Promise<boolean> {
  const { crypto, logs } = deps
  const head = await signedHead(crypto, witnessed.checkpoint, logs)
  const note = parseNote(witnessed.checkpoint)
  if (!note.ok || head?.size !== witnessed.size) return false
  const root = await deps.rootAt(head.size)
  if (!root || !equalBytes(root, head.root)) return false
  return (await acceptCosignatures(crypto, note.value, note.value.signatures, keys)).ok
}

/** Configured witnesses and those of every peer, in all their identity versions. */
async function witnessKeys({ store, crypto, config }: CosignedDeps): Promise<readonly NoteKey[]> {
  const identities = new KnownIdentities(crypto, store)
  const peers = await store.read.db.selectFrom('peers').select('node').execute()
  const chains = await Promise.all(peers.map(({ node }) => identities.chain(node)))
  const named = chains.flat().map((identity) => identity.witness.vkey)
  const vkeys = new Set([...config.witnesses.map((witness) => witness.vkey), ...named])
  return [...vkeys].flatMap((vkey) => {
    const key = parseVkey(crypto.sha256, vkey)
    return key.ok ? [key.value] : []
  })
}
