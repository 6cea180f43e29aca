import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromUtf8, hex, utf8 } from '@concert/core'
import { type ParcelContents, proveItems, type SigningKey, signIdentity } from '@concert/envelope'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listBreaches } from '../breaches/list.ts'
import { runCommandLine } from '../cli/run.ts'
import { COMMANDS } from '../cli/table.ts'
import { learnAuthor } from '../federation/learn-author.ts'
import { Forge } from '../testing/forge.ts'
import { indicators, keysIn, waitFor } from '../testing/pair.ts'
import { type Corner, onwardTerms, Trio } from '../testing/trio.ts'

let trio: Trio

beforeEach(async () => {
  trio = await Trio.start()
  // The first and the last have never heard of each other.
  await trio.meet('a', 'b')
  await trio.meet('b', 'c')
  await trio.agree(['a', 'b'], onwardTerms())
  await trio.agree(['b', 'c'], onwardTerms())
}, 120_000)
afterEach(() => trio.close())

async function concert(corner: Corner, ...line: string[]) {
  let out = ''
  const code = await runCommandLine({
    line: [...line, '--data', trio.dataDir(corner)],
    out: { write: (text) => (out += text) },
    err: { write: (text) => (out += text) },
    env: {},
    signal: new AbortController().signal,
    commands: COMMANDS,
  })
  return { code, out }
}

async function given(count: number, tlp: 'green' | 'amber' = 'green'): Promise<readonly string[]> {
  const made = indicators(trio.node('a'), 0, count, tlp)
  await trio.parts('a').intelligence.importObjects(made)
  await trio.share('a', 'b')
  await trio.settled()
  return made.map(({ view }) => view.id)
}

async function objectsAt(corner: Corner) {
  return await trio
    .parts(corner)
    .context.store.read.db.selectFrom('objects')
    .select(['id', 'stix_id', 'source', 'retracted_by', 'body'])
    .where('source', '<>', trio.id(corner))
    .where('type', '=', 'indicator')
    .orderBy('stix_id')
    .execute()
}

const forwarded = async (from: Corner, to: Corner) =>
  await trio.parts(from).onward.forward({ peer: trio.id(to), tlp: 'green' })

describe('passing on', () => {
  it('keeps the author’s signature, and the author’s retraction follows', async () => {
    const ids = await given(5)
    expect(await forwarded('b', 'c')).toEqual({ ok: true, value: { done: 5, skipped: 0 } })
    await trio.settled()
    const there = await objectsAt('c')
    expect(there.map(({ stix_id }) => stix_id)).toEqual(ids.toSorted())
    expect(new Set(there.map(({ source }) => source))).toEqual(new Set([trio.id('a')]))
    const bodies = (await objectsAt('b')).map(({ body }) => hex(body))
    expect(there.map(({ body }) => hex(body))).toEqual(bodies)
    // What went there once does not go again.
    expect(await forwarded('b', 'c')).toMatchObject({ value: { done: 0 } })
    await trio.parts('a').intelligence.retract([ids[1] as string], 'false-positive')
    await waitFor(async () => (await objectsAt('c')).some((row) => row.retracted_by !== null))
    await trio.settled()
    const gone = (await objectsAt('c')).filter(({ retracted_by }) => retracted_by !== null)
    expect(gone.map(({ stix_id }) => stix_id)).toEqual([ids[1]])
    const recalls = await concert('b', 'release', 'recalls', '--json')
    expect(JSON.parse(recalls.out).recalls).toMatchObject([{ peer: trio.id('c'), receipted: true }])
  })

  it('of what was taken back meanwhile passes on the rest', async () => {
    const ids = await given(4)
    const peer = trio.id('c')
    await trio.stop('c')
    const { onward } = trio.parts('b')
    expect(await onward.forward({ peer, tlp: 'green' })).toMatchObject({ value: { done: 4 } })
    await trio.parts('a').intelligence.retract([ids[0] as string], 'expired')
    await waitFor(async () => (await objectsAt('b')).some((row) => row.retracted_by !== null))
    await trio.begin('c')
    trio.parts('b').outgoing.wake(peer)
    await trio.settled()
    const there = (await objectsAt('c')).filter(({ retracted_by }) => retracted_by === null)
    expect(there.map(({ stix_id }) => stix_id)).toEqual(ids.slice(1).toSorted())
  })

  it('goes no further than the compact under which it came and the label allow', async () => {
    await given(2, 'amber')
    expect(await forwarded('b', 'c')).toMatchObject({ value: { done: 0 } })
    await trio.agree(['a', 'b'], onwardTerms({ onward: false }))
    await trio.parts('a').intelligence.importObjects(indicators(trio.node('a'), 50, 2))
    await trio.share('a', 'b')
    await trio.settled()
    expect(await forwarded('b', 'c')).toMatchObject({ value: { done: 0 } })
    const done = await concert('b', 'forward', trio.id('a'), '--lang', 'zh')
    expect(done).toMatchObject({ code: 0 })
    expect(done.out).toContain('转发对象 0 个')
  })

  it('is taken once, and whole, when it comes from its author too', async () => {
    const ids = await given(3)
    await forwarded('b', 'c')
    await trio.settled()
    await trio.meet('a', 'c')
    await trio.agree(['a', 'c'], onwardTerms())
    await trio.share('a', 'c')
    await trio.settled()
    const there = await objectsAt('c')
    // Two statements of the author name them; each counts.
    expect(new Set(there.map(({ stix_id }) => stix_id))).toEqual(new Set(ids))
    await trio.parts('a').intelligence.retract(ids, 'expired')
    await waitFor(async () => (await objectsAt('c')).every((row) => row.retracted_by !== null))
  })
})

