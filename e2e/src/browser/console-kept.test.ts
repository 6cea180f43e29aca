/** How long what came is kept, at the console of the node that received it. */

import { whyNoBrowser } from '@concert/node/testing/chromium'
import { indicators } from '@concert/node/testing/pair'
import { describe, expect, test } from 'vitest'
import { setStage } from './console-stage.ts'
import { faultsOf } from './console-visits.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: what is kept at the console (${reason})`)

const DAY = 86_400_000
const NAME = 'phish-0'

describe.skipIf(reason !== undefined)('what came is kept', { timeout: 120_000 }, () => {
  const stage = setStage(async ({ desks }) => {
    const { pair } = desks
    const { intelligence, stixIdentity } = pair.a.parts
    const objects = indicators(pair.a, 0, 1)
    await intelligence.importObjects([stixIdentity, ...objects])
    await pair.share()
    await pair.settled()
    return objects[0]?.view.id ?? ''
  })

  /** Sessions of people go by the machine's clock: what they see is older instead. */
  async function cameEarlier(days: number): Promise<void> {
    const { store } = stage.world.desks.pair.b.parts.context
    await store.transact((tx) =>
      tx.db
        .updateTable('kept_statements')
        .set(({ eb }) => ({ received: eb('received', '-', days * DAY) }))
        .execute(),
    )
  }

  test('until a day that the object and its compact say, and then says that it is gone', async () => {
    const path = `/intel/${stage.seeded}`
    const page = await stage.visits.enter('duty', path, { lang: 'en', width: 390 }, 'b')
    await page.getByText(/^kept until 20\d\d-\d\d-\d\d .*\(365 days from receipt\)$/).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('link', { name: 'under compact Phishing domains' }).click()
    await page.getByRole('heading', { name: 'What is kept here' }).waitFor()
    await page
      .getByText('What came under this compact is deleted 365 days after it came.')
      .waitFor()
    await page.getByText('0 objects within 7 days').waitFor()
    expect(await faultsOf(page)).toEqual([])
    const { pathname } = new URL(page.url())
    await stage.visits.leave()

    await cameEarlier(359)
    const soon = await stage.visits.enter('legal', pathname, { lang: 'zh' }, 'b')
    await soon.getByRole('heading', { name: '本节点保存的内容' }).waitFor()
    await soon.getByText(/^[1-9]\d*个对象将在7天内删除$/).waitFor()
    await stage.visits.leave()

    await cameEarlier(7)
    const { pair } = stage.world.desks
    await pair.b.parts.search.caughtUp()
    while (await pair.b.parts.retention.sweep()) {}
    for (const [lang, said] of [
      ['en', /365 days after it came, as the compact “Phishing domains” says/],
      ['zh', /收到后满365天/],
    ] as const) {
      const gone = await stage.visits.enter('duty', path, { lang }, 'b')
      await gone.getByRole('heading', { level: 1, name: said }).waitFor()
      expect(await gone.getByText(NAME).count()).toBe(0)
      await stage.visits.leave()
    }
  })
})
