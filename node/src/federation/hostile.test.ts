import { hex } from '@concert/core'
import { parseReceipt, type ReceiptBody, verifyAnswer } from '@concert/envelope'
import { NO_TERMS } from '@concert/threads'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Forge, type Forged } from '../testing/forge.ts'
import { snapshotOf } from '../testing/inspect.ts'
import { GREEN_TERMS, indicators, type Pair, startPair } from '../testing/pair.ts'

const DAY = 86_400_000
let pair: Pair
let forge: Forge
let compact: string
let made = 0

beforeAll(async () => {
  pair = await startPair()
  await pair.peerAndConfirm()
  compact = await pair.agreeCompact()
  forge = new Forge(pair.a, pair.b)
})
afterAll(() => pair.close())

/** A statement that the compact allows, with objects never used before. */
async function goodShare(count = 2): Promise<Forged> {
  made += count
  const objects = indicators(pair.a, made, count)
  return await forge.statement({ compact, items: salted(objects) })
}

function salted(objects: readonly { readonly bytes: Uint8Array }[]) {
  const { crypto } = pair.a.parts.context
  return objects.map(({ bytes }) => ({ salt: crypto.random(32), bytes }))
}

/** Posted, answered with the one uniform refusal, and nothing has changed. */
async function expectUniform(bytes: Uint8Array, code?: string): Promise<void> {
  const { store } = pair.b.parts.context
  const before = await snapshotOf(store)
  const counted = await refusals(code)
  const { status, body } = await forge.post(bytes)
  expect([status, new TextDecoder().decode(body)]).toEqual([403, '{"code":"not-accepted"}'])
  expect(await snapshotOf(store)).toEqual(before)
  if (code !== undefined) expect(await refusals(code)).toBe(counted + 1)
}

async function refusals(code: string | undefined): Promise<number> {
  const { values } = await pair.b.parts.metrics.refused.get()
  return values.find((entry) => entry.labels.code === code)?.value ?? 0
}

/** Posted and answered with a signed answer; nothing has changed. */
async function expectAnswer(bytes: Uint8Array, code: string): Promise<void> {
  const { store } = pair.b.parts.context
  const before = await snapshotOf(store)
  const reply = await forge.exchange(bytes)
  const { crypto, now } = pair.a.parts.context
  const identity = pair.b.parts.context.own.identity
  const answer = reply.answer && (await verifyAnswer(crypto, reply.answer, identity, now()))
  expect(answer).toMatchObject({ ok: true, value: { code } })
  expect(reply.receipts).toHaveLength(0)
  expect(await snapshotOf(store)).toEqual(before)
}

async function receiptFor(bytes: Uint8Array): Promise<ReceiptBody> {
  const reply = await forge.exchange(bytes)
  const receipt = parseReceipt(pair.a.parts.context.crypto, reply.receipts[0]?.bytes as Uint8Array)
  if (!receipt.ok) throw new Error(receipt.code)
  return receipt.value
}

async function countOf(table: 'objects' | 'statements' | 'retractions'): Promise<number> {
  const { rows } = (await snapshotOf(pair.b.parts.context.store)) as {
    rows: Record<string, number>
  }
  return rows[table] ?? -1
}

/** The seq is consumed, the refusal signed, the statement kept without objects or content. */
async function expectRefused(statement: Forged, code: string): Promise<void> {
  const before = [await countOf('objects'), await countOf('retractions')]
  const receipt = await receiptFor(await forge.parcel([statement]))
  expect(receipt).toMatchObject({ disposition: 'refused', code, held: [] })
  expect([await countOf('objects'), await countOf('retractions')]).toEqual(before)
  const kept = await pair.b.parts.context.store.read.db
    .selectFrom('statements')
    .select(['content', 'refused'])
    .where('digest', '=', Buffer.from(statement.digest, 'hex'))
    .execute()
  for (const row of kept) expect(row).toEqual({ content: null, refused: code })
  expect((await receiptFor(await forge.parcel([await goodShare()]))).disposition).toBe('accepted')
}

