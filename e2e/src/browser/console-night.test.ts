/** A long night: sessions end, nodes are started again, pages stay open, and what was typed is kept. */
import type { Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser, type TestBrowser, whyNoBrowser } from './chromium.ts'
import { buildConsole } from './console-build.ts'
import { faultsOf, Visits } from './console-visits.ts'
import { openWorld, PASSWORD, type World } from './console-world.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: the console at night in Chromium (${reason})`)

describe.skipIf(reason !== undefined)('the console at night', { timeout: 120_000 }, () => {
  let browser: TestBrowser
  let world: World
  let visits: Visits

  beforeAll(async () => {
    await buildConsole()
    world = await openWorld()
    browser = await startBrowser()
    visits = new Visits(browser, world)
  }, 240_000)

  afterEach(async () => await visits.leave())

  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  test('what happened is named, and nothing else is asked for', async () => {
    const page = await visits.enter('duty', '/desk')
    await page.getByText('Ransomware control servers').first().waitFor()
    const { hub } = world.desks.pair.a.parts
    /** What the page asks for first when it is told; all of it goes out at once. */
    const asked = async (...what: Parameters<typeof hub.tell>) => {
      const paths: string[] = []
      const note = (request: Request) => paths.push(new URL(request.url()).pathname)
      page.on('request', note)
      const first = page.waitForRequest('**/api/v1/**')
      hub.tell(...what)
      await (await first).response()
      page.off('request', note)
      return [...new Set(paths)].map((path) => path.replace('/api/v1/', '')).toSorted()
    }
    // Something else may happen at the same time, such as the stream being opened: not every time.
    const only = (...what: Parameters<typeof hub.tell>) =>
      expect.poll(async () => await asked(...what), { timeout: 20_000, interval: 500 })
    await only('people').toEqual(['pings/list', 'requests/calls', 'rota'])
    await only('operation').toEqual(['operations/list'])
    await only('request', { id: 'a'.repeat(64) }).toEqual(['requests/list'])
    await only('compact').toEqual(['compacts', 'release/queue'])
  })

  test('a session that ends in mid-work covers the page; signed in again, what was typed is there', async () => {
    const page = await visits.enter('duty', '/requests/new', { lang: 'zh' })
    await page.getByLabel('中文标题').fill('仿冒我方门户')
    await world.endSessions('a', 'duty')
    await page.getByRole('button', { name: '保存草稿' }).click()
    const door = page.getByRole('dialog', { name: '会话已结束。' })
    await door.getByText('Mara Lindqvist已填写的内容仍保留').waitFor()
    // There is no way around it.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await door.waitFor()
    expect(await isCovered(page)).toBe(true)
    expect(await faultsOf(page)).toEqual([])
    // The address is there, and the password has the focus.
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await door.waitFor({ state: 'detached' })
    expect(await page.getByLabel('中文标题').inputValue()).toBe('仿冒我方门户')
    await page.getByRole('button', { name: '保存草稿' }).click()
    await page.getByText('阻止发送').first().waitFor()
  })

  test('an ended session is noticed by itself; somebody else begins anew', async () => {
    const page = await visits.enter('duty', '/requests/new')
    await page.getByLabel('Title in English').fill('Half a title')
    await world.endSessions('a', 'duty')
    const door = page.getByRole('dialog', { name: 'Your session has ended.' })
    await door.waitFor()
    await door.getByLabel('E-mail').fill(world.email('legal'))
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await door.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^米拉/ }).waitFor()
    expect(await page.getByLabel('Title in English').inputValue()).toBe('')
  })

  test('a key that runs out is said in time, and what to do, for it ends in the middle of a night', async () => {
    const page = await visits.enter('duty', '/desk')
    await page.getByText('Ransomware control servers').first().waitFor()
    expect(await page.getByText('runs out').count()).toBe(0)
    let until: string | null = new Date(Date.now() + 5 * 86_400_000).toISOString()
    await page.route('**/api/v1/status', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({
        response: answer,
        json: { ...(await answer.json()), sealKeyUntil: until },
      })
    })
    const { hub } = world.desks.pair.a.parts
    hub.tell('alarm')
    const band = page.getByRole('alert').filter({ hasText: 'concert identity rotate --use seal' })
    await band.getByText(/until \d{4}-\d\d-\d\d \d\d:\d\d UTC/).waitFor()
    until = null
    await page.getByRole('button', { name: '中文' }).click()
    hub.tell('alarm')
    await band.getByText('对方已无法向本节点发送').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.unroute('**/api/v1/status')
  })

  test('a console that was built anew: the way to a screen loads it, and an open page says so', async () => {
    const page = await visits.enter('duty', '/desk')
    await page.getByText('Ransomware control servers').first().waitFor()
    // The node is started again: its page names another script, and the old files are gone.
    let isGone = true
    await page.route(/\/assets\/trust-screen/, (route) =>
      isGone ? route.fulfill({ status: 404 }) : route.continue(),
    )
    await page.route(`${world.origin('a')}/`, async (route) => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace(/\/assets\/index-/, '/assets/other-')
      await route.fulfill({ response: answer, body })
    })
    await page.evaluate(() => document.body.setAttribute('data-old', ''))
    page.once('load', () => {
      isGone = false
    })
    await page.getByRole('link', { name: 'Trust' }).click()
    await page.getByRole('heading', { name: 'Trust', level: 1 }).waitFor()
    expect(await page.locator('body[data-old]').count()).toBe(0)
    await page.getByRole('button', { name: '中文' }).click()
    await world.restart('a')
    await page.getByText('本节点已更新控制台。').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.unroute(`${world.origin('a')}/`)
    await page.getByRole('button', { name: '重新载入' }).click()
    await page.getByText('本节点已更新控制台。').waitFor({ state: 'detached' })
  })
})

/** Whether what covers the page is all that there is to see. */
async function isCovered(page: Page): Promise<boolean> {
  return await page.evaluate(() => {
    const [right, bottom] = [window.innerWidth - 1, window.innerHeight - 1]
    const places = [0, right].flatMap((x) => [0, bottom].map((y) => [x, y] as const))
    return places.every(([x, y]) => document.elementFromPoint(x, y)?.closest('.over-all'))
  })
}
