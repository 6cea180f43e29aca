import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ConcertError, type CryptoPort } from '@concert/core'
import { Witnessing } from '@concert/node'
import {
  formatVkey,
  leafHash,
  openCheckpoint,
  type Policy,
  parsePolicy,
  parseVkey,
  verifyInclusion,
} from '@concert/tlog'
import { type BenchLog, randomLeaves } from './bench-log.ts'
import { startWitnessProcess, type WitnessLink } from './witness-link.ts'

/** Submissions, one after another has begun, and the leaves in each. */
export interface Load {
  readonly submissions: number
  readonly leaves: number
  /** Time from one submission to the next, in milliseconds. */
  readonly everyMs: number
}

const QUORUM = 2
const LONGEST_WAIT_MS = 30_000

/**
 * Times from the begin of a transaction that submits leaves to an inclusion proof of one of them
 * under a checkpoint that two witnesses have cosigned, checked, in milliseconds, sorted.
 */
export async function witnessedLatencies(
  target: BenchLog,
  crypto: CryptoPort,
  folder: string,
  load: Load,
): Promise<readonly number[]> {
  const logVkey = formatVkey(target.signer.key)
  const start = (name: string) => startWitnessProcess({ folder: join(folder, name), name, logVkey })
  const witnesses = await Promise.all(['w1.example', 'w2.example'].map(start))
  const witnessing = new Witnessing({
    ...target,
    crypto,
    logKey: target.signer.key,
    now: Date.now,
    onAlarm: (alarm) => {
      throw new ConcertError('bench-witness', { kind: alarm.kind })
    },
    onError: (error) => {
      throw error
    },
  })
  try {
    await witnessing.setWitnesses(witnesses, policyOf(crypto, witnesses))
    return await submitAll(target, crypto, witnesses, load)
  } finally {
    await witnessing.stop()
    await Promise.all(witnesses.map((witness) => witness.stop()))
  }
}

function policyOf(crypto: CryptoPort, witnesses: readonly WitnessLink[]): Policy {
  const lines = witnesses.map(({ name, vkey }) => `witness ${name} ${vkey}`)
  const group = `group both all ${witnesses.map(({ name }) => name).join(' ')}`
  const policy = parsePolicy(crypto.sha256, [...lines, group, 'quorum both', ''].join('\n'))
  if (!policy.ok) throw new ConcertError('bench-witness', { at: policy.at ?? '' })
  return policy.value
}

async function submitAll(
  target: BenchLog,
  crypto: CryptoPort,
  witnesses: readonly WitnessLink[],
  { submissions, leaves, everyMs }: Load,
): Promise<readonly number[]> {
  const running: Promise<number>[] = []
  for (let i = 0; i < submissions; i++) {
    running.push(timeOne(target, crypto, witnesses, leaves))
    await pause(everyMs)
  }
  return (await Promise.all(running)).toSorted((a, b) => a - b)
}

async function timeOne(
  target: BenchLog,
  crypto: CryptoPort,
  witnesses: readonly WitnessLink[],
  count: number,
): Promise<number> {
  const leaves = randomLeaves(crypto, count)
  const leaf = leaves[0] as Uint8Array
  const begin = performance.now()
  await target.store.transact((tx) => target.log.submit(tx, leaves))
  target.log.wake()
  const { size } = await target.log.integrated(leaves)
  const checkpoint = await witnessedAt(target, size)
  const [proof] = await target.log.prove([leaf], checkpoint.size)
  const taken = performance.now() - begin
  await check(target, crypto, witnesses, leaf, checkpoint.checkpoint, proof)
  return taken
}

/** The newest checkpoint with both cosignatures that reaches a size. */
async function witnessedAt(
  { log }: BenchLog,
  size: number,
): Promise<{ readonly size: number; readonly checkpoint: string }> {
  const until = performance.now() + LONGEST_WAIT_MS
  while (performance.now() < until) {
    const head = log.witnessed()
    if (head !== null && head.size >= size && head.cosigners.length >= QUORUM) return head
    await pause(2)
  }
  throw new ConcertError('bench-witness', { size })
}

async function check(
  { signer }: BenchLog,
  crypto: CryptoPort,
  witnesses: readonly WitnessLink[],
  leaf: Uint8Array,
  note: string,
  proof: { readonly index: number; readonly path: readonly Uint8Array[] } | undefined,
): Promise<void> {
  const keys = witnesses.flatMap(({ vkey }) => {
    const key = parseVkey(crypto.sha256, vkey)
    return key.ok ? [key.value] : []
  })
  const opened = await openCheckpoint(crypto, note, { logs: [signer.key], witnesses: keys })
  if (!opened.ok || !proof) throw new ConcertError('bench-proof')
  const { checkpoint, cosigners } = opened.value
  const hash = leafHash(crypto.sha256, leaf)
  const isIn = verifyInclusion(crypto.sha256, checkpoint, proof.index, hash, proof.path)
  if (cosigners.length < QUORUM || !isIn) throw new ConcertError('bench-proof')
}
