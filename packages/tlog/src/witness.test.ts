import { base64, hex, utf8 } from '@concert/core'
import { describe, expect, test } from 'vitest'
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { formatNote, type SignedNote, withSignatures } from './note.ts'
import { cosignText, signText } from './note-verify.ts'
import type { TreeHead } from './proof-check.ts'
import { proveConsistency, rootFromTiles } from './proof-make.ts'
import { MemoryLog } from './testing/memory-log.ts'
import { entriesFrom } from './testing/naive.ts'
import { logSigner, sha256, testCrypto, witnessSigner } from './testing/port.ts'
import { emptyRoot } from './tree.ts'
import {
  type AddCheckpointRequest,
  answerOf,
  decideAddCheckpoint,
  formatAddCheckpoint,
  monitoringPath,
  parseAddCheckpoint,
  screenAddCheckpoint,
} from './witness.ts'
import { acceptCosignatures, readWitnessAnswer } from './witness-client.ts'

const origin = 'arden.example/log'
const arden = logSigner(origin)
const belmar = logSigner('belmar.example/log')
const cairn = witnessSigner('cairn.example')
const dorn = witnessSigner('dorn.example')
const log = new MemoryLog()
log.append(entriesFrom(0, 700))
const other = sha256(utf8('another history'))

async function headAt(size: number): Promise<TreeHead> {
  const root = await rootFromTiles(sha256, log, size)
  if (!root.ok) throw new Error(root.code)
  return { size, root: root.value }
}

async function requestOf(oldSize: number, head: TreeHead): Promise<AddCheckpointRequest> {
  const proof = await proveConsistency(sha256, log, Math.min(oldSize, head.size), head.size)
  const checkpoint = { origin, ...head }
  const note = await signCheckpoint(arden, checkpoint)
  return { oldSize, proof: proof.ok ? proof.value : [], note, checkpoint }
}

const [h0, h100, h300, h700] = await Promise.all([0, 100, 300, 700].map(headAt))
const request = await requestOf(300, h700!)
const body = formatAddCheckpoint(request)

describe('the request', () => {
  test('is read as it was written', () => {
    const parsed = parseAddCheckpoint(body)
    if (!parsed.ok) throw new Error(parsed.at)
    expect(parsed.value.oldSize).toBe(300)
    expect(parsed.value.checkpoint.size).toBe(700)
    expect(parsed.value.proof.map(hex)).toEqual(request.proof.map(hex))
    expect(formatAddCheckpoint(parsed.value)).toBe(body)
    expect(body.startsWith(`old 300\n${base64(request.proof[0]!)}\n`)).toBe(true)
  })

  test('with no proof has the blank line after the old size', async () => {
    const first = formatAddCheckpoint(await requestOf(0, h100!))
    expect(first.startsWith(`old 0\n\n${origin}\n100\n`)).toBe(true)
    expect(parseAddCheckpoint(first).ok).toBe(true)
  })

  const hash = base64(new Uint8Array(32))
  const note = formatNote(request.note)
  test.each([
    ['nothing', '', 'checkpoint'],
    ['no old line', `\n${note}`, 'old'],
    ['an old size with a leading zero', body.replace('old 300', 'old 0300'), 'old'],
    ['two spaces', body.replace('old 300', 'old  300'), 'old'],
    ['a huge old size', body.replace('old 300', 'old 18446744073709551615'), 'old'],
    ['a short hash', `old 1\nAAAA\n\n${note}`, 'proof'],
    ['64 hashes', `old 1\n${`${hash}\n`.repeat(64)}\n${note}`, 'proof'],
    ['an extension line', body.replace('\n700\n', '\n700\nmore\n'), 'checkpoint.root'],
    ['no signature', `old 0\n\n${request.note.text}`, 'signatures'],
    ['two blank lines', body.replace('\n\n', '\n\n\n'), 'checkpoint.origin'],
    ['too many bytes', `${body}${'\u2014 a AAAAAAAA\n'.repeat(10_000)}`, 'text'],
  ])('%s is refused', (_, input, at) => {
    expect(parseAddCheckpoint(input)).toEqual({ ok: false, code: 'malformed', at })
  })

  test('63 hashes are read', () => {
    expect(parseAddCheckpoint(`old 1\n${`${hash}\n`.repeat(63)}\n${note}`).ok).toBe(true)
  })
})

