import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { parseParcel } from '@concert/envelope'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Forge } from '../testing/forge.ts'
import { allNumbered, snapshotOf } from '../testing/inspect.ts'
import { indicators, type Pair, startPair, waitFor } from '../testing/pair.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { readChannel } from './channel.ts'
import { sealReply, viewFor } from './reply.ts'

let pair: Pair
let peer: string
let impostor: Server | undefined

beforeEach(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  await pair.agreeCompact()
  peer = pair.b.parts.context.own.node
})

afterEach(async () => {
  await endImpostor()
  await pair.close()
})

async function endImpostor(): Promise<void> {
  impostor?.closeAllConnections()
  impostor?.close()
  impostor = undefined
}

/** Takes the place of `b` on its port. */
async function impersonate(answer: RequestListener): Promise<void> {
  await endImpostor()
  impostor = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response))
  })
  impostor.listen(pair.setup.b.config.listen.port, '127.0.0.1')
  await once(impostor, 'listening')
}

async function failures(code: string): Promise<number> {
  const { values } = await pair.a.parts.metrics.failures.get()
  return values.find((entry) => entry.labels.code === code)?.value ?? 0
}

/** The delivery fails with the code, nothing changes and nothing is taken for delivered. */
async function expectFailure(code: string, answer: RequestListener): Promise<void> {
  const { store } = pair.a.parts.context
  const before = await snapshotOf(store)
  const counted = await failures(code)
  await impersonate(answer)
  await waitFor(async () => {
    pair.a.parts.outgoing.wake(peer)
    return (await failures(code)) > counted
  })
  expect(await snapshotOf(store)).toEqual(before)
  expect((await nodeStatus(pair.a.parts)).envelopes.queued).toBe(1)
}

/** What `b` really answered earlier: a receipt for something else, and a conflict. */
async function recordReplies(): Promise<readonly Uint8Array[]> {
  const forge = new Forge(pair.a, pair.b)
  const first = await forge.parcel([await forge.statement({ kind: 'money.send' })], { seq: 1000 })
  const gap = await forge.post(first)
  const other = await forge.statement({ kind: 'money.send', act: { n: 1 } })
  const conflict = await forge.post(await forge.parcel([other], { seq: 1, prev: null }))
  const [known] = await pair.b.parts.peers.list()
  expect(known?.state).toBe('frozen')
  await pair.b.parts.peers.confirm(known?.node ?? '', known?.safetyNumber ?? '')
  return [gap.body, conflict.body]
}

/** A reply of `b` in perfect order that says nothing: no receipt, no answer. */
async function emptyReply(): Promise<Uint8Array> {
  const { a, b } = pair
  const channel = await readChannel(a.parts.context.store.read, peer, 'in')
  const size = channel.checkpoint_size
  const view = await viewFor(b.parts.context, [], size, a.parts.context.log.head().size)
  const sealed = await sealReply(b.parts.context, a.parts.context.own.identity, view.view, [], null)
  if (!sealed) throw new Error('reply')
  return sealed
}

it('a sender takes nothing for a receipt that is none, and delivers when its peer is back', async () => {
  const replies = await recordReplies()
  const silence = await emptyReply()
  await pair.stop('b')
  await pair.a.parts.intelligence.importObjects(indicators(pair.a, 0, 20))
  await pair.share()
  await allNumbered(pair.a.parts.context.store)

  await expectFailure('malformed', (_request, response) => response.end('{"code":"fine"}'))
  await expectFailure('malformed', (_request, response) => response.end())
  await expectFailure('http-status', (_request, response) => response.writeHead(500).end())
  await expectFailure('unreachable', (_request, response) => {
    response.writeHead(307, { location: `${pair.a.url}/concert/v1/inbox` }).end()
  })
  await expectFailure('unreachable', (request) => request.socket.destroy())
  await expectFailure('too-large', (_request, response) => {
    const chunk = new Uint8Array(1 << 20)
    const pump = () => {
      while (response.write(chunk));
      response.once('drain', pump)
    }
    pump()
  })
  for (const reply of replies) {
    expect(parseParcel(pair.a.parts.context.crypto, reply).ok).toBe(true)
    await expectFailure('digest-mismatch', (_request, response) => response.end(reply))
  }
  await impersonate((_request, response) => response.end(silence))
  await waitFor(async () => {
    pair.a.parts.outgoing.wake(peer)
    return (await failures('no-receipt')) > 0
  })
  expect((await nodeStatus(pair.a.parts)).envelopes.queued).toBe(1)
  const [known] = await pair.a.parts.peers.list()
  expect(known?.state).toBe('confirmed')

  await endImpostor()
  await pair.start('b')
  pair.a.parts.outgoing.wake(peer)
  await pair.settled()
  expect((await nodeStatus(pair.b.parts)).objects.received).toBe(20)
})
