import { type CryptoPort, hex, utf8 } from '@concert/core'
import {
  type AddCheckpointRequest,
  answerOf,
  cosignText,
  decideAddCheckpoint,
  formatNote,
  type NoteKey,
  type NoteSignature,
  type NoteSigner,
  parseAddCheckpoint,
  type SignedNote,
  screenAddCheckpoint,
  type WitnessAnswer,
  type WitnessOutcome,
  withSignatures,
} from '@concert/tlog'
import { keepAlarmIn, splitProof } from '../monitor/alarms.ts'
import type { Store, Transaction } from '../store/store.ts'
import { raiseMark, storedMark, type WitnessMarks } from './witness-mark.ts'
import type { WitnessMark } from './witness-mark-file.ts'

/** Two checkpoints of one size and two roots, both signed by the log: it has lied to somebody. */
export interface Equivocation {
  readonly origin: string
  /** The signed note that was cosigned first. */
  readonly held: string
  /** The signed note that came later and was not cosigned. */
  readonly offered: string
}

/** What {@link createWitness} needs. */
export interface WitnessDeps {
  /** Its table `witnessed_logs` remembers what was cosigned. */
  readonly store: Store
  readonly crypto: CryptoPort
  /** A key of type 04. */
  readonly signer: NoteSigner
  /** The keys that are trusted to sign for this origin; none when the log is not witnessed. */
  trustedLogs(origin: string): readonly NoteKey[]
  /** Milliseconds since 1970 UTC. */
  now(): number
  /** Remembers outside of backups what was cosigned; whoever may restore one must give it. */
  readonly marks?: WitnessMarks
  /** Told of the first proof of a split view of each log, once it is kept as an alarm. */
  onEquivocation?(found: Equivocation): void
}

/** A witness of other nodes' logs (tlog-witness). */
export interface Witness {
  readonly key: NoteKey
  /** Decides on the attacker-controlled body of a request and durably stores what it cosigns. */
  addCheckpoint(body: Uint8Array): Promise<WitnessAnswer>
  /**
   * The checkpoint cosigned last, with our line.
   *
   * @param originHash - SHA-256 of the origin in lower-case hex
   */
  monitoring(originHash: string): Promise<string | undefined>
}

/** Who showed what this witness was offered, in the alarm about it. */
export const WITNESS_SOURCE = 'witness'

/** Makes a witness over the store. Several may share it: each decision is one transaction. */
export function createWitness(deps: WitnessDeps): Witness {
  return {
    key: deps.signer.key,
    addCheckpoint: (body) => addCheckpoint(deps, body),
    monitoring: (originHash) => monitoring(deps, originHash),
  }
}

async function addCheckpoint(deps: WitnessDeps, body: Uint8Array): Promise<WitnessAnswer> {
  const request = parseAddCheckpoint(body)
  if (!request.ok) return answerOf({ status: 400, code: 'malformed' }, [])
  const keys = deps.trustedLogs(request.value.checkpoint.origin)
  const screened = await screenAddCheckpoint(deps.crypto, request.value, keys)
  if (screened) return answerOf(screened, [])
  const note = onlyLinesOf(keys, request.value.note)
  const decided = await deps.store.transact((tx) => decide(deps, tx, { ...request.value, note }))
  if (decided.equivocation) deps.onEquivocation?.(decided.equivocation)
  if (decided.mark) await deps.marks?.reach(decided.mark)
  return answerOf(decided.outcome, decided.cosignatures)
}

/** Lines that nobody here has verified are not passed on to those who monitor. */
function onlyLinesOf(keys: readonly NoteKey[], { text, signatures }: SignedNote): SignedNote {
  const isOfLog = ({ name, keyId }: NoteSignature) =>
    keys.some((key) => key.name === name && key.id === keyId)
  return { text, signatures: signatures.filter(isOfLog) }
}