describe('screening', () => {
  const screen = (note: SignedNote, keys = [arden.key]) =>
    screenAddCheckpoint(testCrypto, { ...request, note }, keys)

  test('lets a signed checkpoint of a known log pass', async () => {
    expect(await screen(request.note)).toBeUndefined()
    const foreign = await signText(belmar, request.note.text)
    expect(await screen(withSignatures(request.note, [foreign]))).toBeUndefined()
  })

  test('404 for an unknown origin', async () => {
    expect(await screen(request.note, [])).toMatchObject({ status: 404, code: 'unknown-log' })
    expect(await screen(request.note, [belmar.key])).toMatchObject({ status: 404 })
  })

  test('403 without a signature of the log, or with a bad one', async () => {
    const { text } = request.note
    const foreign = { text, signatures: [await signText(belmar, text)] }
    expect(await screen(foreign)).toMatchObject({ status: 403 })
    const forged = { text, signatures: [await signText(arden, 'other\n')] }
    expect(await screen(forged)).toMatchObject({ status: 403 })
    const good = await signText(arden, text)
    expect(await screen({ text, signatures: [good, ...forged.signatures] })).toMatchObject({
      status: 403,
    })
  })
})

describe('the decision', () => {
  const at = (head: TreeHead, root = head.root) => ({ size: head.size, root })
  const none = undefined
  const cases: readonly [string, TreeHead | undefined, number, TreeHead, object][] = [
    ['the first checkpoint', none, 0, h100!, { status: 200, next: h100 }],
    ['the first, empty', none, 0, h0!, { status: 200, next: h0 }],
    ['the next', h300, 300, h700!, { status: 200, next: h700 }],
    ['the same again', h300, 300, h300!, { status: 200, next: h300 }],
    ['after the empty tree', h0, 0, h300!, { status: 200, next: h300 }],
    ['old above new', h300, 300, h100!, { status: 400, code: 'old-size' }],
    ['old above new, nothing stored', none, 700, h300!, { status: 400, code: 'old-size' }],
    ['old below the stored', h300, 100, h700!, { status: 409, size: 300 }],
    ['old above the stored', h100, 300, h700!, { status: 409, size: 100 }],
    ['old 0 with something stored', h300, 0, h700!, { status: 409, size: 300 }],
    ['old with nothing stored', none, 300, h700!, { status: 409, size: 0 }],
    ['rollback with the right old', h700, 300, h300!, { status: 409, size: 700 }],
    ['another history', at(h300!, other), 300, h700!, { status: 422, code: 'inconsistent' }],
    ['another new root', h300, 300, at(h700!, other), { status: 422, code: 'inconsistent' }],
    [
      'another root of one size',
      h300,
      300,
      at(h300!, other),
      { status: 422, code: 'equivocation' },
    ],
    ['a wrong empty root', none, 0, at(h0!, other), { status: 422, code: 'inconsistent' }],
  ]

  test.each(cases)('%s', async (_, stored, oldSize, next, outcome) => {
    const { proof } = await requestOf(oldSize, next)
    const checkpoint = { origin, ...next }
    expect(decideAddCheckpoint(sha256, stored, { oldSize, proof, checkpoint })).toMatchObject(
      outcome,
    )
  })

  test('422 for a proof where none belongs, and for a damaged one', async () => {
    const first = await requestOf(0, h100!)
    const same = await requestOf(300, h300!)
    const decide = (
      stored: TreeHead | undefined,
      r: AddCheckpointRequest,
      proof: readonly Uint8Array[],
    ) => decideAddCheckpoint(sha256, stored, { ...r, proof }).status
    expect(decide(none, first, [other])).toBe(422)
    expect(decide(h300, same, [other])).toBe(422)
    expect(decide(h300, request, [])).toBe(422)
    expect(decide(h300, request, request.proof.slice(1))).toBe(422)
    expect(decide(h300, request, request.proof.with(0, other))).toBe(422)
  })

  test('of N and N + K at once, the second to be stored gets a 409', () => {
    const toN = { oldSize: 100, proof: [], checkpoint: { origin, ...h300! } }
    // Both were made against size 100; N + K was stored first.
    expect(decideAddCheckpoint(sha256, h700, toN)).toMatchObject({ status: 409, size: 700 })
  })

  test('two histories of one size are never both cosigned', () => {
    const forked = { origin, size: 100, root: other }
    const first = { oldSize: 0, proof: [], checkpoint: { origin, ...h100! } }
    const decided = decideAddCheckpoint(sha256, none, first)
    const stored = decided.status === 200 ? decided.next : undefined
    for (const oldSize of [0, 100]) {
      const fork = { oldSize, proof: [], checkpoint: forked }
      expect(decideAddCheckpoint(sha256, stored, fork).status).not.toBe(200)
    }
  })
})