describe('who holds what was passed on', () => {
  const holdersOf = async (corner: Corner, id: string) => {
    const { out } = await concert(corner, 'release', 'holders', id, '--json')
    return (JSON.parse(out) as { holders: unknown[] }).holders
  }
  const agreeTo = async (holders_told: boolean) => {
    await trio.agree(['a', 'b'], onwardTerms({ holders_told: true }))
    await trio.agree(['b', 'c'], onwardTerms({ holders_told }))
  }

  it('is told to the author, and who has receipted its retraction', async () => {
    await agreeTo(true)
    const [id = ''] = await given(3)
    await forwarded('b', 'c')
    const [b, c] = [trio.id('b'), trio.id('c')]
    const direct = { node: b, via: null, receipted: true }
    const onward = { node: c, via: b, receipted: true }
    await waitFor(async () => (await holdersOf('a', id)).length === 2)
    expect(await holdersOf('a', id)).toEqual([
      { ...direct, recalled: null },
      { ...onward, recalled: null },
    ])
    await trio.stop('c')
    await trio.parts('a').intelligence.retract([id], 'false-positive')
    await trio.settled(['a'])
    const recalls = async (...more: string[]) => {
      const { out } = await concert('a', 'release', 'recalls', '--json', ...more)
      return (JSON.parse(out) as { recalls: unknown[] }).recalls
    }
    expect(await recalls('--open')).toMatchObject([{ peer: c, via: b, objects: 1 }])
    expect((await concert('a', 'release', 'recalls', '--lang', 'zh')).out).toContain('转发方')
    await trio.begin('c')
    trio.parts('b').outgoing.wake(c)
    await waitFor(async () => (await recalls('--open')).length === 0)
    expect(await recalls()).toHaveLength(2)
    expect(await holdersOf('a', id)).toEqual([
      { ...direct, recalled: true },
      { ...onward, recalled: true },
    ])
  })

  it('is told on, hop by hop, of whoever is further away', async () => {
    await agreeTo(true)
    const [id = ''] = await given(1)
    await forwarded('b', 'c')
    await waitFor(async () => (await holdersOf('a', id)).length === 2)
    // The last one says that a fourth holds it: to the one in the middle, who tells the author.
    const forge = new Forge(trio.node('c'), trio.node('b'))
    const compact = (await trio.parts('c').compacts.inForceWith(trio.id('b')))?.digest ?? ''
    const { digest } = await trio
      .parts('a')
      .context.store.read.db.selectFrom('statements')
      .select('digest')
      .where('kind', '=', 'intel.share')
      .executeTakeFirstOrThrow()
    const [fourth, statement] = ['ef'.repeat(32), hex(digest)]
    const statements = [{ author: trio.id('a'), statement, items: [0] }]
    const act = { holder: fourth, receipt: 'ab'.repeat(32), retraction: null, statements }
    await forge.exchange(
      await forge.parcel([await forge.statement({ kind: 'intel.holds', compact, act })]),
    )
    await waitFor(async () => (await holdersOf('a', id)).length === 3)
    expect(await holdersOf('a', id)).toContainEqual({
      node: fourth,
      via: trio.id('b'),
      receipted: true,
      recalled: null,
    })
  })

  it('stays unsaid where one of the compacts does not let it be told', async () => {
    await agreeTo(false)
    const [id = ''] = await given(1)
    await forwarded('b', 'c')
    await trio.settled()
    expect(await holdersOf('a', id)).toHaveLength(1)
  })

  it('is taken from nobody about what we did not give it', async () => {
    await agreeTo(true)
    const [id = ''] = await given(1)
    await trio.parts('a').intelligence.importObjects(indicators(trio.node('a'), 40, 1))
    const { store } = trio.parts('a').context
    const [row] = await store.read.db
      .selectFrom('statements')
      .select('digest')
      .where('kind', '=', 'intel.share')
      .execute()
    const forge = new Forge(trio.node('b'), trio.node('a'))
    const compact = (await trio.parts('a').compacts.inForceWith(trio.id('b')))?.digest ?? ''
    const said = (statement: string, holder: string) => {
      const statements = [{ author: trio.id('a'), statement, items: [0] }]
      const act = { holder, receipt: 'ab'.repeat(32), retraction: null, statements }
      return forge.statement({ kind: 'intel.holds', compact, act })
    }
    const ours = hex(row?.digest ?? new Uint8Array())
    for (const [statement, holder] of [
      ['cd'.repeat(32), trio.id('c')],
      [ours, trio.id('a')],
      [ours, trio.id('b')],
    ] as const) {
      await forge.exchange(await forge.parcel([await said(statement, holder)]))
    }
    expect(await holdersOf('a', id)).toHaveLength(1)
    expect(await store.read.db.selectFrom('onward_holders').selectAll().execute()).toEqual([])
  })
})