describe('steps 1 to 4: one uniform refusal, nothing changes', () => {
  it('a byte flipped anywhere', async () => {
    const bytes = await forge.parcel([await goodShare()])
    const positions = [...Array(16).keys(), ...Array.from({ length: 44 }, (_, i) => 16 + i * 211)]
    const tail = [1, 2, 16, 17, 33].map((i) => bytes.length - i)
    for (const at of [...positions, ...tail]) {
      const flipped = Uint8Array.from(bytes)
      flipped[at % bytes.length]! ^= 1 << (at % 8)
      await expectUniform(flipped)
    }
    expect((await receiptFor(bytes)).disposition).toBe('accepted')
  })

  it('any cut, any insertion, any change of one byte', async () => {
    const bytes = await forge.parcel([await goodShare()])
    const at = fc.nat(bytes.length - 1)
    const changed = fc.oneof(
      at.map((end) => bytes.subarray(0, end)),
      fc.tuple(at, fc.uint8Array({ minLength: 1, maxLength: 9 })).map(([i, more]) => {
        return Buffer.concat([bytes.subarray(0, i), more, bytes.subarray(i)])
      }),
      fc.tuple(at, fc.integer({ min: 1, max: 255 })).map(([i, mask]) => {
        const copy = Uint8Array.from(bytes)
        copy[i]! ^= mask
        return copy
      }),
    )
    await fc.assert(
      fc.asyncProperty(changed, (mutant) => expectUniform(mutant)),
      { numRuns: 60 },
    )
    expect((await receiptFor(bytes)).disposition).toBe('accepted')
  })

  it('a parcel for somebody else', async () => {
    const share = await goodShare()
    const parcelTo = pair.a.parts.context.own.node
    await expectUniform(await forge.parcel([share], { parcelTo }), 'wrong-recipient')
  })

  it('an envelope for somebody else in a parcel for us', async () => {
    const share = await goodShare()
    const envelopeTo = pair.a.parts.context.own.node
    await expectUniform(await forge.parcel([share], { envelopeTo }), 'wrong-recipient')
  })

  it('a seal to a key that is not ours', async () => {
    const sealKey = pair.a.parts.context.own.identity.keys.find((key) => key.use === 'seal')
    const bytes = await forge.parcel([await goodShare()], { sealKey: sealKey! })
    await expectUniform(bytes, 'unknown-key')
  })

  it('half of a hybrid signature', async () => {
    const [first] = pair.a.parts.context.own.signers
    const bytes = await forge.parcel([await goodShare()], { signers: [first!] })
    await expectUniform(bytes, 'signers-mismatch')
  })

  it('keys of ours that no identity of the sender lists', async () => {
    const signers = pair.b.parts.context.own.signers
    const bytes = await forge.parcel([await goodShare()], { signers })
    await expectUniform(bytes, 'unknown-key')
  })

  it('contents that inflate beyond all bounds, one by one or together', async () => {
    const { crypto } = pair.a.parts.context
    const zeros = (size: number) => ({ salt: crypto.random(32), bytes: new Uint8Array(size) })
    const one = await forge.statement({ compact, items: [zeros((4 << 20) + 1)] })
    await expectUniform(await forge.parcel([one]), 'inflated-too-large')
    const items = Array.from({ length: 17 }, () => zeros(4 << 20))
    const many = await forge.statement({ compact, items })
    await expectUniform(await forge.parcel([many]), 'inflated-too-large')
  })

  it('keys that have expired', async () => {
    const bytes = await forge.parcel([await goodShare()])
    pair.skew.b = 1098 * DAY
    await expectUniform(bytes, 'key-expired')
    pair.skew.b = 0
    expect((await receiptFor(bytes)).disposition).toBe('accepted')
  })

  it('other media, other methods, no body', async () => {
    const url = `${pair.b.url}/concert/v1/inbox`
    const before = await snapshotOf(pair.b.parts.context.store)
    const bodies: readonly RequestInit[] = [
      { method: 'POST' },
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' },
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"__proto__":' },
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'hello' },
      { method: 'POST', headers: { 'content-type': 'application/x-what' }, body: 'hello' },
    ]
    for (const init of bodies) {
      const response = await fetch(url, init)
      expect(await response.json()).toEqual({ code: 'not-accepted' })
      expect(response.status).toBeGreaterThanOrEqual(400)
    }
    expect(await snapshotOf(pair.b.parts.context.store)).toEqual(before)
  })
})