describe('the answer', () => {
  test('of a cosigned checkpoint carries lines that the log can add', async () => {
    const outcome = decideAddCheckpoint(sha256, h300, request)
    const line = await cosignText(cairn, request.note.text, 9)
    const stranger = await cosignText(dorn, request.note.text, 9)
    const reply = readWitnessAnswer(answerOf(outcome, [line, stranger]))
    if (reply.kind !== 'cosigned') throw new Error(reply.kind)
    const accepted = await acceptCosignatures(testCrypto, request.note, reply.lines, [cairn.key])
    if (!accepted.ok) throw new Error(accepted.code)
    expect(accepted.value.map((s) => s.name)).toEqual(['cairn.example'])
    const note = formatNote(withSignatures(request.note, accepted.value))
    const trust = { logs: [arden.key], witnesses: [cairn.key] }
    const opened = await openCheckpoint(testCrypto, note, trust)
    expect(opened.ok && opened.value.cosigners).toEqual([{ key: cairn.key, time: 9 }])
  })

  test('with lines over another text, or of strangers alone, adds nothing', async () => {
    const wrong = await cosignText(cairn, 'other\n', 9)
    const accept = (lines: readonly Awaited<ReturnType<typeof cosignText>>[]) =>
      acceptCosignatures(testCrypto, request.note, lines, [cairn.key])
    expect(await accept([wrong])).toMatchObject({ code: 'bad-signature' })
    const stranger = await cosignText(dorn, request.note.text, 9)
    expect(await accept([stranger])).toMatchObject({ code: 'no-known-signature' })
  })

  test('409 carries the size in its own content type', () => {
    const answer = answerOf({ status: 409, code: 'stale', size: 300 }, [])
    expect(answer).toEqual({ status: 409, contentType: 'text/x.tlog.size', body: '300\n' })
    expect(readWitnessAnswer(answer)).toEqual({ kind: 'stale', size: 300 })
  })

  test.each([
    [409, 'text/x.tlog.size', '300', 'failed'],
    [409, 'text/x.tlog.size', '0300\n', 'failed'],
    [409, 'text/html', '300\n', 'failed'],
    [409, 'text/plain', '', 'inconsistent'],
    [409, 'text/x.tlog.size; charset=utf-8', '300\n', 'stale'],
    [200, 'text/plain', 'thanks\n', 'failed'],
    [200, 'text/plain', '', 'failed'],
    [422, 'text/plain', 'inconsistent\n', 'inconsistent'],
    [403, 'text/plain', 'bad-signature\n', 'refused'],
    [404, 'text/plain', 'unknown-log\n', 'refused'],
    [400, 'text/plain', 'malformed\n', 'refused'],
    [503, 'text/plain', '', 'failed'],
  ])('%i %s %j is read as %s', (status, contentType, text, kind) => {
    expect(readWitnessAnswer({ status, contentType, body: text }).kind).toBe(kind)
  })

  test.each([400, 403, 404, 422] as const)('%i names its code', (status) => {
    const outcomes = {
      400: { status: 400, code: 'malformed' },
      403: { status: 403, code: 'bad-signature' },
      404: { status: 404, code: 'unknown-log' },
      422: { status: 422, code: 'equivocation' },
    } as const
    const answer = answerOf(outcomes[status], [])
    expect(answer.body).toBe(`${outcomes[status].code}\n`)
    expect(readWitnessAnswer(answer).kind).toBe(status === 422 ? 'inconsistent' : 'refused')
  })
})

test('the monitoring path is the hash of the origin', () => {
  expect(monitoringPath(sha256, origin)).toBe(`${hex(sha256(utf8(origin)))}/checkpoint`)
  expect(hex(emptyRoot(sha256))).toBe(hex(h0!.root))
})