describe('evidence of what was passed on', () => {
  it('proves at a third party the author’s signature and who passed it on, with the author’s keys', async () => {
    const [id] = await given(3)
    await forwarded('b', 'c')
    await trio.settled()
    const file = (name: string) => join(trio.dataDir('c'), name)
    const keysOf = async (corner: Corner) => {
      const { out } = await concert(corner, 'identity', 'show', '--published')
      await writeFile(file(`${corner}.json`), out)
      return ['--keys', file(`${corner}.json`)]
    }
    const [ofA, ofB, ofC] = [await keysOf('a'), await keysOf('b'), await keysOf('c')]
    const made = await concert('c', 'evidence', 'export', id ?? '', file('proof.json'))
    expect(made).toMatchObject({ code: 0 })
    const proof = file('proof.json')
    // Whoever passes something on can make up an author: the author's keys come from the author.
    expect(await concert('c', 'verify', proof, ...ofC)).toMatchObject({ code: 1 })
    const checked = await concert('c', 'verify', proof, ...ofC, ...ofA)
    expect(checked).toMatchObject({ code: 0 })
    expect(checked.out).toMatch(
      /Belmar \(\S+\) passed on to Belmar \(\S+\) what Arden \(\S+\) had signed/,
    )
    expect(checked.out).toContain('It does not show how Belmar')
    const chinese = await concert('c', 'verify', proof, ...ofC, ...ofA, '--lang', 'zh')
    expect(chinese.out).toMatch(/贝尔玛（\S+）将雅登（\S+）签署的内容转发给贝尔玛（\S+）/)
    // The one in the middle proves that it passed the object on, and that this was receipted.
    const passed = ['evidence', 'export', id ?? '', file('passed.json'), '--peer', trio.id('c')]
    expect(await concert('b', ...passed)).toMatchObject({ code: 0 })
    const byB = await concert('b', 'verify', file('passed.json'), ...ofB, ...ofA)
    expect(byB).toMatchObject({ code: 0 })
    expect(byB.out).toMatch(/held the whole statement, with 3 items/)
  })
})