interface Decision {
  readonly outcome: WitnessOutcome
  readonly cosignatures: readonly NoteSignature[]
  readonly equivocation?: Equivocation
  /** Must be in the file before the cosignature is handed out. */
  readonly mark?: WitnessMark
}

/** Reading, deciding, signing and storing are one step; nothing is answered before it commits. */
async function decide(
  deps: WitnessDeps,
  tx: Transaction,
  request: AddCheckpointRequest,
): Promise<Decision> {
  const { origin } = request.checkpoint
  await tx.lock(`witness:${origin}`)
  const stored = await tx.db
    .selectFrom('witnessed_logs')
    .selectAll()
    .where('origin', '=', origin)
    .executeTakeFirst()
  const outcome = decideAddCheckpoint(deps.crypto.sha256, stored, request)
  if (outcome.status === 200) {
    const cosignatures = [await cosignAndStore(deps, tx, request)]
    return { outcome, cosignatures, mark: await markOf(deps, tx, request, stored) }
  }
  if (outcome.status !== 422 || outcome.code !== 'equivocation' || stored === undefined) {
    return { outcome, cosignatures: [] }
  }
  const held = new TextDecoder().decode(stored.checkpoint)
  const equivocation = { origin, held, offered: formatNote(request.note) }
  const isFirst = await keepFirst(deps, tx, equivocation)
  return { outcome, cosignatures: [], ...(isFirst && { equivocation }) }
}

/** The same head again needs no new mark, but the one it got the first time. */
async function markOf(
  { signer, crypto }: WitnessDeps,
  tx: Transaction,
  { checkpoint }: AddCheckpointRequest,
  stored: { readonly size: number } | undefined,
): Promise<WitnessMark> {
  if (stored?.size === checkpoint.size) return await storedMark(tx, signer.key)
  return await raiseMark(tx, crypto.sha256, signer.key, checkpoint)
}

async function cosignAndStore(
  deps: WitnessDeps,
  tx: Transaction,
  { note, checkpoint }: AddCheckpointRequest,
): Promise<NoteSignature> {
  const now = deps.now()
  const line = await cosignText(deps.signer, note.text, Math.floor(now / 1000))
  const { origin, size, root } = checkpoint
  const cosigned = utf8(formatNote(withSignatures(note, [line])))
  const row = { size, root, checkpoint: cosigned, updated: now }
  await tx.db
    .insertInto('witnessed_logs')
    .values({ origin, ...row })
    .onConflict((conflict) => conflict.column('origin').doUpdateSet(row))
    .execute()
  return line
}

/**
 * Keeps the lie in the transaction that refuses it, so that whoever was refused is accused. One proof
 * says all, and a liar could sign any number: no more are kept. @returns whether it is the first
 */
async function keepFirst(
  deps: WitnessDeps,
  tx: Transaction,
  { origin, held, offered }: Equivocation,
): Promise<boolean> {
  const known = await tx.db
    .selectFrom('alarms')
    .select('id')
    .where('kind', '=', 'split-view')
    .where('origin', '=', origin)
    .where('source', '=', WITNESS_SOURCE)
    .limit(1)
    .executeTakeFirst()
  if (known) return false
  for (const key of deps.trustedLogs(origin)) {
    const proof = splitProof(key, { smaller: held, larger: offered, path: null })
    await keepAlarmIn(tx, deps, { kind: 'split-view', origin, source: WITNESS_SOURCE, proof })
  }
  return true
}

async function monitoring(deps: WitnessDeps, originHash: string): Promise<string | undefined> {
  const { db } = deps.store.read
  const origins = await db.selectFrom('witnessed_logs').select('origin').execute()
  const found = origins.find(({ origin }) => hex(deps.crypto.sha256(utf8(origin))) === originHash)
  if (found === undefined) return undefined
  const query = db.selectFrom('witnessed_logs').select('checkpoint')
  const row = await query.where('origin', '=', found.origin).executeTakeFirst()
  return row && new TextDecoder().decode(row.checkpoint)
}