describe('steps 5 and 6: a signed answer, the number is not consumed', () => {
  it('a replay gets the same receipt again and has no second effect', async () => {
    const bytes = await forge.parcel([await goodShare()])
    const first = await forge.exchange(bytes)
    const before = await snapshotOf(pair.b.parts.context.store)
    for (let i = 0; i < 3; i++) {
      const again = await forge.exchange(bytes)
      expect(hex(again.receipts[0]!.bytes)).toBe(hex(first.receipts[0]!.bytes))
    }
    expect(await snapshotOf(pair.b.parts.context.store)).toEqual(before)
  })

  it('a hundred replays at once have one effect', async () => {
    const bytes = await forge.parcel([await goodShare(3)])
    const before = await countOf('objects')
    const posts = Array.from({ length: 100 }, () => forge.post(bytes))
    const statuses = (await Promise.all(posts)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0)
    expect(statuses.every((status) => status === 200 || status === 503)).toBe(true)
    expect(await countOf('objects')).toBe(before + 3)
  })

  it('a gap', async () => {
    await expectAnswer(await forge.parcel([await goodShare()], { seq: 1000 }), 'gap')
  })

  it('a broken chain', async () => {
    await expectAnswer(await forge.parcel([await goodShare()], { prev: 'ab'.repeat(32) }), 'chain')
  })

  it('an epoch of the past or one that does not begin at 1', async () => {
    const claims = { epoch: 9, seq: 7 }
    await expectAnswer(await forge.parcel([await goodShare()], claims), 'epoch')
  })

  it('a log that does not begin with what was seen of it', async () => {
    await expectAnswer(await forge.parcel([await goodShare()], { seen: 1 }), 'log-consistency')
  })

  it('an envelope that the sender did not log', async () => {
    const bytes = await forge.parcel([await goodShare()], { isUnlogged: true })
    await expectAnswer(bytes, 'log-proof')
  })
})

