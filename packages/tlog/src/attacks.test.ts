import { utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openEdge, type TileData } from './append.ts'
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { formatVkey, makeNoteKey, type NoteKey } from './keys.ts'
import { formatNote, type SignedNote, withSignatures } from './note.ts'
import { cosignText } from './note-verify.ts'
import { evaluateQuorum, openUnderPolicy, type Policy } from './policy.ts'
import { parsePolicy } from './policy-text.ts'
import { type TreeHead, verifyConsistency } from './proof-check.ts'
import { proveConsistency, proveInclusion } from './proof-make.ts'
import { KEY_TYPES } from './signature-types.ts'
import { MemoryLog } from './testing/memory-log.ts'
import { entriesFrom } from './testing/naive.ts'
import { logSigner, sha256, testCrypto, testKey, witnessSigner } from './testing/port.ts'
import { type AddCheckpointRequest, decideAddCheckpoint, parseAddCheckpoint } from './witness.ts'
import { acceptCosignatures, readWitnessAnswer } from './witness-client.ts'

// The attacks of docs/protocol/log.md, where the library alone can answer. What needs a node's store
// and links is in node/src/trust/attacks.test.ts.

const origin = 'arden.example/log'
const arden = logSigner(origin)
const cairn = witnessSigner('cairn.example')
const dorn = witnessSigner('dorn.example')
const both: Policy = {
  logs: [{ key: arden.key }],
  witnesses: [
    { name: 'c', key: cairn.key },
    { name: 'd', key: dorn.key },
  ],
  groups: [{ name: 'both', threshold: 2, members: ['c', 'd'] }],
  quorum: 'both',
}

/** A log whose entries before `forkAt` are those of every other one of these. */
function historyOf(size: number, forkAt = size, story = 0): MemoryLog {
  const log = new MemoryLog()
  log.append(entriesFrom(0, forkAt))
  log.append(entriesFrom(1_000_000 * (story + 1), size - forkAt))
  return log
}

/** A witness as the specification has it: decides and stores in one step. */
class Witness {
  held: TreeHead | undefined

  add(request: Pick<AddCheckpointRequest, 'oldSize' | 'proof' | 'checkpoint'>): number {
    const outcome = decideAddCheckpoint(sha256, this.held, request)
    if (outcome.status === 200) this.held = outcome.next
    return outcome.status
  }
}

async function requestFrom(log: MemoryLog, oldSize: number) {
  const { size, root } = log.edge
  const made = await proveConsistency(sha256, log, oldSize, size)
  const proof = made.ok ? made.value : []
  return { oldSize, proof, checkpoint: { origin, size, root } }
}

async function noteOf(log: MemoryLog): Promise<SignedNote> {
  return await signCheckpoint(arden, { origin, ...log.edge })
}

test('split view: two histories shown to two witnesses never meet a quorum of both', async () => {
  const [one, two] = [historyOf(8), historyOf(8, 5, 1)]
  const [first, second] = [new Witness(), new Witness()]
  expect(first.add(await requestFrom(one, 0))).toBe(200)
  expect(second.add(await requestFrom(two, 0))).toBe(200)
  expect(first.add(await requestFrom(two, 8))).toBe(422)
  expect(second.add(await requestFrom(one, 8))).toBe(422)
  for (const [log, witness] of [
    [one, cairn],
    [two, dorn],
  ] as const) {
    const note = await noteOf(log)
    const shown = formatNote(withSignatures(note, [await cosignText(witness, note.text, 9)]))
    expect(await openUnderPolicy(testCrypto, shown, both)).toMatchObject({ code: 'quorum-unmet' })
  }
  // A line of the other history does not help, for it signs another text.
  const [ours, theirs] = [await noteOf(one), await noteOf(two)]
  const lines = [await cosignText(cairn, ours.text, 9), await cosignText(dorn, theirs.text, 9)]
  const mixed = formatNote(withSignatures(ours, lines))
  expect(await openUnderPolicy(testCrypto, mixed, both)).toMatchObject({ code: 'bad-signature' })
})

test('rollback: a witness that has cosigned 300 entries cosigns no fewer', async () => {
  const witness = new Witness()
  expect(witness.add(await requestFrom(historyOf(300), 0))).toBe(200)
  for (const oldSize of [0, 100, 200]) {
    expect(witness.add(await requestFrom(historyOf(200), oldSize))).toBe(409)
  }
  expect(witness.add({ ...(await requestFrom(historyOf(200), 0)), oldSize: 300 })).toBe(400)
  expect(witness.held?.size).toBe(300)
})

test('fork after a restore: what grew from the backup is no continuation of what was released', async () => {
  const released = historyOf(300)
  // The backup held 250 entries; fifty were released after it, and others take their place.
  for (const size of [299, 300, 301, 400]) {
    const restored = historyOf(size, 250, 1)
    const made = await proveConsistency(sha256, restored, Math.min(300, size), size)
    if (!made.ok) throw new Error(made.code)
    expect(verifyConsistency(sha256, released.edge, restored.edge, made.value)).toBe(false)
  }
})

