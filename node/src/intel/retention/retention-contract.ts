import { hex } from '@concert/core'
import { verifyEvidence } from '@concert/envelope'
import type { IntelligenceTerms } from '@concert/threads'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { retention } from '../../store/migrations/0028-retention.ts'
import { COLUMN_TYPES } from '../../store/migrations/migration.ts'
import { Forge, type Forged } from '../../testing/forge.ts'
import {
  GREEN_TERMS,
  indicators,
  type Pair,
  type PairOptions,
  startPair,
} from '../../testing/pair.ts'
import { exportEvidence, publishedKeys } from '../../trust/export-evidence.ts'
import { noteCame } from './arrival.ts'

const DAY = 86_400_000

/** Two nodes of which the receiver deletes what it must, and nothing else, on any engine. */
export function retentionContract(
  engine: string,
  databases: () => Promise<PairOptions['databases']>,
): void {
  describe(`retention on ${engine}`, () => {
    let pair: Pair
    let compact: string

    beforeEach(async () => {
      const urls = await databases()
      pair = await startPair(urls ? { databases: urls } : {})
      await pair.peerAndConfirm()
      compact = await pair.agreeCompact({ retention_days: 10 })
    }, 120_000)
    afterEach(() => pair.close())

    const b = () => pair.b.parts
    const idOf = (n: number) => indicators(pair.a, n, 1)[0]?.view.id ?? ''

    async function shared(from: number, count: number): Promise<void> {
      await pair.a.parts.intelligence.importObjects(indicators(pair.a, from, count))
      await pair.share()
      await pair.settled()
    }

    /** Both clocks go on, and everything that is due then is done. */
    async function after(days: number): Promise<void> {
      for (const side of ['a', 'b'] as const) pair.skew[side] += days * DAY
      for (const side of [pair.a, pair.b]) {
        await side.parts.search.caughtUp()
        while (await side.parts.retention.sweep()) {}
      }
    }

    const found = async (n: number) => {
      const answer = await b().search.search({ q: `phish-${n}.example` })
      return answer.ok ? answer.value.rows.filter(({ type }) => type === 'indicator').length : -1
    }

    /** Whether any column of any table holds these letters. */
    async function holds(text: string): Promise<readonly string[]> {
      const { read } = b().context.store
      const tables = await read.query(
        read.engine === 'sqlite'
          ? sql<{ name: string }>`select name from sqlite_schema where type = 'table'`
          : sql<{ name: string }>`select tablename as name from pg_tables
              where schemaname = current_schema()`,
      )
      const holding: string[] = []
      for (const { name } of tables) {
        const rows = await read.query(
          sql<Record<string, unknown>>`select * from ${sql.table(name)}`,
        )
        const cells = rows.flatMap((row) => Object.values(row))
        const isIn = cells.some((cell) => {
          if (typeof cell === 'string') return cell.includes(text)
          return cell instanceof Uint8Array && Buffer.from(cell).includes(text)
        })
        if (isIn) holding.push(name)
      }
      return holding
    }

    const forge = () => new Forge(pair.a, pair.b)

    async function statement(from: number, under = compact): Promise<Forged> {
      const { crypto } = pair.a.parts.context
      const items = indicators(pair.a, from, 1).map(({ bytes }) => {
        return { salt: crypto.random(32), bytes }
      })
      return await forge().statement({ compact: under, items })
    }

    async function send(...statements: readonly Forged[]): Promise<void> {
      const reply = await forge().exchange(await forge().parcel(statements))
      expect(reply.receipts).toHaveLength(1)
      expect(await newestState()).toBe('accepted')
    }

    async function newestState(): Promise<string | undefined> {
      const { db } = b().context.store.read
      const row = await db
        .selectFrom('envelopes')
        .select('state')
        .where('direction', '=', 'in')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.state
    }

    async function verifies(evidence: Uint8Array): Promise<void> {
      const report = await verifyEvidence(b().context.crypto, evidence, await publishedKeys(b()))
      expect(report).toMatchObject({ verified: true })
    }

    async function amend(change: Partial<IntelligenceTerms>): Promise<string> {
      const { compacts } = pair.a.parts
      const [state] = await compacts.list()
      const amended = await compacts.amend(state?.id ?? '', {
        title: { en: 'Phishing domains', zh: '钓鱼域名' },
        text: [],
        from: '2026-01-01T00:00:00.000Z',
        until: '2100-01-01T00:00:00.000Z',
        signBy: '2099-01-01T00:00:00.000Z',
        terms: { intelligence: { ...GREEN_TERMS, ...change } },
      })
      const version = amended.ok ? (amended.value.proposals.at(-1)?.digest ?? '') : ''
      await pair.settled()
      expect(await b().compacts.sign(version)).toMatchObject({ ok: true })
      await expect
        .poll(async () => {
          const sides = [pair.a, pair.b].map((side) => side.parts.compacts.list())
          return (await Promise.all(sides)).map(([found]) => found?.digest)
        })
        .toEqual([version, version])
      await pair.settled()
      return version
    }

    it('deletes what came when its days are over, from every place, and keeps the proof that it came', async () => {
      await b().taxii.addCollection({
        title: { en: 'All', zh: '全部' },
        alias: 'all',
        view: { types: ['indicator'] },
        readable: true,
        writable: false,
      })
      await shared(0, 3)
      const page = await b().search.object(idOf(0), {})
      const kept = page.ok ? page.value.versions[0]?.kept : undefined
      const id = (await b().compacts.list())[0]?.id ?? ''
      expect(kept).toMatchObject({ days: 10, compact: id, version: compact })
      expect((kept?.until ?? 0) - b().context.now()).toBeGreaterThan(9.9 * DAY)
      expect((kept?.until ?? 0) - b().context.now()).toBeLessThanOrEqual(10 * DAY)
      const { db } = b().context.store.read
      const entries = () => db.selectFrom('taxii_entries').selectAll().execute()
      await expect.poll(async () => (await entries()).length, { timeout: 20_000 }).toBe(3)
      const [said] = await db
        .selectFrom('statements')
        .selectAll()
        .where('kind', '=', 'intel.share')
        .execute()

      await after(9.9)
      expect(await found(0)).toBe(1)
      expect(await b().retention.view()).toMatchObject({
        begins: null,
        compacts: [{ compact: id, versions: [{ version: compact, days: 10 }], soon: 3 }],
      })
      await after(0.2)
      for (const n of [0, 1, 2]) expect(await found(n)).toBe(0)
      expect(await holds('phish-')).toEqual([])
      expect(await holds(idOf(0))).toEqual([])
      expect(await entries()).toEqual([])
      const counted = await db.selectFrom('search_counts').selectAll().execute()
      expect(counted.filter(({ type, objects }) => type === 'indicator' && objects > 0)).toEqual([])
      expect(await b().search.lookup(['phish-1.example'], {})).toMatchObject([{ exact: [] }])

      const gone = await b().search.object(idOf(0), {})
      expect(gone).toMatchObject({ ok: false, code: 'retention-over' })
      const { message } = gone as unknown as { message: { en: string; zh: string } }
      expect(message.en).toContain('10 days after it came, as the compact “Phishing domains” says')
      expect(message.zh).toContain('收到后满10天，已按合作约定“钓鱼域名”')
      expect(await b().search.object(idOf(0), { cleared: ['clear'] })).toMatchObject({
        code: 'not-found',
      })
      expect(await exportEvidence(b(), idOf(0))).toMatchObject({
        ok: false,
        code: 'retention-over',
      })
      // That the statement came still proves itself, without what it was about.
      const evidence = await exportEvidence(b(), hex(said?.digest as Uint8Array))
      if (!evidence.ok) throw new Error(evidence.code)
      await verifies(evidence.value)

      const trail = await db
        .selectFrom('account_trail')
        .selectAll()
        .where('action', '=', 'retention')
        .execute()
      expect(trail).toMatchObject([{ account: 'node', subject: `${id} 3`, outcome: 'ok' }])
      const { values } = await b().metrics.expired.get()
      expect(values.map(({ value }) => value)).toEqual([3])
      // Whoever said it has it still.
      const own = await pair.a.parts.search.object(idOf(0), {})
      expect(own).toMatchObject({ ok: true, value: { versions: [{ kept: null }] } })
      expect(await b().retention.view()).toEqual({ begins: null, compacts: [] })
    }, 120_000)

    it('takes a repetition of what it has deleted for nothing new, and a new word for one', async () => {
      const one = await statement(0)
      await send(one)
      await send(one)
      await after(11)
      expect(await found(0)).toBe(0)
      await send(one)
      expect(await found(0)).toBe(0)
      expect(await holds('phish-0')).toEqual([])
      // The channel goes on, and the same object in a new statement counts from its own receipt.
      await send(await statement(0))
      expect(await found(0)).toBe(1)
      await after(9)
      expect(await found(0)).toBe(1)
      await after(2)
      expect(await found(0)).toBe(0)
    }, 120_000)

    it('keeps nothing longer because it came again, and nothing shorter', async () => {
      const one = await statement(0)
      await send(one)
      await after(6)
      await send(one)
      await after(5)
      expect(await found(0)).toBe(0)
    }, 120_000)

    it('counts the days of each compact for what came under it', async () => {
      const longer = await pair.agreeCompact({ retention_days: 30 })
      await send(await statement(0), await statement(0, longer), await statement(1))
      await after(11)
      expect(await found(0)).toBe(1)
      expect(await found(1)).toBe(0)
      const page = await b().search.object(idOf(0), {})
      expect(page.ok && page.value.versions).toMatchObject([
        { kept: { days: 30, version: longer } },
      ])
      await after(20)
      expect(await found(0)).toBe(0)
      expect(await holds('phish-0')).toEqual([])
    }, 120_000)

    it('goes by what was agreed when it came, and by what is agreed now when that is longer', async () => {
      await shared(0, 1)
      await amend({ retention_days: 1 })
      await after(2)
      // No signature empties a store.
      expect(await found(0)).toBe(1)
      await shared(1, 1)
      await after(2)
      expect(await found(1)).toBe(0)
      expect(await found(0)).toBe(1)
      await amend({ retention_days: 20 })
      await after(8)
      expect(await found(0)).toBe(1)
      await after(9)
      expect(await found(0)).toBe(0)
    }, 120_000)

    it('binds beyond the end of the compact', async () => {
      await shared(0, 1)
      const [state] = await pair.a.parts.compacts.list()
      const ended = await pair.a.parts.compacts.end(state?.id ?? '', 'policy', undefined)
      expect(ended).toMatchObject({ ok: true })
      await pair.settled()
      await after(11)
      expect(await found(0)).toBe(0)
    }, 120_000)

    it('deletes what was taken back as well, and hears of what is taken back later', async () => {
      await shared(0, 2)
      await pair.a.parts.intelligence.retract([idOf(0)], 'false-positive')
      await pair.settled()
      await after(11)
      expect(await holds('phish-')).toEqual([])
      await pair.a.parts.intelligence.retract([idOf(1)], 'false-positive')
      await pair.settled()
      const stones = await b()
        .context.store.read.db.selectFrom('expired_objects')
        .select('retracted_by')
        .execute()
      expect(stones.filter(({ retracted_by }) => retracted_by !== null)).toHaveLength(2)
      await shared(2, 1)
      expect(await found(2)).toBe(1)
    }, 120_000)

    it('believes its own clock alone', async () => {
      const { crypto } = pair.a.parts.context
      const [made] = indicators(pair.a, 0, 1)
      const text = new TextDecoder().decode(made?.bytes)
      const at = (year: string) => ({
        salt: crypto.random(32),
        bytes: new TextEncoder().encode(text.replaceAll('2026-11-01', `${year}-11-01`)),
      })
      const items = [at('1990'), at('2999')]
      const time = new Date(pair.a.parts.context.now() - 0.9 * DAY).toISOString()
      await send(await forge().statement({ compact, items, time }))
      await after(9.5)
      expect(await found(0)).toBe(2)
      await after(1)
      expect(await found(0)).toBe(0)
    }, 120_000)

    it('works off thousands in bounded steps and goes on after a restart', async () => {
      await shared(0, 700)
      pair.skew.b += 11 * DAY
      await b().search.caughtUp()
      const here = async () => {
        const { db } = b().context.store.read
        const rows = db.selectFrom('objects').select('id').where('type', '=', 'indicator')
        return (await rows.execute()).length
      }
      expect(await here()).toBe(700)
      expect(await b().retention.sweep()).toBe(true)
      expect(await here()).toBeGreaterThanOrEqual(450)
      await pair.restart('b')
      await expect.poll(here, { timeout: 20_000 }).toBe(0)
      expect(await holds('phish-')).toEqual([])
    }, 120_000)

    it('gives whoever comes from an earlier version a week to look', async () => {
      await shared(0, 2)
      const { store } = b().context
      const [toAuthors, toPassers] = retention.up(COLUMN_TYPES[store.engine]).slice(-2)
      await store.transact(async (tx) => {
        await tx.db.deleteFrom('kept_statements').execute()
        await tx.db.deleteFrom('node_state').where('name', '=', 'retention-begins').execute()
        for (const text of [toAuthors, toPassers]) await tx.query(sql.raw(text ?? ''))
      })
      pair.skew.b += 11 * DAY
      await pair.restart('b')
      const { begins, compacts } = await b().retention.view()
      expect(Date.parse(begins ?? '') - b().context.now()).toBeGreaterThan(6.9 * DAY)
      expect(compacts).toMatchObject([{ soon: 2 }])
      pair.skew.a += 11 * DAY
      await after(6.9)
      expect(await found(0)).toBe(1)
      await after(0.2)
      expect(await found(0)).toBe(0)
      expect(await b().retention.view()).toEqual({ begins: null, compacts: [] })
    }, 120_000)

    it('still proves what is kept longer than its siblings', async () => {
      await shared(0, 3)
      const { store, now } = b().context
      const said = await store.read.db
        .selectFrom('items')
        .innerJoin('objects', 'objects.id', 'items.object_id')
        .select(['statement_id', 'position', 'stix_id'])
        .where('type', '=', 'indicator')
        .execute()
      const [kept] = said
      const longer = await pair.agreeCompact({ retention_days: 40 })
      await store.transact((tx) =>
        noteCame(tx, {
          statementId: kept?.statement_id ?? 0,
          via: 'another',
          compact: Buffer.from(longer, 'hex'),
          places: [kept?.position ?? 0],
          items: 1,
          received: now(),
        }),
      )
      await after(11)
      const left = await store.read.db
        .selectFrom('objects')
        .select('stix_id')
        .where('type', '=', 'indicator')
        .execute()
      expect(left.map(({ stix_id }) => stix_id)).toEqual([kept?.stix_id])
      const evidence = await exportEvidence(b(), kept?.stix_id ?? '')
      if (!evidence.ok) throw new Error(evidence.code)
      await verifies(evidence.value)
      await after(30)
      expect(await holds('phish-')).toEqual([])
    }, 120_000)
  })
}
