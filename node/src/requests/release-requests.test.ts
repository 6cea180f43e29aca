import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalBytes, fromUtf8, type JsonObject } from '@concert/core'
import { parseStatement } from '@concert/envelope'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ReleaseRole } from '../config/config.ts'
import { RELEASE_DEFAULTS } from '../config/resolve.ts'
import { bytesOf } from '../exchange/statements.ts'
import { readAudit } from '../release/audit.ts'
import type { Acting } from '../release/delegates.ts'
import { accepted, Desks, phishing, REQUEST_TERMS, worded } from '../testing/desks.ts'

let desks: Desks
let folder: string

const LAW = {
  v: 1,
  law: { en: 'Data Security Law, Art. 36', zh: '《数据安全法》第三十六条' },
  rules: [
    {
      id: 'court-data',
      because: { en: 'Data for a foreign court', zh: '向境外司法机构提供数据' },
      outcome: 'block',
      when: { property: '**', matches: 'foreign court|境外法院' },
    },
    {
      id: 'power-grid',
      because: { en: 'Power grids are looked at', zh: '涉及电网的内容须审核' },
      outcome: 'review',
      when: {
        all: [{ property: '**', matches: 'substation|变电站' }, { label: ['phishing-takedown'] }],
      },
    },
  ],
}

const noted = (en: string, zh = '说明') => ({ note: worded(en, zh) })
const PART = { questions: [], targets: [] }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concert-release-'))
  await mkdir(join(folder, 'laws'))
  await writeFile(join(folder, 'laws', 'law.json'), JSON.stringify(LAW))
  const delegates = [
    { name: 'ann', roles: ['analyst'] },
    { name: 'wei', roles: ['release-officer'] },
    { name: 'li', roles: ['legal-officer'] },
  ] as const
  const internalNames = ['corp.arden.example']
  const release = { ...RELEASE_DEFAULTS, folder, delegates, internalNames }
  desks = await Desks.open({ config: { release } }, { ...REQUEST_TERMS, targets: 20_000 })
})

afterAll(async () => {
  await desks.close()
  await rm(folder, { recursive: true, force: true })
})

function described(en: string, change: object = {}) {
  const base = phishing(desks.node('b'))
  const content = { ...base.content, description: worded(en, '说明') } as unknown as JsonObject
  return { ...base, ...change, content }
}

async function keep(en: string, targets: readonly string[] = ['x.example'], change: object = {}) {
  const { drafts } = desks.desk('a')
  return accepted(await drafts.keep(described(en, change), targets, 'ann')).draft
}

