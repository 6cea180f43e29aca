import { readFile } from 'node:fs/promises'
import { fromUtf8, utf8 } from '@concert/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { accepted, Desks, phishing } from '../testing/desks.ts'
import { waitFor } from '../testing/pair.ts'
import { verifySignedScorecard } from './verify-signed.ts'

let desks: Desks

const PERIOD = { from: '2026-01-01T00:00:00.000Z', until: '2099-01-01T00:00:00.000Z' }

beforeAll(async () => {
  desks = await Desks.open()
  for (let i = 0; i < 5; i++) await handled(i)
  await desks.send('a', { ...phishing(desks.node('b')), exercise: true }, ['drill.example'])
})

afterAll(async () => {
  await desks.close()
})

/** A request that is acknowledged, worked on, partly relapsed and rated. */
async function handled(i: number): Promise<void> {
  const id = await desks.send('a', phishing(desks.node('b')), [
    `one-${i}.example`,
    `two-${i}.example`,
  ])
  const at = new Date().toISOString()
  accepted(await desks.move('b', id, 'acknowledge', { human: true }))
  const targets = [{ from: 0, count: 2, status: 'down', at }]
  const answer = { questions: [], targets, result: 'complete' }
  accepted(await desks.move('b', id, 'answer', answer))
  const again = [{ from: 1, count: 1, status: 'up', at }]
  accepted(await desks.move('a', id, 'update', { questions: [], targets: again }))
  accepted(await desks.move('a', id, 'rate', { usefulness: 2, reason: 'useful' }))
}

describe('a scorecard', () => {
  let id: string

  it('is the same bytes on both nodes, over a cut that both have signed', async () => {
    const proposed = accepted(await desks.desk('a').scorecards.propose(desks.node('b'), PERIOD))
    id = proposed.id ?? ''
    await waitFor(async () => {
      await desks.rest()
      const [line] = await desks.desk('a').scorecards.list()
      return line?.state !== 'proposed'
    })
    const atA = accepted(await desks.desk('a').scorecards.show(id))
    const atB = accepted(await desks.desk('b').scorecards.show(id))
    expect(atA.state).toBe('agreed')
    expect(atB.card).toEqual(atA.card)
    expect(atB.digest).toBe(atA.digest)
    // Later words are beyond the cut: the card stays as it was signed.
    await desks.send('a', phishing(desks.node('b')), ['later.example'])
    expect(accepted(await desks.desk('b').scorecards.show(id)).digest).toBe(atA.digest)
  })

  it('tells numbers of five and more, each opening its messages; drills stay out of them', async () => {
    const { card } = accepted(await desks.desk('b').scorecards.show(id))
    const row = (measure: string, of: 'a' | 'b', urgency = 'all') =>
      card.rows.find((entry) => {
        return entry.measure === measure && entry.of === desks.node(of) && entry.urgency === urgency
      })
    expect(row('requests-asked', 'a')).toMatchObject({ value: 5, n: 5 })
    expect(row('requests-asked', 'a', 'u1')).toMatchObject({ value: 5 })
    expect(row('requests-asked', 'b')).toMatchObject({ value: null, n: null })
    expect(row('acknowledge-on-time', 'b')).toMatchObject({ value: 1000, n: 5 })
    expect(row('usefulness-median', 'b')).toMatchObject({ value: 2 })
    expect(row('relapses', 'b')).toMatchObject({ value: 5 })
    expect(row('takedown-acted', 'b')).toMatchObject({ value: 1000, n: 10 })
    expect(row('drills-joined', 'b')).toMatchObject({ value: null })
    const of = desks.node('b')
    const opened = accepted(
      await desks.desk('b').scorecards.open({ id }, { measure: 'relapses', of, urgency: 'all' }),
    )
    expect(opened.messages).toHaveLength(5)
    expect(opened.said.map(({ digest }) => digest).toSorted()).toEqual(opened.messages.toSorted())
    expect(opened.said[0]).toMatchObject({ kind: 'request.request', by: desks.node('a') })
    const now = await desks
      .desk('b')
      .scorecards.open(
        { peer: desks.node('a'), ...PERIOD },
        { measure: 'requests-asked', of: desks.node('a'), urgency: 'u1' },
      )
    // The card as it is now has what came after the cut as well.
    expect(accepted(now).messages).toHaveLength(6)
    for (const message of opened.messages) {
      expect((await desks.show('a', message)).targets.relapses).toBe(1)
    }
  })

  it('leaves as a document that both have signed, and as a table', async () => {
    const crypto = createNodeCrypto()
    const bytes = accepted(await desks.desk('b').scorecards.signed(id))
    const both = new Set([desks.node('a'), desks.node('b')])
    const check = (file: Uint8Array, trusted = both) =>
      verifySignedScorecard(crypto, file, trusted, Date.now())
    const verified = accepted(await check(bytes))
    expect(new Set(verified.signedBy)).toEqual(both)
    expect(verified.digest).toBe(accepted(await desks.desk('a').scorecards.show(id)).digest)
    const tampered = utf8((fromUtf8(bytes) ?? '').replace('\\"value\\":5', '\\"value\\":6'))
    expect(await check(tampered)).toMatchObject({ code: 'digest-mismatch' })
    expect(await check(bytes, new Set([desks.node('a')]))).toMatchObject({
      code: 'unknown-identity',
    })
    expect(await check(bytes.subarray(1))).toMatchObject({ code: 'malformed' })
    const { dataDir } = desks.pair.a.parts.context.config
    const admin = JSON.parse(await readFile(`${dataDir}/run/admin.json`, 'utf8'))
    const csv = async (body: object) =>
      await fetch(`${desks.pair.a.adminUrl}/api/v1/scorecards/csv`, {
        method: 'POST',
        headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await csv({ lang: 'zh' })).status).not.toBe(200)
    const draft = await csv({ period: { peer: desks.node('b'), ...PERIOD } })
    expect(await draft.text()).toContain(`requests asked,${desks.node('a')},all,count,6,6`)
    const table = await (await csv({ id, lang: 'zh' })).text()
    expect(table.split('\r\n')[0]).toBe('measure,label,of,urgency,unit,value,n')
    expect(table).toContain(`requests-asked,提出的请求数,${desks.node('a')},all,count,5,5`)
  })

  it('is refused for a peer that is not known and a period that ends before it begins', async () => {
    const { scorecards } = desks.desk('a')
    expect(await scorecards.draft('ab'.repeat(32), PERIOD)).toMatchObject({ code: 'unknown-peer' })
    const reversed = { from: PERIOD.until, until: PERIOD.from }
    expect(await scorecards.draft(desks.node('b'), reversed)).toMatchObject({ code: 'bad-period' })
    const draft = accepted(await scorecards.draft(desks.node('b'), PERIOD))
    expect(draft).toMatchObject({ id: null, state: 'draft' })
  })
})
