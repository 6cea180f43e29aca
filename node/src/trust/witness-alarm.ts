import { type CryptoPort, equalBytes } from '@concert/core'
import { formatVkey, monitoringPath, type NoteKey, openCheckpoint } from '@concert/tlog'
import { keepAlarm } from '../monitor/alarms.ts'
import type { Store } from '../store/store.ts'
import type { WitnessTransport } from './ask-witness.ts'
import type { NodeLog } from './node-log.ts'
import type { Round, WitnessLink } from './witness-link.ts'

/**
 * A witness holds what our log does not extend.
 *
 * - `fork`: `theirs` is signed by our log's key and is no part of our tree. Either this node has
 *   lost what it had signed, or somebody else holds its key.
 * - `disputed`: the witness has shown nothing of the kind. It may have lost its state, or lie.
 */
export interface WitnessAlarm {
  readonly kind: 'fork' | 'disputed'
  readonly witness: string
  /** The signed note that the witness refused. */
  readonly ours: string
  /** The signed note that it holds, where it shows one. */
  readonly theirs: string | null
}

/** What each alarm says to an operator, in both languages. */
export const WITNESS_ALARMS: Readonly<
  Record<WitnessAlarm['kind'], { readonly en: string; readonly zh: string }>
> = {
  fork: {
    en: "A witness holds a checkpoint signed with this node's log key that is no part of this log. Stop, keep both notes and find out who signed it.",
    zh: '某见证方持有一份由本节点日志密钥签名、但不属于本日志的检查点。请停止操作，保留两份记录，并查明签名者。',
  },
  disputed: {
    en: 'A witness refuses to cosign this log as inconsistent and shows no other checkpoint of it.',
    zh: '某见证方以不一致为由拒绝联署本日志，但未出示其他检查点。',
  },
}

/** What looking into a dispute needs. */
export interface InvestigationDeps {
  readonly log: NodeLog
  readonly store: Store
  readonly crypto: CryptoPort
  readonly transport: WitnessTransport
  /** The key that signs our checkpoints. */
  readonly logKey: NoteKey
  /** Milliseconds since 1970 UTC. */
  now(): number
}

/** Asks the witness what it holds, compares it with our tree and keeps both notes. */
export async function investigate(
  deps: InvestigationDeps,
  link: WitnessLink,
  round: Round,
): Promise<WitnessAlarm> {
  const path = monitoringPath(deps.crypto.sha256, deps.log.origin)
  // What it shows is evidence only if it opens; no answer is no evidence.
  const shown = await deps.transport.read(link.url, path, link.signal()).catch(() => undefined)
  const isFork = shown !== undefined && (await contradicts(deps, shown))
  const alarm: WitnessAlarm = {
    kind: isFork ? 'fork' : 'disputed',
    witness: link.key.name,
    ours: round.head.checkpoint,
    theirs: isFork ? shown : null,
  }
  const { kind, witness: source, ours: first, theirs: second } = alarm
  const proof = { log: formatVkey(deps.logKey), first, second }
  await keepAlarm(deps, { kind, origin: deps.log.origin, source, proof })
  return alarm
}

/** Whether an attacker-controlled checkpoint is signed by our key and no part of our tree. */
async function contradicts(deps: InvestigationDeps, shown: string): Promise<boolean> {
  const trust = { logs: [deps.logKey], witnesses: [] }
  const opened = await openCheckpoint(deps.crypto, shown, trust)
  if (!opened.ok) return false
  const { size, root } = opened.value.checkpoint
  const own = await deps.log.rootAt(size)
  return own === undefined || !equalBytes(own, root)
}