describe('a request at the release desk', () => {
  it('is stopped by a local law, which is cited here and told to nobody else', async () => {
    const { drafts } = desks.desk('a')
    const draft = await keep('It is for a foreign court.')
    expect(draft.release).toMatchObject({ outcome: 'block', findings: [{ cites: 'court-data' }] })
    expect(draft.ready).toBe(false)
    expect(await drafts.authorise(draft.id, 'li')).toMatchObject({ code: 'release-blocked' })
    const bare = await keep('Nothing of the kind.')
    accepted(await drafts.authorise(bare.id, 'wei'))
    const [, again] = [accepted(await drafts.discard(draft.id)), await keep('境外法院需要。')]
    expect(await drafts.send(again.id)).toMatchObject({ code: 'not-authorised' })
    expect(again.release.findings[0]).toMatchObject({ reason: 'law', law: LAW.law, at: null })
  })

  it.each([
    ['Write to victim@bank.example', 'email-address', 'content.description.original.text'],
    ['Seen at 10.20.30.40 here', 'internal-address', 'content.description.original.text'],
    ['See wiki.corp.arden.example', 'internal-name', 'content.description.original.text'],
    ['Zm9yIHZpY3RpbUBiYW5rLmV4YW1wbGU=', 'email-address', 'content.description.original.text'],
    ['This was state-sponsored.', 'attribution', 'content.description.original.text'],
    ['SECRET//NOFORN notes', 'secrecy-mark', 'content.description.original.text'],
    ['【机密】附件', 'secrecy-mark', 'content.description.original.text'],
  ])('waits for a second person: %s', async (text, reason, at) => {
    const { drafts } = desks.desk('a')
    const draft = await keep(text)
    expect(draft.release).toMatchObject({ outcome: 'review', findings: [{ reason, at }] })
    expect(await drafts.send(draft.id)).toMatchObject({ code: 'not-authorised' })
    expect(await drafts.authorise(draft.id, 'ann')).toMatchObject({ code: 'four-eyes' })
    expect(accepted(await drafts.authorise(draft.id, 'wei')).ready).toBe(true)
    accepted(await drafts.discard(draft.id))
  })

  it('does not carry a label stricter than its own, nor a victim’s address in a target', async () => {
    const marked = await keep('TLP:RED for you alone')
    expect(marked.release.findings[0]).toMatchObject({ reason: 'label-in-text', outcome: 'block' })
    const red = await keep('TLP:RED for you alone', ['x.example'], { tlp: 'red' })
    expect(red.release.outcome).toBe('allow')
    const urls = ['https://x.example/a', 'https://x.example/?u=victim@bank.example']
    const victim = await keep('Look.', urls)
    expect(victim.release.findings).toMatchObject([{ reason: 'email-address', at: 'targets[1]' }])
  })

  it('is let go only by whom the rule names, and asked anew when rules come after', async () => {
    const { drafts } = desks.desk('a')
    const draft = await keep('Mail of the substation.')
    expect(await drafts.authorise(draft.id, 'wei')).toMatchObject({ code: 'role-missing' })
    accepted(await drafts.authorise(draft.id, 'li'))
    const late = { ...LAW.rules[1], id: 'later', when: { property: '**', matches: 'mail of' } }
    const file = join(folder, 'laws', 'late.json')
    await writeFile(file, JSON.stringify({ ...LAW, rules: [late] }))
    expect(await drafts.send(draft.id)).toMatchObject({ code: 'release-review' })
    await rm(file)
    const { id } = accepted(await drafts.send(draft.id))
    await desks.rest()
    expect(await desks.show('b', id)).toMatchObject({ phase: 'sent' })
    const audit = await readAudit(desks.pair.a.parts.context, { after: 0, id })
    expect(audit).toMatchObject([{ action: 'released', actor: 'li', objects: 0 }])
    expect(audit[0]?.findings[0]).toMatchObject({ cites: 'power-grid', law: LAW.law })
  })

  it('is previewed in the very bytes that are signed, and not sent when they changed', async () => {
    const { drafts } = desks.desk('a')
    const urls = Array.from({ length: 12_000 }, (_, i) => `https://p${i}.example/`)
    const draft = await keep('Look.', urls)
    const parts = []
    for (const part of [0, 1, 2]) parts.push(accepted(await drafts.preview(draft.id, 'wei', part)))
    expect(parts.map(({ kind, parts: n }) => [kind, n])).toEqual([
      ['request.request', 3],
      ['request.targets', 3],
      ['request.targets', 3],
    ])
    const name = parts[0]?.name ?? ''
    expect(await drafts.authorise(draft.id, 'wei', '0'.repeat(64))).toMatchObject({
      code: 'draft-changed',
    })
    accepted(await drafts.authorise(draft.id, 'wei', name))
    expect(await drafts.send(draft.id, '0'.repeat(64))).toMatchObject({ code: 'draft-changed' })
    const { id } = accepted(await drafts.send(draft.id, name))
    const { store, crypto } = desks.pair.a.parts.context
    const rows = await store.read.db
      .selectFrom('statements')
      .select(['document', 'content'])
      .where(({ or, eb }) => or([eb('digest', '=', bytesOf(id)), eb('thread', '=', bytesOf(id))]))
      .where('kind', '<>', 'request.receive')
      .orderBy('id')
      .execute()
    expect(rows).toHaveLength(3)
    for (const [i, row] of rows.entries()) {
      expect(row.content && fromUtf8(row.content)).toBe(parts[i]?.content)
      const signed = JSON.parse(fromUtf8(row.document) ?? '') as { readonly payload: string }
      const payload = Buffer.from(signed.payload, 'base64').toString()
      expect(payload).toContain(`"act":${parts[i]?.act},`)
      expect(parseStatement(crypto, row.document).ok).toBe(true)
    }
    await desks.rest()
  })
})