test('endless 409: a size is only believed in its one spelling, and an empty 409 ends it', () => {
  const conflict = (body: string, contentType = 'text/x.tlog.size') =>
    readWitnessAnswer({ status: 409, contentType, body })
  expect(conflict('300\n')).toEqual({ kind: 'stale', size: 300 })
  for (const body of ['300', '+300\n', '0300\n', '3e2\n', '300\n300\n', '-1\n', '9'.repeat(20)]) {
    expect(conflict(body).kind).toBe('failed')
  }
  expect(conflict('', 'text/plain').kind).toBe('inconsistent')
})

test('N and N + K at once: in whatever order they are decided, nothing is rolled back', async () => {
  const log = historyOf(100)
  const sizes = [120, 150, 170, 256, 257]
  const start = await requestFrom(log, 0)
  const requests: { oldSize: number; proof: readonly Uint8Array[]; checkpoint: TreeHead }[] = []
  for (const size of sizes) {
    log.append(entriesFrom(log.edge.size, size - log.edge.size))
    requests.push(await requestFrom(log, 100))
  }
  fc.assert(
    fc.property(fc.shuffledSubarray(requests, { minLength: 2 }), (racing) => {
      const witness = new Witness()
      witness.add(start)
      const statuses = racing.map((request) => {
        const before = witness.held?.size ?? 0
        const status = witness.add({ ...request, checkpoint: { origin, ...request.checkpoint } })
        expect(witness.held?.size).toBeGreaterThanOrEqual(before)
        return status
      })
      // Whoever comes first is cosigned, and the others made their proofs from a size now gone.
      expect(statuses).toEqual(statuses.map((_, i) => (i === 0 ? 200 : 409)))
    }),
  )
})

test('a witness that lost its state: a fork gets its line, and no quorum of two', async () => {
  const [honest, fork] = [historyOf(300), historyOf(300, 200, 1)]
  const [forgetful, careful] = [new Witness(), new Witness()]
  for (const witness of [forgetful, careful]) {
    expect(witness.add(await requestFrom(honest, 0))).toBe(200)
  }
  forgetful.held = undefined
  expect(forgetful.add(await requestFrom(fork, 0))).toBe(200)
  expect(careful.add(await requestFrom(fork, 0))).toBe(409)
  expect(careful.add(await requestFrom(fork, 300))).toBe(422)
  const note = await noteOf(fork)
  const shown = formatNote(withSignatures(note, [await cosignText(cairn, note.text, 9)]))
  expect(await openUnderPolicy(testCrypto, shown, both)).toMatchObject({ code: 'quorum-unmet' })
})

describe('a forged cosignature line', () => {
  test('rejects the whole checkpoint', async () => {
    const note = await noteOf(historyOf(5))
    const line = await cosignText(cairn, note.text, 9)
    for (const at of [0, 7, 8, 40, 71]) {
      const signature = Uint8Array.from(line.signature)
      signature[at] = (signature[at] as number) ^ 1
      const forged = formatNote(withSignatures(note, [{ ...line, signature }]))
      const trust = { logs: [arden.key], witnesses: [cairn.key] }
      expect(await openCheckpoint(testCrypto, forged, trust)).toMatchObject({
        code: 'bad-signature',
      })
    }
  })

  test('is not added to a note by the log that asked for it', async () => {
    const note = await noteOf(historyOf(5))
    const good = await cosignText(cairn, note.text, 9)
    const signature = Uint8Array.from(good.signature).fill(1, 20)
    const accept = (lines: readonly (typeof good)[]) =>
      acceptCosignatures(testCrypto, note, lines, [cairn.key])
    expect(await accept([{ ...good, signature }])).toMatchObject({ code: 'bad-signature' })
    expect(await accept([good, { ...good, signature }])).toMatchObject({ code: 'bad-signature' })
  })

  test('of a stranger under the name of a witness counts for nobody', async () => {
    const note = await noteOf(historyOf(5))
    const thief = witnessSigner('cairn.example/thief')
    const line = { ...(await cosignText(thief, note.text, 9)), name: cairn.key.name }
    const shown = formatNote(withSignatures(note, [line]))
    const policy = { ...both, quorum: 'c' }
    expect(await openUnderPolicy(testCrypto, shown, policy)).toMatchObject({ code: 'quorum-unmet' })
  })
})

test('extension lines: a checkpoint with them is refused, signed or not', async () => {
  const text = `${(await noteOf(historyOf(5))).text}valid until tomorrow\n`
  const signature = await arden.sign(utf8(text))
  const line = { name: origin, keyId: arden.key.id, signature }
  const shown = formatNote({ text, signatures: [line] })
  expect(await openCheckpoint(testCrypto, shown, { logs: [arden.key], witnesses: [] })).toEqual({
    ok: false,
    code: 'malformed',
    at: 'checkpoint.extension',
  })
  const request = `old 0\n\n${shown}`
  expect(parseAddCheckpoint(request)).toMatchObject({ code: 'malformed' })
})

