/** A long night: sessions end, nodes are started again, pages stay open, and what was typed is kept. */

import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import type { Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './console-build.ts'
import { seedDirectory } from './console-seeds.ts'
import { faultsOf, Visits } from './console-visits.ts'
import { openWorld, PASSWORD, type World } from './console-world.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: the console at night in Chromium (${reason})`)

describe.skipIf(reason !== undefined)('the console at night', { timeout: 120_000 }, () => {
  /** One for each side: both consoles have one host name, and cookies know no ports. */
  const browsers: TestBrowser[] = []
  let world: World
  let visits: Visits
  let theirs: Visits

  beforeAll(async () => {
    await buildConsole()
    // The clocks of the nodes are turned, that of the browsers' cookies is not.
    world = await openWorld(600)
    await seedDirectory(world)
    const [ours, other] = [await startBrowser(), await startBrowser()]
    browsers.push(ours, other)
    visits = new Visits(ours, world)
    theirs = new Visits(other, world)
  }, 240_000)

  afterEach(async () => {
    await visits.leave()
    await theirs.leave()
  })

  afterAll(async () => {
    await Promise.all(browsers.map((browser) => browser.close()))
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
    // Drafts and held words wait on the desk too: whose turn it is may have changed.
    const ofRequests = ['requests/drafts', 'requests/held', 'requests/list']
    await only('request', { id: 'a'.repeat(64) }).toEqual(ofRequests)
    await only('compact').toEqual(['compacts'])
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

  test('a password that an operator has reset is changed over the page; what was typed is there', async () => {
    const { accounts } = world.desks.pair.a.parts
    const page = await visits.enter('legal', '/compacts/new', { lang: 'zh' })
    await page.getByLabel('中文标题').fill('共同处置仿冒网站')
    const reset = await accounts.reset(world.email('legal'))
    if (!reset.ok) throw new Error(reset.code)
    const ended = page.getByRole('dialog', { name: '会话已结束。' })
    await ended.waitFor()
    await page.keyboard.type(reset.value.password)
    await page.keyboard.press('Enter')
    const asked = page.getByRole('dialog', { name: '继续之前须先完成以下步骤。' })
    await asked.getByRole('heading', { name: '请更换密码' }).waitFor()
    // The page behind it is neither read nor lost.
    expect(await isCovered(page)).toBe(true)
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await asked.getByLabel('新密码').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await asked.waitFor({ state: 'detached' })
    expect(await page.getByLabel('中文标题').inputValue()).toBe('共同处置仿冒网站')
  })

  test('a page that is loaded anew brings back what its reader typed, and shows it to nobody else', async () => {
    const page = await visits.enter('duty', '/requests/new')
    const title = page.getByLabel('Title in English')
    await title.fill('Copies of our portal')
    await page.reload()
    await page
      .getByText(/^What you typed here at .* is back\. Nothing has confirmed that it was sent\.$/)
      .waitFor()
    expect(await title.inputValue()).toBe('Copies of our portal')
    expect(await faultsOf(page)).toEqual([])
    // Another account in the same tab, by whatever way it came in.
    await page.context().clearCookies()
    await page.context().addCookies(await world.cookies('a', 'legal'))
    await page.reload()
    await page.getByRole('button', { name: /^米拉/ }).waitFor()
    await title.waitFor()
    expect(await title.inputValue()).toBe('')
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('portal')
    // Nor does it come back when the first comes back.
    await page.context().clearCookies()
    await page.context().addCookies(await world.cookies('a', 'duty'))
    await page.reload()
    await page.getByRole('button', { name: /^Mara/ }).waitFor()
    expect(await title.inputValue()).toBe('')
    await title.fill('Half a title')
    await page.reload()
    await page.getByRole('button', { name: 'Begin anew' }).click()
    expect(await title.inputValue()).toBe('')
    await title.fill('Typed, and then left')
    await page.getByRole('button', { name: /Settings and signing out/ }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('Typed')
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
      // The page that is loaded next has its files.
      isGone = false
    })
    await page.evaluate(() => document.body.setAttribute('data-old', ''))
    await page.getByRole('link', { name: 'Trust' }).click()
    // In whichever language the browser kept: an earlier test may have changed it.
    await page.getByRole('heading', { name: /^(?:Trust|信任)$/, level: 1 }).waitFor()
    expect(await page.locator('body[data-old]').count()).toBe(0)
    await page.getByRole('button', { name: '中文' }).click()
    await world.restart('a')
    await page.getByText('本节点已更新控制台。').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.unroute(`${world.origin('a')}/`)
    await page.getByRole('button', { name: '重新载入' }).click()
    await page.getByText('本节点已更新控制台。').waitFor({ state: 'detached' })
  })

  test('a contact is told to a peer, who sees it at once, and taken back again', async () => {
    const page = await visits.enter('duty', '/directory')
    const other = await theirs.enter('duty', '/directory', { lang: 'zh' }, 'b')
    await page.getByRole('button', { name: 'Add a contact' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Arden night desk')
    await dialog.getByLabel('Telephone').fill('+47 555 0109')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    const row = page.locator('.li').filter({ hasText: 'Arden night desk' })
    await row.getByText('shared with nobody').waitFor()
    await row.getByRole('button', { name: 'Share' }).click()
    await pick(page, 'Peer', 'Belmar')
    await dialog.getByRole('button', { name: 'Share' }).click()
    await row.getByText('held by Belmar').waitFor()
    await other.getByText('Arden night desk').waitFor()
    await row.getByRole('button', { name: 'Withdraw' }).click()
    await dialog.getByText('Every peer that holds it is told to erase it.').waitFor()
    await dialog.getByRole('button', { name: 'Withdraw the contact' }).click()
    await other.getByText('Arden night desk').waitFor({ state: 'detached' })
    await row.waitFor({ state: 'detached' })
  })

  test('a shift is added; hours that nobody can read are named', async () => {
    const page = await visits.enter('duty', '/directory?tab=rota', { lang: 'zh' })
    await page.getByRole('button', { name: '增加班次' }).click()
    const dialog = page.getByRole('dialog')
    await pick(page, '岗位', '副班')
    await pick(page, '联络点', 'Jonas Ek')
    await dialog.getByLabel('时段').fill('whenever')
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').getByText('没有任何更改。').waitFor()
    await dialog.getByLabel('时段').fill('always')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '删除Jonas Ek，副班' }).waitFor()
    const onCall = page.locator('section').filter({ hasText: '当前值守' })
    await onCall.getByText('Jonas Ek').waitFor()
  })

  test('a regular test is set and ended; one is asked, and a person there answers', async () => {
    const page = await visits.enter('duty', '/directory?tab=pings')
    await page.getByRole('button', { name: 'Ask regularly' }).click()
    const dialog = page.getByRole('dialog')
    await pick(page, 'Peer', 'Belmar')
    await dialog.getByLabel(/^Every/).fill('24')
    await page.keyboard.press('Enter')
    await page.getByText('every 24 h, within 240 min').waitFor()
    await page.getByRole('button', { name: 'End' }).click()
    await page.getByText('No test is asked by itself.').waitFor()
    const answered = page.getByText('answered in time')
    const before = await answered.count()
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await pick(page, 'Peer', 'Belmar')
    await dialog.getByRole('button', { name: 'Ask' }).click()
    const other = await theirs.enter('duty', '/directory?tab=pings', { lang: 'zh' }, 'b')
    await other.getByRole('button', { name: '以热线角色应答' }).click()
    await other.getByText('应答人：Mara Lindqvist').waitFor()
    await answered.nth(before).waitFor()
  })

  test('a drill of our own goes to its end, step by step, as the people of the other side act', async () => {
    const page = await visits.enter('duty', '/drills')
    await page.getByRole('button', { name: 'Start a drill' }).click()
    const dialog = page.getByRole('dialog')
    await pick(page, 'Scenario', 'a file of ours')
    const drop = dialog.locator('input[type=file]')
    const upload = async (steps: readonly object[]) =>
      await drop.setInputFiles({
        name: 'drill.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify({ ...SCENARIO, steps })),
      })
    await upload([{ ...SCENARIO.steps[0], do: 'dance' }])
    await dialog.getByRole('button', { name: 'Begin' }).click()
    await dialog.getByRole('alert').getByText('No drill was started.').waitFor()
    await upload(SCENARIO.steps)
    await dialog.getByText('Chosen: Is the hotline there?').waitFor()
    await dialog.getByRole('button', { name: 'Begin' }).click()
    await dialog.waitFor({ state: 'detached' })
    const card = page.locator('section').filter({ hasText: 'Is the hotline there?' })
    await card.getByText('waiting').first().waitFor()
    const other = await theirs.enter('duty', '/directory?tab=pings', { lang: 'zh' }, 'b')
    await other.getByText('演练', { exact: true }).first().click()
    await other.getByRole('button', { name: '以热线角色应答' }).click()
    await card.getByText('over', { exact: true }).waitFor()
    expect(await card.getByText('done', { exact: true }).count()).toBe(2)
  })

  // Story 3. The clocks of both nodes are turned: this stands last.
  test('a U0 that nobody answers climbs to deputy, policy contact and hotline, at both consoles', async () => {
    const page = await visits.enter('duty', '/requests')
    await page.getByText('Ransomware control servers').click()
    await page.getByRole('tab', { name: 'Ladder and calls' }).click()
    await page.getByText('Nobody had to be called yet.').waitFor()
    const headings = await page.locator('section.card h2').allInnerTexts()
    expect(headings.indexOf('Ping tests with this peer')).toBeLessThan(
      headings.indexOf('Escalation'),
    )
    const steps = page.locator('section').filter({ hasText: 'Escalation' })
    for (const [minutes, called] of [
      [62, 'deputy'],
      [61, 'policy contact'],
      [120, 'hotline'],
    ] as const) {
      await later(minutes)
      await steps.getByText(called, { exact: true }).first().waitFor()
    }
    await page.getByRole('link', { name: /Not yet made sure of/ }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    const { pathname } = new URL(page.url())
    const asker = await theirs.enter('duty', pathname, { lang: 'zh' }, 'b')
    await asker.getByRole('link', { name: /^已升级至/ }).click()
    await asker.getByText('通知本方').first().waitFor()
    const notices = await visits.enter('duty', '/notices', { lang: 'zh' })
    await notices.getByText('副班').first().waitFor()
    expect(await faultsOf(notices)).toEqual([])
    const desk = await visits.enter('duty', '/desk')
    await desk.getByText('Ransomware control servers').first().waitFor()
    await desk.getByRole('button', { name: 'Acknowledge' }).click()
    await asker.getByText('答复剩余时间').waitFor()
  })

  /** Time passes at both nodes, and what is due then is done. */
  async function later(minutes: number): Promise<void> {
    const { desks } = world
    for (const side of ['a', 'b'] as const) desks.pair.skew[side] += minutes * 60_000
    for (const side of ['a', 'b'] as const) await desks.pair[side].parts.people.sweep()
    await desks.rest()
  }
})

/** Chooses from the field of a dialog with this label. */
async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).press('ArrowDown')
  await page.locator('.ant-select-item-option:visible', { hasText: option }).click()
}

const SCENARIO = {
  v: 1,
  title: { en: 'Is the hotline there?', zh: '热线是否有人值守？' },
  purpose: { en: 'Somebody answers within the hour.', zh: '一小时内有人应答。' },
  steps: [
    { id: 'asks', do: 'ping', role: 'hotline', within: 60 },
    { id: 'answers', do: 'expect', after: ['asks'], of: 'asks', move: 'ping-answer', within: 60 },
  ],
}

/** Whether what covers the page is all that there is to see. */
async function isCovered(page: Page): Promise<boolean> {
  return await page.evaluate(() => {
    const [right, bottom] = [window.innerWidth - 1, window.innerHeight - 1]
    const places = [0, right].flatMap((x) => [0, bottom].map((y) => [x, y] as const))
    return places.every(([x, y]) => document.elementFromPoint(x, y)?.closest('.over-all'))
  })
}