describe('steps 7 and 8: a signed refusal, the number is consumed', () => {
  it('a statement that its author did not sign', async () => {
    const { own } = pair.b.parts.context
    const author = { node: own.node, party: 'node', role: 'duty-officer' }
    const items = salted(indicators(pair.a, 90_000, 1))
    const draft = { compact, author, identity: own.identity.digest, items }
    await expectRefused(await forge.statement(draft), 'statement-signature')
  })

  it('an author that nobody here knows', async () => {
    const author = { node: 'ab'.repeat(32), party: 'node', role: 'duty-officer' }
    await expectRefused(await forge.statement({ compact, author }), 'unknown-identity')
  })

  it('an item that is not what was committed to', async () => {
    const share = await goodShare()
    const [other] = indicators(pair.a, 91_000, 1)
    const items = share.carried.items.map(({ salt }) => ({ salt, bytes: other!.bytes }))
    await expectRefused({ ...share, carried: { ...share.carried, items } }, 'commitment-mismatch')
  })

  it('a statement passed on broken does not keep the whole one from taking effect', async () => {
    const share = await goodShare(3)
    await expectRefused(
      { ...share, carried: { ...share.carried, items: [] } },
      'commitment-mismatch',
    )
    const before = await countOf('objects')
    for (let i = 0; i < 3; i++) {
      expect((await receiptFor(await forge.parcel([share]))).disposition).toBe('accepted')
      expect(await countOf('objects')).toBe(before + 3)
    }
  })

  it('an item too few, too many, withheld', async () => {
    const fewer = await goodShare()
    const items = fewer.carried.items.slice(1)
    await expectRefused({ ...fewer, carried: { ...fewer.carried, items } }, 'commitment-mismatch')
    const more = await goodShare()
    const doubled = [...more.carried.items, ...more.carried.items]
    const carried = { ...more.carried, items: doubled }
    await expectRefused({ ...more, carried }, 'commitment-mismatch')
  })

  it('a statement that the envelope does not list, or lists and does not carry', async () => {
    const [share, other] = [await goodShare(), await goodShare()]
    const before = await countOf('statements')
    for (const lists of [[other.digest], [share.digest, other.digest]]) {
      const receipt = await receiptFor(await forge.parcel([share], { lists }))
      expect(receipt).toMatchObject({ disposition: 'refused', code: 'statement-missing' })
    }
    expect(await countOf('statements')).toBe(before)
  })

  it('objects that are not STIX', async () => {
    const items = salted([{ bytes: new TextEncoder().encode('{"type":"indicator"}') }])
    await expectRefused(await forge.statement({ compact, items }), 'object-invalid')
  })

  it('a marking beyond the compact, on the statement or inside it', async () => {
    const red = salted(indicators(pair.a, 92_000, 1, 'red'))
    const hidden = await forge.statement({ compact, tlp: 'green', items: red })
    await expectRefused(hidden, 'tlp-exceeded')
    const open = await forge.statement({ compact, tlp: 'red', items: red })
    await expectRefused(open, 'tlp-exceeded')
  })

  it('a type that the compact does not name', async () => {
    const time = '2026-11-01T00:00:00.000Z'
    const malware = {
      created: time,
      id: 'malware--7d3a1d2e-5f0b-4f39-8f3b-2d3c6a1b9f10',
      is_family: false,
      modified: time,
      object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
      spec_version: '2.1',
      type: 'malware',
    }
    const items = salted([{ bytes: new TextEncoder().encode(JSON.stringify(malware)) }])
    await expectRefused(await forge.statement({ compact, items }), 'clause-types')
  })

  it('no compact, an unknown one, and objects smuggled in with a proposal of one', async () => {
    const items = salted(indicators(pair.a, 93_000, 2))
    await expectRefused(await forge.statement({ items }), 'no-compact')
    await expectRefused(await forge.statement({ items, compact: 'cd'.repeat(32) }), 'no-compact')
    const act = {
      parties: [pair.a, pair.b].map((side) => side.parts.context.own.node),
      round: 1,
      from: '2026-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
      sign_by: '2099-01-01T00:00:00.000Z',
      terms: { ...NO_TERMS, intelligence: GREEN_TERMS },
    }
    const thread = { id: null, own_seq: 0, own_prev: null, parents: [] }
    const smuggled = { kind: 'compact.propose', act, thread, items }
    await expectRefused(await forge.statement(smuggled), 'bad-act')
  })

  it('what a suspension that the sender has not seen, or does not heed, has closed', async () => {
    const { compacts } = pair.b.parts
    const [state] = await compacts.list()
    const suspended = await compacts.suspend(state?.id ?? '', 'intelligence', 'law', undefined)
    expect(suspended.ok).toBe(true)
    await pair.settled()
    const sent = await goodShare()
    const receipt = await receiptFor(await forge.parcel([sent]))
    expect(receipt).toMatchObject({ disposition: 'refused', code: 'tier-suspended', held: [] })
    expect((await compacts.resume(state?.id ?? '', 'intelligence')).ok).toBe(true)
    await pair.settled()
    expect((await receiptFor(await forge.parcel([await goodShare()]))).disposition).toBe('accepted')
  })

  it('an exercise under a compact that is none', async () => {
    const items = salted(indicators(pair.a, 94_000, 1))
    const draft = { compact, items, exercise: true }
    await expectRefused(await forge.statement(draft), 'exercise-mixed')
  })

  it('kinds and acts that do not exist', async () => {
    await expectRefused(await forge.statement({ kind: 'money.send', compact }), 'unsupported-kind')
    const items = salted(indicators(pair.a, 95_000, 1))
    await expectRefused(await forge.statement({ compact, items, act: { items: 7 } }), 'bad-act')
    await expectRefused(await forge.statement({ compact, items, act: { n: 1 } }), 'bad-act')
  })
})

describe('a retraction', () => {
  it('by somebody else than the author touches nothing of anybody', async () => {
    const mine = indicators(pair.b, 0, 3)
    await pair.b.parts.intelligence.importObjects(mine)
    const share = pair.b.parts.intelligence.share(pair.a.parts.context.own.node, 'green')
    for (let step = await share.next(); !step.done; step = await share.next());
    await pair.settled()
    const { read } = pair.b.parts.context.store
    const theirs = await read.db
      .selectFrom('statements')
      .select('digest')
      .where('kind', '=', 'intel.share')
      .where('author', '=', pair.b.parts.context.own.node)
      .executeTakeFirstOrThrow()
    const reason = 'false-positive'
    for (const author of [pair.b, pair.a].map((side) => side.parts.context.own.node)) {
      const targets = [0, 1, 2].map((item) => ({ author, statement: hex(theirs.digest), item }))
      const act = { targets, reason }
      const statement = await forge.statement({ kind: 'intel.retract', compact, act })
      const receipt = await receiptFor(await forge.parcel([statement]))
      if (author === pair.b.parts.context.own.node) expect(receipt.code).toBe('not-author')
    }
    const touched = await read.db
      .selectFrom('objects')
      .select('id')
      .where('retracted_by', 'is not', null)
      .execute()
    expect(touched).toEqual([])
  })
})