test('a missing partial tile: its full tile does, and without both the proof names it', async () => {
  const log = historyOf(300)
  const proof = await proveInclusion(sha256, log, 290, 300)
  log.append(entriesFrom(300, 300))
  expect(log.rows.get('0/1')?.width).toBe(256)
  expect(await proveInclusion(sha256, log, 290, 300)).toEqual(proof)
  log.rows.delete('0/1')
  expect(await proveInclusion(sha256, log, 290, 300)).toEqual({
    ok: false,
    code: 'tile-missing',
    at: 'tile/0/001.p/44',
  })
})

test('a time in the future: the line counts only for those who set no latest time', async () => {
  const note = await noteOf(historyOf(5))
  const lines = [await cosignText(cairn, note.text, 9), await cosignText(dorn, note.text, 1e10)]
  const shown = formatNote(withSignatures(note, lines))
  expect((await openUnderPolicy(testCrypto, shown, both)).ok).toBe(true)
  expect(await openUnderPolicy(testCrypto, shown, both, 1_800_000_000)).toMatchObject({
    code: 'quorum-unmet',
  })
})

test('colliding key ids: nobody is guessed, the note is refused', async () => {
  const note = await noteOf(historyOf(5))
  const line = await cosignText(cairn, note.text, 9)
  // Four bytes can be made to collide by trying; here the second key simply claims the first's id.
  const other = testKey(cairn.key.name, KEY_TYPES.cosignature, dorn.key.pub)
  const collision: NoteKey = { ...other, id: cairn.key.id }
  const shown = formatNote(withSignatures(note, [line]))
  for (const witnesses of [
    [cairn.key, collision],
    [collision, cairn.key],
  ]) {
    expect(await openCheckpoint(testCrypto, shown, { logs: [arden.key], witnesses })).toMatchObject(
      { code: 'ambiguous-key' },
    )
  }
})

describe('one key twice in a quorum', () => {
  const renamed = makeNoteKey(sha256, 'other.example', KEY_TYPES.cosignature, cairn.key.pub)
  if (!renamed.ok) throw new Error(renamed.code)

  test('counts once under two names', async () => {
    const note = await noteOf(historyOf(5))
    const line = await cosignText(cairn, note.text, 9)
    const again = { ...line, name: renamed.value.name, keyId: renamed.value.id }
    const twice: Policy = {
      ...both,
      witnesses: [
        { name: 'c', key: cairn.key },
        { name: 'd', key: renamed.value },
      ],
    }
    const shown = formatNote(withSignatures(note, [line, again]))
    expect(await openUnderPolicy(testCrypto, shown, twice)).toMatchObject({ code: 'quorum-unmet' })
  })

  test('counts once with two lines, and once in nested groups', async () => {
    const note = await noteOf(historyOf(5))
    const lines = [await cosignText(cairn, note.text, 9), await cosignText(cairn, note.text, 10)]
    const shown = formatNote({ text: note.text, signatures: [...note.signatures, ...lines] })
    expect(await openUnderPolicy(testCrypto, shown, both)).toMatchObject({ code: 'quorum-unmet' })
    const nested = (west: string) =>
      parsePolicy(
        sha256,
        `witness c ${formatVkey(cairn.key)}\nwitness d ${formatVkey(dorn.key)}\n` +
          `group east any c\ngroup west any ${west}\ngroup blocs all east west\nquorum blocs\n`,
      )
    expect(nested('d').ok).toBe(true)
    expect(nested('c')).toEqual({ ok: false, code: 'malformed', at: 'lines[4].member' })
    const groups = [{ name: 'twice', threshold: 2, members: ['c', 'c'] }]
    expect(evaluateQuorum({ ...both, groups, quorum: 'twice' }, [cairn.key]).isMet).toBe(false)
  })
})

test('a disk that fails at each write: the tree of the last checkpoint stays readable', () => {
  const [oldSize, size] = [65_530, 65_800]
  const log = historyOf(oldSize)
  const { root } = log.edge
  const before = new Map(log.rows)
  const changed = log.append(entriesFrom(oldSize, size - oldSize))
  expect(changed.length).toBeGreaterThan(5)
  // The writes of one batch stop after any of them, in any order; the checkpoint is not written.
  fc.assert(
    fc.property(fc.shuffledSubarray([...changed]), (written: readonly TileData[]) => {
      const rows = new Map(before)
      for (const tile of written) rows.set(`${tile.level}/${tile.number}`, tile)
      const opened = openEdge(sha256, oldSize, [...rows.values()])
      expect(opened.ok && opened.value.root).toEqual(root)
    }),
    { numRuns: 50 },
  )
  const after = openEdge(sha256, size, [...log.rows.values()])
  expect(after.ok && after.value.root).toEqual(log.edge.root)
})
