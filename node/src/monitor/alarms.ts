import { base64, type CryptoPort, canonicalText, unbase64, utf8 } from '@concert/core'
import { checkSplitView, formatVkey, type NoteKey, parseVkey, type SplitView } from '@concert/tlog'
import type { Reader, Store, Transaction } from '../store/store.ts'

/**
 * What can be wrong.
 *
 * - `split-view`: a log has signed two histories; the proof needs nothing but its key
 * - `fork`: a witness holds a checkpoint under our own log key that is no part of our log
 * - `disputed`: a witness refuses our log as inconsistent and shows nothing
 * - `unproven`: a log does not show that its checkpoints belong to one history
 */
export const ALARM_KINDS = ['split-view', 'fork', 'disputed', 'unproven'] as const

/** One of {@link ALARM_KINDS}. */
export type AlarmKind = (typeof ALARM_KINDS)[number]

/** What an alarm stands on: signed notes, and for a split of two sizes the path between them. */
export interface AlarmProof {
  /** Vkey of the log. */
  readonly log: string
  readonly first: string
  readonly second: string | null
  readonly root?: string
  readonly hashes?: readonly string[]
}

/** An alarm as it is kept and exported. */
export interface Alarm {
  readonly kind: AlarmKind
  readonly origin: string
  /** Who showed it: a host, a witness's name, or a URL. */
  readonly source: string
  readonly proof: AlarmProof
  /** RFC 3339. */
  readonly added: string
}

/** The proof of a split view in the form in which it is kept. */
export function splitProof(log: NoteKey, { smaller, larger, path }: SplitView): AlarmProof {
  const notes = { log: formatVkey(log), first: smaller, second: larger }
  return path === null
    ? notes
    : { ...notes, root: base64(path.root), hashes: path.hashes.map(base64) }
}

/** What keeping an alarm needs besides a transaction. */
interface AlarmDeps {
  readonly crypto: Pick<CryptoPort, 'sha256'>
  /** Milliseconds since 1970 UTC. */
  now(): number
}

/** Keeps an alarm. @returns whether it is a new one */
export async function keepAlarm(
  deps: AlarmDeps & { readonly store: Store },
  alarm: Omit<Alarm, 'added'>,
): Promise<boolean> {
  return await deps.store.transact((tx) => keepAlarmIn(tx, deps, alarm))
}

/** Keeps an alarm together with what it came of. @returns whether it is a new one */
export async function keepAlarmIn(
  tx: Transaction,
  { crypto, now }: AlarmDeps,
  { kind, origin, source, proof }: Omit<Alarm, 'added'>,
): Promise<boolean> {
  const text = canonicalText(proof)
  const digest = crypto.sha256(utf8(canonicalText([kind, origin, source, text])))
  const row = [digest, kind, origin, source, text, now()] as const
  const columns = ['digest', 'kind', 'origin', 'source', 'proof', 'added'] as const
  return (await tx.insertMany('alarms', columns, [row], { onConflict: 'ignore' })) > 0
}

/** Every alarm, the oldest first. */
export async function listAlarms(reader: Reader): Promise<readonly Alarm[]> {
  const rows = await reader.db
    .selectFrom('alarms')
    .select(['kind', 'origin', 'source', 'proof', 'added'])
    .orderBy('id')
    .execute()
  return rows.map(({ kind, origin, source, proof, added }) => ({
    kind: kind as AlarmKind,
    origin,
    source,
    proof: JSON.parse(proof) as AlarmProof,
    added: new Date(added).toISOString(),
  }))
}

/** How many alarms of each kind are kept. */
export async function countAlarms(reader: Reader): Promise<Readonly<Record<AlarmKind, number>>> {
  const rows = await reader.db
    .selectFrom('alarms')
    .select(['kind', (select) => select.fn.countAll<number>().as('n')])
    .groupBy('kind')
    .execute()
  const of = (kind: AlarmKind) => Number(rows.find((row) => row.kind === kind)?.n ?? 0)
  return {
    'split-view': of('split-view'),
    fork: of('fork'),
    disputed: of('disputed'),
    unproven: of('unproven'),
  }
}

/**
 * Whether an alarm proves by itself, to anybody who knows the log's key, that the log has signed
 * two histories.
 *
 * @param proof - attacker-controlled
 */
export async function provesSplit(
  crypto: Pick<CryptoPort, 'sha256' | 'verify'>,
  { log, first, second, root, hashes }: AlarmProof,
): Promise<boolean> {
  const key = parseVkey(crypto.sha256, log)
  if (!key.ok || second === null) return false
  const path = root === undefined ? null : pathOf(root, hashes ?? [])
  if (path === undefined) return false
  return (await checkSplitView(crypto, key.value, { smaller: first, larger: second, path })).ok
}

function pathOf(root: string, hashes: readonly string[]): SplitView['path'] | undefined {
  const at = unbase64(root)
  const steps = hashes.map(unbase64)
  return at && steps.every((step) => step !== undefined) ? { root: at, hashes: steps } : undefined
}
