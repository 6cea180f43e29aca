import { base64, hex } from '@concert/core'
import { describe, expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { formatNote, withSignatures } from './note.ts'
import { cosignText } from './note-verify.ts'
import type { Policy } from './policy.ts'
import { formatProofFile, type ProofFile, parseProofFile, verifyProofFile } from './proof-file.ts'
import { proveInclusion } from './proof-make.ts'
import { MemoryLog } from './testing/memory-log.ts'
import { entriesFrom } from './testing/naive.ts'
import { logSigner, sha256, testCrypto, witnessSigner } from './testing/port.ts'
import { leafHash } from './tree.ts'

const arden = logSigner('arden.example/log')
const cairn = witnessSigner('cairn.example')
const policy: Policy = {
  logs: [{ key: arden.key }],
  witnesses: [{ name: 'cairn', key: cairn.key }],
  groups: [],
  quorum: 'cairn',
}
const leafAt = (index: number) => leafHash(sha256, entriesFrom(index, 1)[0]!)

async function proofOf(index: number): Promise<ProofFile> {
  const log = new MemoryLog()
  log.append(entriesFrom(0, 300))
  const proof = await proveInclusion(sha256, log, index, 300)
  if (!proof.ok) throw new Error(proof.code)
  const note = await signCheckpoint(arden, { origin: arden.key.name, ...log.edge })
  const line = await cosignText(cairn, note.text, 7)
  return { index, proof: proof.value, checkpoint: formatNote(withSignatures(note, [line])) }
}

const file = await proofOf(290)
const text = formatProofFile(file)

describe('proof files', () => {
  test('are read as they were written', () => {
    expect(text.split('\n').slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', 'index 290'])
    const parsed = parseProofFile(text)
    if (!parsed.ok) throw new Error(parsed.at)
    expect(parsed.value.checkpoint).toBe(file.checkpoint)
    expect(parsed.value.proof.map(hex)).toEqual(file.proof.map(hex))
    expect(formatProofFile(parsed.value)).toBe(text)
    const extra = { ...parsed.value, extra: Uint8Array.of(1, 2) }
    expect(parseProofFile(formatProofFile(extra))).toEqual({ ok: true, value: extra })
  })

  test('of a log of one entry have no hashes', () => {
    const single = { index: 0, proof: [], checkpoint: 'a\n\nb\n' }
    expect(parseProofFile(formatProofFile(single))).toEqual({ ok: true, value: single })
  })

  const hash = base64(new Uint8Array(32))
  const rest = '\n\ncheckpoint\n'
  test.each([
    ['nothing', '', 'checkpoint'],
    ['another version', text.replace('@v1', '@v2'), 'header'],
    ['no index', `c2sp.org/tlog-proof@v1${rest}`, 'index'],
    ['an index with a leading zero', text.replace('index 290', 'index 0290'), 'index'],
    ['two indexes', text.replace('index 290', 'index 290\nindex 290'), 'proof'],
    ['an empty extra', text.replace('index', 'extra \nindex'), 'extra'],
    ['an extra that is no base64', text.replace('index', 'extra a\nindex'), 'extra'],
    ['two extras', text.replace('index', 'extra AAAA\nextra AAAA\nindex'), 'index'],
    ['an extra after the index', text.replace('290\n', '290\nextra AAAA\n'), 'proof'],
    ['a short hash', text.replace('290\n', '290\nAAAA\n'), 'proof'],
    [
      '64 hashes',
      `c2sp.org/tlog-proof@v1\nindex 0\n${`${hash}\n`.repeat(63)}${hash}${rest}`,
      'proof',
    ],
    ['carriage returns', text.replaceAll('\n', '\r\n'), 'text'],
  ])('%s is refused', (_, input, at) => {
    expect(parseProofFile(input)).toEqual({ ok: false, code: 'malformed', at })
  })
})

describe('verifying', () => {
  const verify = (changed: Partial<ProofFile>, leaf = leafAt(290)) =>
    verifyProofFile(testCrypto, { ...file, ...changed }, { leaf, policy })

  test('shows the entry, the log and the witnesses', async () => {
    const proven = await verify({})
    if (!proven.ok) throw new Error(proven.code)
    expect(proven.value.index).toBe(290)
    expect(proven.value.witnessed).toEqual(['cairn'])
    expect(proven.value.checkpoint.origin).toBe('arden.example/log')
  })

  test('another leaf, index or path is not included', async () => {
    expect(await verify({}, leafAt(289))).toMatchObject({ code: 'not-included' })
    expect(await verify({ index: 291 })).toMatchObject({ code: 'not-included' })
    expect(await verify({ index: 300 })).toMatchObject({ code: 'not-included' })
    expect(await verify({ proof: file.proof.slice(1) })).toMatchObject({ code: 'not-included' })
  })

  test('any changed character fails, or leaves the proof without its witness', async () => {
    for (let at = 0; at < text.length; at += 3) {
      const changed = text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1)
      const parsed = parseProofFile(changed)
      if (!parsed.ok) continue
      const demand = { leaf: leafAt(290), policy }
      expect((await verifyProofFile(testCrypto, parsed.value, demand)).ok).toBe(false)
    }
  })

  test('the time of the cosignatures can be bounded', async () => {
    const demand = { leaf: leafAt(290), policy, latest: 6 }
    expect(await verifyProofFile(testCrypto, file, demand)).toMatchObject({ code: 'quorum-unmet' })
  })
})
