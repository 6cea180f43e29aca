import { canonicalBytes } from '@concert/core'
import { verifyAnswer } from '@concert/envelope'
import { afterEach, describe, expect, it } from 'vitest'
import { Forge } from '../testing/forge.ts'
import { snapshotOf } from '../testing/inspect.ts'
import { indicators, type Pair, startPair } from '../testing/pair.ts'

let pair: Pair

afterEach(() => pair.close())

async function expectUniform(forge: Forge, bytes: Uint8Array, code: string): Promise<void> {
  const { store } = pair.b.parts.context
  const before = await snapshotOf(store)
  const { status, body } = await forge.post(bytes)
  expect([status, new TextDecoder().decode(body)]).toEqual([403, '{"code":"not-accepted"}'])
  expect(await snapshotOf(store)).toEqual(before)
  const { values } = await pair.b.parts.metrics.refused.get()
  expect(values.map((entry) => entry.labels.code)).toContain(code)
}

describe('a node that nobody here has confirmed', () => {
  it('is refused alike before it is added, before it is confirmed, and after', async () => {
    pair = await startPair()
    const forge = new Forge(pair.a, pair.b)
    const statement = await forge.statement({})
    const bytes = await forge.parcel([statement])
    await expectUniform(forge, bytes, 'unknown-peer')
    const added = await pair.b.parts.peers.add(pair.a.url)
    if (!added.ok) throw new Error(added.code)
    await expectUniform(forge, bytes, 'unconfirmed-peer')
    const wrong = added.value.safetyNumber.replace(/\d/, (digit) => `${(Number(digit) + 1) % 10}`)
    const confirmed = await pair.b.parts.peers.confirm(added.value.node, wrong)
    expect(confirmed).toMatchObject({ ok: false, code: 'safety-number' })
    await expectUniform(forge, bytes, 'unconfirmed-peer')
    const right = await pair.b.parts.peers.confirm(added.value.node, added.value.safetyNumber)
    expect(right.ok).toBe(true)
    expect((await forge.exchange(bytes)).receipts).toHaveLength(1)
  })
})

describe('two envelopes under one number', () => {
  it('freeze the pair until people have compared again', async () => {
    pair = await startPair()
    await pair.peerAndConfirm()
    const compact = await pair.agreeCompact()
    const forge = new Forge(pair.a, pair.b)
    const share = async (from: number) => {
      const { crypto } = pair.a.parts.context
      const items = indicators(pair.a, from, 1).map(({ bytes }) => {
        return { salt: crypto.random(32), bytes }
      })
      return await forge.statement({ compact, items })
    }
    const first = await forge.parcel([await share(1)])
    const other = await forge.parcel([await share(2)])
    expect((await forge.exchange(first)).receipts).toHaveLength(1)
    const before = await snapshotOf(pair.b.parts.context.store)
    const reply = await forge.exchange(other)
    const { crypto, now } = pair.a.parts.context
    const { identity } = pair.b.parts.context.own
    const answer = await verifyAnswer(crypto, reply.answer ?? canonicalBytes({}), identity, now())
    expect(answer).toMatchObject({ ok: true, value: { code: 'conflict' } })
    const after = await snapshotOf(pair.b.parts.context.store)
    const frozen = {
      ...before,
      peers: [{ node: expect.any(String), state: 'frozen', frozen: 'conflict' }],
    }
    expect(after).toEqual(frozen)

    const next = await forge.parcel([await share(3)])
    for (const bytes of [first, next]) await expectUniform(forge, bytes, 'frozen-peer')
    const [peer] = await pair.b.parts.peers.list()
    await pair.b.parts.peers.confirm(peer!.node, peer!.safetyNumber)
    expect((await forge.exchange(next)).receipts).toHaveLength(1)
  })

  it('sent at once are taken once, and nothing after them', async () => {
    pair = await startPair()
    await pair.peerAndConfirm()
    const forge = new Forge(pair.a, pair.b)
    const parcels = await Promise.all(
      [1, 2, 3, 4].map(async (n) => {
        return await forge.parcel([await forge.statement({ act: { items: n } })])
      }),
    )
    const answers = await Promise.all(parcels.map((bytes) => forge.post(bytes)))
    const statuses = answers.map(({ status }) => status).toSorted()
    // One receipt, one conflict, two that found the pair frozen.
    expect(statuses).toEqual([200, 200, 403, 403])
    const { rows } = (await snapshotOf(pair.b.parts.context.store)) as {
      rows: Record<string, number>
    }
    expect(rows.envelopes).toBe(1)
  })
})