describe('a tier that closes', () => {
  it('on the way: nobody is accused, and what was refused is offered again', async () => {
    const ids = await given(3)
    const [b, c] = [trio.parts('b'), trio.parts('c')]
    const compact = (await c.compacts.inForceWith(trio.id('b')))?.id ?? ''
    // What the last says lies here, as on a medium under way: the middle one knows nothing of it.
    await c.peers.setRoad(trio.id('b'), 'courier')
    await c.compacts.suspend(compact, 'intelligence', 'incident', undefined)
    expect(await forwarded('b', 'c')).toMatchObject({ value: { done: 3 } })
    await trio.settled(['b'])
    expect(await objectsAt('c')).toEqual([])
    // Taken back meanwhile: who has it not is not told.
    await trio.parts('a').intelligence.retract([ids[0] as string], 'expired')
    await waitFor(async () => (await objectsAt('b')).some((row) => row.retracted_by !== null))
    expect(JSON.parse((await concert('b', 'release', 'recalls', '--json')).out).recalls).toEqual([])
    await c.compacts.resume(compact, 'intelligence')
    await c.peers.setRoad(trio.id('b'), 'push')
    c.outgoing.wake(trio.id('b'))
    await trio.settled()
    expect(await forwarded('b', 'c')).toMatchObject({ value: { done: 2 } })
    await trio.settled()
    const there = await objectsAt('c')
    expect(there.map(({ stix_id }) => stix_id)).toEqual(ids.slice(1).toSorted())
    expect(await forwarded('b', 'c')).toMatchObject({ value: { done: 0 } })
    await trio.parts('a').intelligence.retract(ids.slice(1), 'expired')
    await waitFor(async () => (await objectsAt('c')).every((row) => row.retracted_by !== null))
    expect([...(await listBreaches(b.context)), ...(await listBreaches(c.context))]).toEqual([])
  })

  it('before it is sent: it waits, and goes when the tier is open', async () => {
    const ids = await given(2)
    const { compacts, outgoing } = trio.parts('b')
    const peer = trio.id('c')
    await trio.stop('c')
    const { onward } = trio.parts('b')
    expect(await onward.forward({ peer, tlp: 'green' })).toMatchObject({ value: { done: 2 } })
    const compact = (await compacts.inForceWith(peer))?.id ?? ''
    await compacts.suspend(compact, 'intelligence', 'review', undefined)
    await trio.begin('c')
    outgoing.wake(peer)
    await trio.settled(['b'])
    expect(await objectsAt('c')).toEqual([])
    await compacts.resume(compact, 'intelligence')
    await forwarded('b', 'c')
    await waitFor(async () => (await objectsAt('c')).length === 2)
    expect((await objectsAt('c')).map(({ stix_id }) => stix_id)).toEqual(ids.toSorted())
  })
})

describe('anonymous copies', () => {
  it('name nobody, are released like our own, and are taken back with the original', async () => {
    const ids = await given(3)
    const made = await concert('b', 'relay', '--json')
    expect(JSON.parse(made.out)).toEqual({ done: 3, skipped: 0 })
    expect(await trio.share('b', 'c')).toBe(3)
    await trio.settled()
    const there = await objectsAt('c')
    expect(there).toHaveLength(3)
    const text = there.map(({ body }) => new TextDecoder().decode(body)).join()
    const stixId = trio.parts('a').stixIdentity.view.id
    for (const name of [...ids, stixId, trio.id('a')]) expect(text).not.toContain(name)
    expect(new Set(there.map(({ source }) => source))).toEqual(new Set([trio.id('b')]))
    expect(JSON.parse((await concert('b', 'relay', '--json')).out)).toMatchObject({ done: 0 })
    await trio.parts('a').intelligence.retract(ids, 'false-positive')
    await waitFor(async () => (await objectsAt('c')).every((row) => row.retracted_by !== null))
  })
})

