import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalBytes } from '@concert/core'
import { CHUNK_BYTES, commitment, encodeAttachmentContent, placeItems } from '@concert/envelope'
import { readStixObject } from '@concert/stix'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCommandLine } from '../cli/run.ts'
import { COMMANDS } from '../cli/table.ts'
import { Forge } from '../testing/forge.ts'
import { type Pair, type Side, startPair, waitFor } from '../testing/pair.ts'
import { nodeStatus } from '../trust/node-status.ts'

const OBJECT = 'file--2f3c4d5e-6a7b-4c8d-9e0f-1a2b3c4d5e6f'
let pair: Pair
let folder: string

beforeEach(async () => {
  pair = await startPair()
  folder = await mkdtemp(join(tmpdir(), 'concert-file-'))
  await pair.peerAndConfirm()
  await pair.agreeCompact({ types: ['artifact', 'file', 'identity', 'indicator'] })
})
afterEach(async () => {
  await pair.close()
  await rm(folder, { recursive: true, force: true })
})

async function concert(side: Side, ...line: string[]) {
  let out = ''
  let err = ''
  const code = await runCommandLine({
    line: [...line, '--data', pair.setup[side].config.dataDir],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, out, err }
}

/** A file, and an object of ours that names it and has gone to the peer. */
async function sample(size: number): Promise<string> {
  const bytes = randomBytes(size)
  const path = join(folder, 'sample.bin')
  await writeFile(path, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const hashes = { 'SHA-256': sha256 }
  const marking = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'
  const read = readStixObject(
    canonicalBytes({
      type: 'file',
      spec_version: '2.1',
      id: OBJECT,
      hashes,
      name: 'sample.bin',
      object_marking_refs: [marking],
    }),
  )
  if (!read.ok) throw new Error(JSON.stringify(read))
  await pair.a.parts.intelligence.importObjects([read.value])
  expect(await pair.share()).toBe(1)
  await pair.settled()
  return path
}

const peer = () => pair.b.parts.context.own.node
const files = (side: Side) => pair[side].parts.attachments.list()

it('a file goes part by part, over restarts, and comes out of quarantine as it was', async () => {
  const path = await sample(5 * CHUNK_BYTES + 17)
  const away = peer()
  await pair.stop('b')
  const sent = await concert('a', 'attachment', 'send', away, OBJECT, path)
  expect(sent).toMatchObject({ code: 0, err: '' })
  await pair.start('b')
  pair.a.parts.outgoing.wake(peer())
  await waitFor(async () => ((await files('b'))[0]?.held ?? 0) > 0)
  await pair.restart('b')
  await pair.restart('a')
  await pair.settled()
  const [there] = await files('b')
  expect(there).toMatchObject({ state: 'complete', held: 6, chunks: 6, name: 'sample.bin' })
  expect((await files('a'))[0]).toMatchObject({ state: 'complete', direction: 'out' })
  const out = join(folder, 'out.bin')
  const saved = await concert('b', 'attachment', 'save', String(there?.id), out)
  expect(saved).toMatchObject({ code: 0, err: '' })
  expect(await readFile(out)).toEqual(await readFile(path))
  expect((await stat(out)).mode & 0o777).toBe(0o600)
  expect((await concert('b', 'attachment', 'save', String(there?.id), out)).code).toBe(1)
  expect((await concert('b', 'attachment', 'list', '--lang', 'zh')).out).toContain('已完成')
  // Where it lies, nothing that looks for it finds it.
  const { store } = pair.b.parts.context
  const bodies = await store.read.db.selectFrom('attachment_chunks').select('body').execute()
  const first = (await readFile(path)).subarray(0, 64)
  expect(bodies.some(({ body }) => Buffer.from(body ?? []).includes(first))).toBe(false)
  expect((await concert('b', 'attachment', 'discard', String(there?.id))).code).toBe(0)
  expect(await store.read.db.selectFrom('attachment_chunks').select('body').execute()).toEqual([])
  expect((await concert('b', 'attachment', 'save', String(there?.id), `${out}2`)).code).toBe(1)
}, 60_000)

it('only the file that a released object names leaves, and only where artifacts may', async () => {
  const path = await sample(1000)
  await writeFile(join(folder, 'other.bin'), 'another')
  const send = (object: string, file: string) =>
    concert('a', 'attachment', 'send', peer(), object, file, '--json')
  const codeOf = ({ err }: { err: string }) => JSON.parse(err).error.code
  expect(codeOf(await send(OBJECT, join(folder, 'other.bin')))).toBe('file-mismatch')
  expect(codeOf(await send(OBJECT.replace('2f', '3f'), path))).toBe('not-found')
  expect(codeOf(await send(OBJECT, join(folder, 'none.bin')))).toBe('file-bad')
  // The name of a file is a text that leaves: the desk reads it.
  const telling = ['--name', 'mail of victim@bank.example.eml', '--json']
  const named = await concert('a', 'attachment', 'send', peer(), OBJECT, path, ...telling)
  expect(codeOf(named)).toBe('release-review')
  await pair.agreeCompact({ types: ['file', 'indicator'] })
  expect(codeOf(await send(OBJECT, path))).toBe('clause-types')
  expect(await files('a')).toEqual([])
})

it('what is small and urgent passes a large file, however much of it waits', async () => {
  const path = await sample(40 * CHUNK_BYTES)
  const away = peer()
  await pair.stop('b')
  await concert('a', 'attachment', 'send', away, OBJECT, path)
  await waitFor(async () => (await nodeStatus(pair.a.parts)).envelopes.queued === 40)
  await pair.a.parts.intelligence.retract([OBJECT], 'shared-in-error')
  const { store } = pair.a.parts.context
  const { seq } = await store.read.db
    .selectFrom('envelopes')
    .innerJoin('envelope_statements', 'envelope_statements.envelope_id', 'envelopes.id')
    .innerJoin('statements', 'statements.id', 'envelope_statements.statement_id')
    .select('seq')
    .where('statements.kind', '=', 'intel.retract')
    .executeTakeFirstOrThrow()
  const before = await store.read.db
    .selectFrom('envelopes')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('direction', '=', 'out')
    .where('bytes', '>', 1000)
    .where('state', '=', 'queued')
    .where('seq', '<', seq)
    .executeTakeFirst()
  // Two parcels are numbered ahead; the rest of the file comes after.
  expect(before?.n).toBeLessThan(12)
  await pair.start('b')
  pair.a.parts.outgoing.wake(peer())
  await pair.settled()
  expect((await files('b'))[0]).toMatchObject({ state: 'complete', held: 40 })
}, 60_000)

it('a peer that cheats fills no disk, and no part takes another’s place', async () => {
  const { quotas } = pair.setup.b.config
  await pair.restart('b', { quotas: { ...quotas, fileBytes: 3 * CHUNK_BYTES } })
  const forge = new Forge(pair.a, pair.b)
  const { crypto } = pair.a.parts.context
  const compact = (await pair.a.parts.compacts.inForceWith(peer()))?.digest ?? ''
  const part = (fill: number, size = CHUNK_BYTES) => {
    return { salt: crypto.random(32), bytes: new Uint8Array(size).fill(fill) }
  }
  const offer = async (parts: ReturnType<typeof part>[], change: object, name = 'x.bin') => {
    const { root, places } = placeItems(
      crypto.sha256,
      parts.map(({ salt, bytes }) => commitment(crypto.sha256, salt, bytes)),
    )
    const size = parts.reduce((sum, { bytes }) => sum + bytes.length, 0)
    const said = { object: OBJECT, name, media_type: null, sha256: 'ab'.repeat(32) }
    const content = { salt: crypto.random(32), bytes: encodeAttachmentContent(said) }
    const act = { size, chunk: CHUNK_BYTES, chunks: parts.length, ...change }
    const draft = { kind: 'attachment.offer', compact, act, content, itemsRoot: root }
    const { digest, carried } = await forge.statement(draft)
    const items = parts.map((item, i) => ({ ...item, place: places[i] as (typeof places)[number] }))
    return { digest, carried, items }
  }
  const outcome = async ({ digest, carried, items }: Awaited<ReturnType<typeof offer>>) => {
    const reply = await forge.exchange(
      await forge.parcel([{ digest, carried: { ...carried, items } }]),
    )
    const { payload } = JSON.parse(new TextDecoder().decode(reply.receipts[0]?.bytes))
    return JSON.parse(Buffer.from(payload, 'base64').toString()).code
  }
  const two = [part(1), part(2, 10)]
  expect(await outcome(await offer(two, { size: 5 }))).toBe('commitment-mismatch')
  expect(await outcome(await offer([part(1, 100), part(2, 10)], {}))).toBe('commitment-mismatch')
  expect(await outcome(await offer([part(1, 100)], { size: 99 }))).toBe('bad-act')
  expect(await outcome(await offer(two, {}, '../../etc/passwd'))).toBe('bad-act')
  const none = await offer(two, {})
  expect(await outcome({ ...none, items: [] })).toBe('bad-act')
  const large = await offer([part(1), part(2), part(3), part(4, 1)], {})
  expect(await outcome({ ...large, items: large.items.slice(0, 1) })).toBe('quota')
  expect(await files('b')).toEqual([])
  // Announced as another file than it is: it never leaves quarantine.
  expect(await outcome(await offer(two, {}))).toBeNull()
  const [there] = await files('b')
  expect(there?.state).toBe('complete')
  const out = join(folder, 'out.bin')
  const saved = await concert('b', 'attachment', 'save', String(there?.id), out, '--json')
  expect([saved.code, JSON.parse(saved.err).error.code]).toEqual([1, 'file-other'])
  await expect(stat(out)).rejects.toThrow('ENOENT')
  await expect(stat(`${out}.part`)).rejects.toThrow('ENOENT')
}, 60_000)
