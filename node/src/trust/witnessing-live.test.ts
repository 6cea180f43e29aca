import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leafFor } from '@concert/envelope'
import { formatVkey, KEY_TYPES, makeNoteKey, parsePolicy } from '@concert/tlog'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WitnessConfig } from '../config/config.ts'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { type Pair, startPair } from '../testing/pair.ts'
import { publishedKeys } from './export-evidence.ts'
import { nodeStatus } from './node-status.ts'
import { type RunningWitness, startWitness } from './witness-process.ts'

const crypto = createNodeCrypto()
let pair: Pair
let folder: string
let witnesses: RunningWitness[]
let servers: Server[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-live-'))
  ;[witnesses, servers] = [[], []]
  pair = await startPair()
})

afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  await Promise.all(witnesses.map((witness) => witness.close()))
  await pair.close()
  await rm(folder, { recursive: true, force: true })
})

/** A real witness of `a`, over HTTP. */
async function real(name: string): Promise<WitnessConfig> {
  const witness = await startWitness({
    dataDir: join(folder, name),
    listen: { host: '127.0.0.1', port: 0 },
    name,
    logs: [pair.a.parts.context.own.identity.log.vkey],
    crypto,
  })
  witnesses.push(witness)
  return { name, vkey: witness.vkey, url: witness.url }
}

/** A server under a witness's name that answers as it likes. */
async function fake(name: string, answer: RequestListener): Promise<WitnessConfig> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response))
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const { pub } = await crypto.generateSigner('ed25519')
  const key = makeNoteKey(crypto.sha256, name, KEY_TYPES.cosignature, pub)
  if (!key.ok) throw new Error(key.code)
  return { name, vkey: formatVkey(key.value), url: `http://127.0.0.1:${address.port}` }
}

async function grow(): Promise<void> {
  const { store, log } = pair.a.parts.context
  const leaf = leafFor(crypto.sha256, crypto.random(32), 'cover', log.origin, '00'.repeat(32))
  await store.transact((tx) => log.submit(tx, [leaf]))
  log.wake()
  await log.integrated([leaf])
}

const logOf = async () => (await nodeStatus(pair.a.parts)).log
const metQuorum = () => expect.poll(async () => (await logOf()).quorumMet, { timeout: 10_000 })

it.each<[string, RequestListener]>([
  ['answers never', () => undefined],
  [
    'answers after the time is over',
    (_, response) => setTimeout(() => response.end(), 4000).unref(),
  ],
  [
    'names another size for ever',
    (request, response) => {
      const size = (request.socket.bytesRead % 3) + 1
      response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${size}\n`)
    },
  ],
  ['answers noise', (_, response) => response.end('— w2 AAAA\n')],
])('a witness that %s holds back neither the log nor the quorum', async (_name, answer) => {
  let asked = 0
  const good = await real('w1.example')
  const bad = await fake('w2.example', (request, response) => {
    asked++
    answer(request, response)
  })
  await pair.restart('a', { witnesses: [good, bad], quorum: 1 })
  for (let i = 0; i < 5; i++) await grow()
  const { size } = pair.a.parts.context.log.head()
  await expect.poll(async () => (await logOf()).witnessedSize, { timeout: 10_000 }).toBe(size)
  expect(await logOf()).toMatchObject({ quorumMet: true, cosigners: ['w1.example'] })
  // Two questions a head at most, however it answers; a failure is followed by a pause.
  expect(asked).toBeGreaterThan(0)
  expect(asked).toBeLessThan(40)
})

describe('the quorum', () => {
  it('asks for one witness of each bloc, and is published as it is', async () => {
    const [east, west, spare] = await Promise.all([
      real('east.example'),
      real('west.example'),
      fake('spare.example', (_request, response) => response.writeHead(503).end()),
    ])
    const quorum = [
      `witness e1 ${east.vkey} ${east.url}`,
      `witness e2 ${spare.vkey}`,
      `witness w1 ${west.vkey} ${west.url}`,
      'group east any e1 e2',
      'group west any w1',
      'group blocs all east west',
      'quorum blocs',
    ].join('\n')
    await pair.restart('a', { witnesses: [spare], quorum })
    await grow()
    await metQuorum().toBe(true)
    expect((await logOf()).cosigners.toSorted()).toEqual(['east.example', 'west.example'])
    const { policy } = await publishedKeys(pair.a.parts)
    expect(policy).toBe(`${quorum}\n`)
    expect(parsePolicy(crypto.sha256, policy)).toMatchObject({
      ok: true,
      value: { quorum: 'blocs' },
    })
  })

  it('that is not met is said to be so, and a checkpoint that met it is kept', async () => {
    const [one, two] = [await real('w1.example'), await real('w2.example')]
    await pair.restart('a', { witnesses: [one, two], quorum: 2 })
    await grow()
    await metQuorum().toBe(true)
    const before = await logOf()
    await witnesses.pop()?.close()
    await grow()
    await grow()
    await expect
      .poll(async () => {
        const rows = await pair.a.parts.context.store.read.db
          .selectFrom('log_cosignatures')
          .select(['witness', 'size'])
          .execute()
        return rows.find(({ witness }) => witness === 'w1.example')?.size
      })
      .toBe(pair.a.parts.context.log.head().size)
    expect(await logOf()).toMatchObject({
      quorumMet: true,
      witnessedSize: before.witnessedSize,
      size: before.size + 2,
    })
    await pair.restart('a', { witnesses: [one, two], quorum: 0 })
    expect((await publishedKeys(pair.a.parts)).policy).toMatch(/quorum none\n$/)
  })
})