describe('a second person’s word on a request', () => {
  const DAY_MS = 86_400_000
  const auditOf = async (id: number) => {
    const all = await readAudit(desks.pair.a.parts.context, { after: 0 })
    return all.filter(({ note }) => note.startsWith(`draft ${id},`))
  }

  it('counts for `reviewDays` and no longer: nothing of it is sent then, and the audit says so', async () => {
    const { drafts } = desks.desk('a')
    const { context } = desks.pair.a.parts
    const draft = await keep('Write to victim@bank.example')
    const done = accepted(await drafts.authorise(draft.id, 'wei'))
    expect(done.authorisedUntil).toBe(done.updated + 7 * DAY_MS)
    const stored = async () => {
      const { db } = context.store.read
      const { n } = await db
        .selectFrom('statements')
        .select((select) => select.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return Number(n)
    }
    const before = await stored()
    desks.pair.skew.a = 7 * DAY_MS
    expect(await drafts.send(draft.id)).toEqual({
      ok: false,
      code: 'authorisation-expired',
      at: 'id',
    })
    desks.pair.skew.a = 0
    expect(await stored()).toBe(before)
    expect(await auditOf(draft.id)).toMatchObject([
      { action: 'expired', actor: '', note: `draft ${draft.id}, authorised by wei` },
    ])
    // As if nobody had: whoever turns the clock back finds no word to send it on.
    expect(await drafts.send(draft.id)).toMatchObject({ code: 'not-authorised' })
    expect(accepted(await drafts.show(draft.id))).toMatchObject({
      state: 'draft',
      authoriser: null,
      authorisedUntil: null,
      ready: false,
    })
    accepted(await drafts.authorise(draft.id, 'wei'))
    desks.pair.skew.a = 7 * DAY_MS - 60_000
    accepted(await drafts.send(draft.id))
    desks.pair.skew.a = 0
    await desks.rest()
  })

  it('that runs out while its objects go is found by the transaction that would send it', async () => {
    const { drafts } = desks.desk('a')
    const { context } = desks.pair.a.parts
    const draft = await keep('Look.')
    accepted(await drafts.authorise(draft.id, 'wei'))
    const real = context.store.transact.bind(context.store)
    let calls = 0
    const transact = vi.spyOn(context.store, 'transact').mockImplementation((work) => {
      // The first look is in time; the one that sends is not.
      if (++calls === 2) desks.pair.skew.a = 8 * DAY_MS
      return real(work)
    })
    const sent = await drafts.send(draft.id)
    transact.mockRestore()
    desks.pair.skew.a = 0
    expect(sent).toMatchObject({ code: 'authorisation-expired' })
    expect(calls).toBe(2)
    expect(await auditOf(draft.id)).toMatchObject([{ action: 'expired' }])
  })

  it('is taken back before drafts are listed, and none that is younger', async () => {
    const { drafts } = desks.desk('a')
    const [old, young] = [await keep('Look.'), await keep('Look.')]
    accepted(await drafts.authorise(old.id, 'wei'))
    desks.pair.skew.a = 4 * DAY_MS
    accepted(await drafts.authorise(young.id, 'wei'))
    desks.pair.skew.a = 8 * DAY_MS
    const states = new Map((await drafts.list(false)).map(({ id, state }) => [id, state]))
    desks.pair.skew.a = 0
    expect([states.get(old.id), states.get(young.id)]).toEqual(['draft', 'authorised'])
    for (const { id } of [old, young]) accepted(await drafts.discard(id))
  })
})

describe('whoever released a request', () => {
  const signedIn = (name: string, role: ReleaseRole) => ({ name, roles: new Set([role]) })
  const pairs: [Acting, Acting, string[]][] = [
    ['ann', 'li', ['analyst', 'legal-officer']],
    [
      signedIn('Qm8xT0account1', 'duty-officer'),
      signedIn('Zz1pL4account2', 'release-officer'),
      ['duty-officer', 'release-officer'],
    ],
  ]

  it.each(pairs)(
    'is told to the other side by role: no name and no account leaves',
    async (author, second, roles) => {
      const { drafts } = desks.desk('a')
      const { draft } = accepted(await drafts.keep(described('Look.'), ['x.example'], author))
      const { name } = accepted(await drafts.preview(draft.id, second))
      accepted(await drafts.authorise(draft.id, second, name))
      const { id } = accepted(await drafts.send(draft.id, name))
      await desks.rest()
      const row = await desks.pair.b.parts.context.store.read.db
        .selectFrom('statements')
        .select(['document', 'content'])
        .where('digest', '=', bytesOf(id))
        .executeTakeFirstOrThrow()
      const content = (row.content && fromUtf8(row.content)) ?? ''
      expect(JSON.parse(content).authorisers).toEqual(roles.map((role) => ({ role })))
      for (const who of [author, second]) {
        const word = typeof who === 'object' ? who.name : `"${who}"`
        expect(content + fromUtf8(row.document)).not.toContain(word)
      }
    },
  )
})

describe('a word in a request at the release desk', () => {
  let id: string

  beforeAll(async () => {
    const { drafts } = desks.desk('a')
    const draft = await keep('Look.')
    accepted(await drafts.authorise(draft.id, 'wei'))
    id = accepted(await drafts.send(draft.id)).id
    await desks.rest()
  })

  const say = async (en: string) => {
    const order = { move: 'request.partial', act: PART, content: noted(en) } as const
    return await desks.desk('b').move(id, order as never, 'ann')
  }

  it('leaves when nothing is found in it, and never past a law', async () => {
    expect(accepted(await say('Half of them are down.')).events.at(-1)?.kind).toBe(
      'request.partial',
    )
    expect(await say('For the foreign court.')).toMatchObject({
      code: 'release-blocked',
      at: 'court-data',
    })
  })

  it('is held for a second person, who lets it go as it was shown, or keeps it here', async () => {
    const { words } = desks.desk('b')
    const before = (await desks.show('b', id)).events.length
    const held = accepted(await say('Ask admin@isp.example for the rest.')).held
    expect(held).toMatchObject([
      { author: 'ann', move: 'request.partial', findings: [{ reason: 'email-address' }] },
    ])
    accepted(await say('And +86 138 1234 5678.'))
    expect((await desks.show('b', id)).events).toHaveLength(before)
    const [first, second] = await words.held(false)
    expect(await words.held(true)).toEqual([])
    const number = first?.id ?? 0
    expect(await words.approve(number, 'ann', 'mine')).toMatchObject({ code: 'role-missing' })
    const done = await Promise.all([
      words.approve(number, 'wei', 'role address'),
      words.approve(number, 'wei', 'role address'),
    ])
    expect(done.filter(({ ok }) => ok)).toHaveLength(1)
    accepted(await words.reject(second?.id ?? 0, 'ann', 'not needed'))
    await desks.rest()
    const atA = await desks.show('a', id)
    expect(atA.events.at(-1)?.content?.note?.original.text).toContain('admin@isp.example')
    expect(atA.events).toHaveLength(before + 1)
    // What was looked at is what arrived, byte for byte, but for what is set at signing.
    const { store, crypto } = desks.pair.a.parts.context
    const row = await store.read.db
      .selectFrom('statements')
      .select(['document', 'content'])
      .where('digest', '=', bytesOf(atA.events.at(-1)?.digest ?? ''))
      .executeTakeFirstOrThrow()
    expect(row.content && fromUtf8(row.content)).toBe(first?.bytes.content)
    const arrived = parseStatement(crypto, row.document)
    if (!arrived.ok) throw new Error(arrived.code)
    const { content, thread, time, ...standing } = arrived.value.document.body
    expect([content, thread, time]).not.toContain(undefined)
    expect(first?.bytes.later).toEqual(['content', 'thread', 'time'])
    expect(fromUtf8(canonicalBytes(standing))).toBe(first?.bytes.statement)
    expect((await desks.show('b', id)).held).toEqual([])
    const audit = await readAudit(desks.pair.b.parts.context, { after: 0, id })
    expect(audit.map(({ action, actor }) => [action, actor])).toEqual([
      ['queued', 'ann'],
      ['queued', 'ann'],
      ['approved', 'wei'],
      ['rejected', 'ann'],
    ])
  })

  it('that nobody decides in time is not said, and can be said anew', async () => {
    const { words } = desks.desk('b')
    const before = (await desks.show('b', id)).events.length
    const [late] = accepted(await say('Ask late@isp.example.')).held
    desks.pair.skew.b += (RELEASE_DEFAULTS.reviewDays + 1) * 86_400_000
    expect(await words.approve(late?.id ?? 0, 'wei', 'too late')).toMatchObject({
      code: 'unknown-word',
    })
    expect(await words.held(false)).toEqual([])
    expect((await desks.show('b', id)).events).toHaveLength(before)
    const [last] = (await readAudit(desks.pair.b.parts.context, { after: 0, id })).slice(-1)
    expect(last).toMatchObject({ action: 'expired', actor: '' })
    expect(accepted(await say('Ask late@isp.example.')).held).toHaveLength(1)
  })
})
