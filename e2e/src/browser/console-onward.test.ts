/** What came and went through a third node, and what a peer did not take, as the console shows it. */
import { Browser, consoleConfig } from '@concert/node/testing/browser'
import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import { indicators, waitFor } from '@concert/node/testing/pair'
import { onwardTerms, Trio } from '@concert/node/testing/trio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './console-build.ts'
import { openPage } from './console-pages.ts'
import { faultsOf } from './console-visits.ts'
import { PASSWORD } from './console-world.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: passing on in Chromium (${reason})`)

describe.skipIf(reason !== undefined)('through a third node', { timeout: 120_000 }, () => {
  let browser: TestBrowser
  let trio: Trio
  let origin = ''
  const ids = { theirs: '', ours: '' }

  beforeAll(async () => {
    await buildConsole()
    trio = await Trio.start()
    // The first and the last have never heard of each other.
    await trio.meet('a', 'b')
    await trio.meet('b', 'c')
    await trio.agree(['a', 'b'], onwardTerms({ holders_told: true }))
    await trio.agree(['b', 'c'], onwardTerms({ holders_told: true }))
    for (const [from, to, name] of [
      ['c', 'a', 'theirs'],
      ['a', 'c', 'ours'],
    ] as const) {
      const [made] = indicators(trio.node(from), from === 'a' ? 10 : 20, 1)
      if (!made) throw new Error('no indicator')
      ids[name] = made.view.id
      await trio.parts(from).intelligence.importObjects([made])
      await trio.share(from, 'b')
      await trio.settled()
      await trio.parts('b').onward.forward({ peer: trio.id(to), tlp: 'green' })
      await trio.settled()
    }
    await trio.stop('a')
    await trio.begin('a', { console: await consoleConfig({ secondFactor: 'optional' }) })
    origin = trio.node('a').consoleUrl ?? ''
    browser = await startBrowser()
    await browser.context.addCookies(await signIn())
  }, 240_000)

  afterAll(async () => {
    await browser?.close()
    await trio?.close()
  })

  async function signIn() {
    const email = 'mara@example.test'
    // The operator comes first: before there is one, nobody signs in.
    const roles = ['operator', 'duty-officer', 'analyst'] as const
    const added = await trio.parts('a').accounts.add({ email, name: 'Mara', roles })
    if (!added.ok) throw new Error(added.code)
    const client = new Browser(trio.node('a'))
    await client.signIn(email, added.value.password)
    const order = { currentPassword: added.value.password, newPassword: PASSWORD }
    await client.post('/auth/change-password', order)
    return [...client.cookies].map(([name, value]) => ({ name, value, url: origin }))
  }

  test('whose an object is and who passed it on are two things; a proof that cannot be told says so', async () => {
    const page = await openPage(browser.context, `${origin}/intel/${ids.theirs}`)
    await page.getByText('passed on by').waitFor()
    await page.locator('.prov').getByText('Belmar').waitFor()
    await page.getByRole('button', { name: 'Check in this browser' }).click()
    // Its author is no peer of ours: what cannot be told is not passed over in silence.
    await page.getByText('Whoever passes something on can make up an author.').waitFor()
    expect(await page.locator('.prov').getByText('Checked in this browser').count()).toBe(0)
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: '中文' }).click()
    await page.locator('.prov').getByText('转发方').waitFor()
    await page.close()
  })

  test('the author of an object sees who holds it, and by whose word', async () => {
    await waitFor(async () => (await holders()).length === 2)
    const page = await openPage(browser.context, `${origin}/intel/${ids.ours}?tab=history`, {
      lang: 'zh',
    })
    const card = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: '持有方' }) })
    await card.locator('.li').nth(1).waitFor()
    await card.locator('.li').filter({ hasText: '转发方' }).getByText('贝尔玛').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.close()
  })

  async function holders() {
    const page = await browser.context.request.get(
      `${origin}/api/v1/release/holders?id=${encodeURIComponent(ids.ours)}`,
    )
    return ((await page.json()) as { holders: unknown[] }).holders
  }

  test('what a peer did not take stands at its page with the clause, in both languages', async () => {
    const peer = trio.id('b')
    const { compacts, peers } = trio.parts('b')
    const id = (await compacts.inForceWith(trio.id('a')))?.id ?? ''
    // What the other says lies there, as on a medium under way: we know nothing of it yet.
    await peers.setRoad(trio.id('a'), 'courier')
    const suspended = await compacts.suspend(id, 'intelligence', 'incident', undefined)
    expect(suspended.ok).toBe(true)
    await trio.parts('a').intelligence.importObjects(indicators(trio.node('a'), 30, 2))
    await trio.share('a', 'b')
    await trio.settled(['a'])
    const page = await openPage(browser.context, `${origin}/peers/${peer}`)
    const refused = page.locator('dl').filter({ hasText: 'not taken' })
    await refused.getByText('intelligence').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: '中文' }).click()
    await page.locator('dl').getByText('暂停').first().waitFor()
    await page.close()
  })
})
