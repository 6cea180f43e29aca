import { afterEach, describe, expect, it } from 'vitest'
import { Forge } from '../testing/forge.ts'
import { indicators, type Pair, startPair, waitFor } from '../testing/pair.ts'
import { onwardTerms, Trio } from '../testing/trio.ts'
import { nodeStatus } from '../trust/node-status.ts'
import { peerHealth } from '../trust/peer-health.ts'
import { PeerShare } from './peer-share.ts'

let pair: Pair | undefined
let trio: Trio | undefined

afterEach(async () => {
  await pair?.close()
  await trio?.close()
  pair = undefined
  trio = undefined
})

describe('a quota', () => {
  it('lets what is over wait at the peer, which is told why, and come later', async () => {
    pair = await startPair()
    await pair.peerAndConfirm()
    await pair.agreeCompact()
    const { quotas } = pair.setup.b.config
    await pair.restart('b', { quotas: { ...quotas, objectsPerDay: 5 } })
    const { a } = pair
    a.parts.outgoing.wake(pair.b.parts.context.own.node)
    for (const first of [0, 10, 20]) {
      await a.parts.intelligence.importObjects(indicators(a, first, 3))
      expect(await pair.share()).toBe(3)
    }
    await waitFor(async () => (await peerHealth(a.parts))[0]?.fault === 'quota')
    expect((await nodeStatus(pair.b.parts)).objects.received).toBe(6)
    expect((await nodeStatus(a.parts)).envelopes).toMatchObject({ queued: 1, refused: 0 })
    expect((await peerHealth(pair.b.parts))[0]).toMatchObject({ todayObjects: 6 })
    await pair.restart('b')
    a.parts.outgoing.wake(pair.b.parts.context.own.node)
    await pair.settled()
    expect((await nodeStatus(pair.b.parts)).objects.received).toBe(9)
  })
})

describe('a peer that floods', () => {
  it('is slowed, and delivery from another goes on meanwhile', async () => {
    trio = await Trio.start()
    await trio.meet('a', 'b')
    await trio.meet('c', 'b')
    await trio.agree(['a', 'b'], onwardTerms())
    const flooder = new Forge(trio.node('c'), trio.node('b'))
    // Authentic and out of step: each costs the receiver all of its checks.
    const parcels = await Promise.all(
      [900, 901, 902].map(async (seq) =>
        flooder.parcel([await flooder.statement({ kind: 'intel.share' })], { seq }),
      ),
    )
    const statuses = new Set<number>()
    let isOver = false
    const flood = async (bytes: Uint8Array) => {
      while (!isOver) statuses.add((await flooder.post(bytes)).status)
    }
    const floods = Array.from({ length: 24 }, (_, i) => flood(parcels[i % 3] as Uint8Array))
    await trio.parts('a').intelligence.importObjects(indicators(trio.node('a'), 0, 2500))
    expect(await trio.share('a', 'b')).toBe(2500)
    await trio.settled(['a'])
    isOver = true
    await Promise.all(floods)
    expect((await nodeStatus(trio.parts('b'))).objects.received).toBe(2500)
    expect(statuses).toContain(503)
  }, 60_000)

  it('holds no more than its share of the memory', () => {
    const share = new PeerShare(100)
    expect(share.enter('a', 500)).toBe(true)
    expect(share.enter('a', 1)).toBe(false)
    expect(share.enter('b', 60)).toBe(true)
    expect(share.enter('b', 60)).toBe(false)
    expect(share.enter('b', 40)).toBe(true)
    share.leave('a', 500)
    expect(share.enter('a', 90)).toBe(true)
    for (let i = 0; i < 20; i++) share.enter('c', 1)
    expect(share.enter('c', 1)).toBe(false)
  })
})
