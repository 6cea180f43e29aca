import { ConcertError } from '@concert/core'
import { verifyEvidence } from '@concert/envelope'
import { createNodeCrypto } from '@concert/node'
import type { Bench, Measurement } from '../bench.ts'
import { type EvidenceSample, readEvidenceSample } from '../log/evidence-sample.ts'
import { SignatureChecks } from '../log/signature-checks.ts'
import { sideBySide } from '../side-by-side.ts'

const FILES = 40
const ROUNDS = 15
// Rounds until the compiler of the platform has done what it does: 1,200 files.
const WARMUP = 30

/**
 * Evidence files verified, beside the signature checks in them alone. Both are one thread's work, so
 * that the processor's time says the same as the clock's on an idle machine, and more on another.
 */
export const bench: Bench = {
  name: 'log-verify',
  description: {
    en: 'Evidence files verified a second, and their time over that of the bare signature checks',
    zh: '每秒验证的证据包数，以及其耗时与单纯验签耗时之比',
  },
  run: ({ scale }) => measure(Math.max(1, Math.round(FILES * scale))),
}

async function measure(files: number): Promise<Measurement> {
  const crypto = createNodeCrypto()
  const sample = await readEvidenceSample(crypto)
  const checks = new SignatureChecks()
  await verify(checks.recording(crypto), sample)
  const found = await sideBySide(
    {
      work: async () => {
        for (let i = 0; i < files; i++) await verify(crypto, sample)
        return files
      },
    },
    {
      work: () => {
        for (let i = 0; i < files; i++) checks.run()
        return files
      },
    },
    { rounds: ROUNDS, warmup: WARMUP, now: processorTime },
  )
  return {
    figure: found.subject,
    unit: 'files/s of processor time',
    ratio: found.ratio,
    reference: 'the signature checks of the same file with node:crypto alone',
    goal: 'at most 1.5 times the time of the signature checks: a ratio of at least 0.67',
    details: {
      timesTheSignatureChecks: 1 / found.ratio,
      ratioRange: found.ratioRange,
      signatures: checks.counts(),
      fileBytes: sample.bytes.length,
      signatureChecksPerSecond: found.reference,
    },
  }
}

async function verify(
  crypto: Parameters<typeof verifyEvidence>[0],
  { bytes, keys }: EvidenceSample,
): Promise<void> {
  const report = await verifyEvidence(crypto, bytes, keys)
  if (!report.verified) throw new ConcertError('bench-evidence')
}

/** Milliseconds of processor time that this process has used. */
function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