describe('a forwarder that cheats', () => {
  /** What the middle node holds of the author's statement. */
  async function held(nth = 0) {
    const { store } = trio.parts('b').context
    const { id, digest, document } = await store.read.db
      .selectFrom('statements')
      .select(['id', 'digest', 'document'])
      .where('kind', '=', 'intel.share')
      .orderBy('id')
      .offset(nth)
      .limit(1)
      .executeTakeFirstOrThrow()
    const items = await store.read.db
      .selectFrom('items')
      .innerJoin('objects', 'objects.id', 'items.object_id')
      .select(['salt', 'body as bytes'])
      .where('statement_id', '=', id)
      .orderBy('position')
      .execute()
    return { digest: hex(digest), document, items }
  }

  /** Why the receipt in a reply says that the envelope was refused. */
  function codeIn(reply: ParcelContents): unknown {
    const text = new TextDecoder().decode(reply.receipts[0]?.bytes)
    const payload = Buffer.from((JSON.parse(text) as { payload: string }).payload, 'base64')
    return JSON.parse(payload.toString()).code
  }

  async function compactOf(): Promise<string> {
    return (await trio.parts('b').compacts.inForceWith(trio.id('c')))?.digest ?? ''
  }

  it('can’t alter an item, move it, or pass on what it has not said that it does', async () => {
    await given(3)
    await forwarded('b', 'c')
    await trio.settled()
    const before = await objectsAt('c')
    const forge = new Forge(trio.node('b'), trio.node('c'))
    const { digest, document, items } = await held()
    const compact = await compactOf()
    const places = proveItems(trio.parts('b').context.crypto.sha256, items, [0, 1, 2])
    const carry = (index: number, change: object = {}, place: object = {}) => {
      const { salt, bytes, ...at } = places[index] as (typeof places)[number]
      return { salt, bytes, place: { ...at, ...place }, ...change }
    }
    const other = indicators(trio.node('a'), 99, 1)[0]?.bytes as Uint8Array
    const bad: [string, ReturnType<typeof carry>[], string][] = [
      ['another object', [carry(0, { bytes: other })], 'commitment-mismatch'],
      ['another place', [carry(0, {}, { index: 1 })], 'commitment-mismatch'],
      ['another total', [carry(2, {}, { total: 2, index: 1 })], 'commitment-mismatch'],
      ['one item twice', [carry(0), carry(0)], 'commitment-mismatch'],
      [
        'an item without a place',
        [{ ...carry(0), place: undefined as never }],
        'commitment-mismatch',
      ],
      ['items it has not named', [carry(2)], 'not-author'],
    ]
    for (const [name, carried, code] of bad) {
      const act = { statements: [{ author: trio.id('a'), statement: 'ab'.repeat(32), items: [0] }] }
      const own = await forge.statement({ kind: 'intel.forward', compact, act, tlp: 'green' })
      const theirs = {
        digest,
        carried: { bytes: document, content: null, items: carried, withheld: null },
      }
      if (code === 'not-author') {
        await trio.parts('c').context.store.transact(async (tx) => {
          await tx.db.deleteFrom('forwards').where('position', '=', 2).execute()
        })
      }
      const reply = await forge.exchange(await forge.parcel([own, theirs]))
      expect([name, codeIn(reply)]).toEqual([name, code])
    }
    expect(await objectsAt('c')).toEqual(before)
  })

  it('is named, not the author, for a signature it has broken and for what it over-shares', async () => {
    await trio.agree(['a', 'b'], onwardTerms({ tlp: 'amber' }))
    await given(1)
    await forwarded('b', 'c')
    await trio.settled()
    const before = await objectsAt('c')
    await trio.parts('a').intelligence.importObjects(indicators(trio.node('a'), 60, 2))
    await trio.share('a', 'b')
    await trio.parts('a').intelligence.importObjects(indicators(trio.node('a'), 70, 1, 'amber'))
    await trio.share('a', 'b', 'amber')
    await trio.settled()
    const forge = new Forge(trio.node('b'), trio.node('c'))
    const compact = await compactOf()
    const { digest, document, items } = await held(1)
    const place = (all: Awaited<ReturnType<typeof held>>['items'], at: number) => {
      const [proven] = proveItems(trio.parts('b').context.crypto.sha256, all, [at])
      const { salt, bytes, ...to } = proven as NonNullable<typeof proven>
      return [{ salt, bytes, place: to }]
    }
    const pass = async (
      statement: string,
      bytes: Uint8Array,
      carried: ReturnType<typeof place>,
    ) => {
      const act = { statements: [{ author: trio.id('a'), statement, items: [0] }] }
      const own = await forge.statement({ kind: 'intel.forward', compact, act, tlp: 'green' })
      const beside = { bytes, content: null, items: carried, withheld: null }
      await forge.exchange(await forge.parcel([own, { digest: statement, carried: beside }]))
    }
    // Another signature over the same bytes has the same digest: what was signed is named, not by whom.
    const broken = JSON.parse(new TextDecoder().decode(document)) as {
      signatures: { sig: string }[]
    }
    for (const signature of broken.signatures) {
      const bytes = Buffer.from(signature.sig, 'base64')
      bytes[40] = (bytes[40] as number) ^ 1
      signature.sig = bytes.toString('base64')
    }
    await pass(digest, utf8(JSON.stringify(broken)), place(items, 0))
    const amber = await held(2)
    await pass(amber.digest, amber.document, place(amber.items, 0))
    expect(await objectsAt('c')).toEqual(before)
    const named = await listBreaches(trio.parts('c').context)
    const byB = { kind: 'refused', peer: trio.id('b'), proven: true }
    expect(named).toMatchObject([
      { ...byB, code: 'statement-signature' },
      { ...byB, code: 'tlp-exceeded' },
    ])
  })

  it('can’t carry along another history of an author’s identity', async () => {
    await given(1)
    await forwarded('b', 'c')
    await trio.settled()
    const a = trio.parts('a').context
    const keys = (await keysIn(trio.dataDir('a'))).all.filter(({ use }) => use === 'root')
    const root = keys.filter(({ generation }) => generation === 1).map((key) => key as SigningKey)
    // The author itself has signed two second versions; the last node has learnt the first of them.
    const second = async (economy: string) => {
      const { root: _root, next_root: nextRoot, document, digest: _, ...draft } = a.own.identity
      const signed = await signIdentity(
        a.crypto,
        { ...draft, nextRoot, economy },
        root,
        a.own.identity,
      )
      return { chain: [document, signed.bytes], digest: signed.digest }
    }
    const { context } = trio.parts('c')
    const [one, other] = [await second('XA'), await second('XB')]
    const chainOf = (documents: readonly Uint8Array[]) =>
      utf8(`{"identities":[${documents.map((each) => fromUtf8(each)).join()}],"v":1}`)
    await learnAuthor(context, trio.id('a'), [chainOf(one.chain)])
    const before = await context.identities.chain(trio.id('a'))
    expect(before).toHaveLength(2)
    await learnAuthor(context, trio.id('a'), [chainOf(other.chain)])
    expect(await context.identities.chain(trio.id('a'))).toEqual(before)
    // What is signed under the other branch is nobody's, and changes nothing.
    const there = await objectsAt('c')
    const forge = new Forge(trio.node('b'), trio.node('c'))
    const { digest } = other
    const author = { node: trio.id('a'), party: 'node', role: 'duty-officer' }
    const compact = await compactOf()
    const said = { kind: 'intel.share', compact, author, identity: digest, act: { items: 1 } }
    const forged = await forge.statement(said, a.own.signers)
    const act = { statements: [{ author: trio.id('a'), statement: forged.digest, items: [0] }] }
    const own = await forge.statement({ kind: 'intel.forward', compact, act, tlp: 'green' })
    const reply = await forge.exchange(await forge.parcel([own, forged]))
    expect(codeIn(reply)).toBe('unknown-identity')
    expect(await objectsAt('c')).toEqual(there)
  })

  it('can’t take back what another wrote, nor speak in another’s name', async () => {
    await given(2)
    await forwarded('b', 'c')
    await trio.settled()
    const forge = new Forge(trio.node('b'), trio.node('c'))
    const { digest } = await held()
    const compact = await compactOf()
    const targets = [{ author: trio.id('a'), statement: digest, item: 0 }]
    const act = { targets, reason: 'expired' }
    const own = await forge.statement({ kind: 'intel.retract', compact, act })
    const identity = trio.parts('a').context.own.identity.digest
    const author = { node: trio.id('a'), party: 'node', role: 'duty-officer' }
    const feigned = await forge.statement({ kind: 'intel.retract', compact, act, author, identity })
    for (const statement of [own, feigned]) {
      await forge.exchange(await forge.parcel([statement]))
    }
    expect((await objectsAt('c')).every((row) => row.retracted_by === null)).toBe(true)
  })
})
