/** Bad days at the console: factors are reset, too much is asked, lines and nodes go in mid-work. */
import { consoleConfig, totp } from '@concert/node/testing/browser'
import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import { phishing } from '@concert/node/testing/desks'
import { type Pair, startPair } from '@concert/node/testing/pair'
import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './console-build.ts'
import { openPage } from './console-pages.ts'
import { setStage } from './console-stage.ts'
import { faultsOf } from './console-visits.ts'
import { PASSWORD } from './console-world.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: bad days at the console (${reason})`)

/** Pictures of what is told are kept where somebody wants to look at them. */
const PICTURES = process.env.CONCERT_PICTURES

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png` })
}

describe.skipIf(reason !== undefined)(
  'a second factor that was reset',
  { timeout: 120_000 },
  () => {
    let browser: TestBrowser
    let pair: Pair
    const email = 'lin@arden.example'

    beforeAll(async () => {
      await buildConsole()
      pair = await startPair()
      await pair.restart('a', { console: await consoleConfig({ idleMinutes: 600 }) })
      browser = await startBrowser()
    }, 240_000)

    afterAll(async () => {
      await browser?.close()
      await pair?.close()
    })

    /** The authenticator of somebody who was asked to add one. @returns its secret */
    async function enrol(page: Page, [useApp, kept, code, proceed]: readonly string[]) {
      await page.getByRole('button', { name: useApp ?? '' }).click()
      const secret = (await page.locator('[data-secret]').innerText()).replaceAll(' ', '')
      await page.getByLabel(kept ?? '').check()
      await page.getByLabel(code ?? '').fill(totp(secret, Date.now()))
      await page.getByRole('button', { name: proceed ?? '' }).click()
      return secret
    }

    const CHINESE = ['使用身份验证器应用', '已保存备用码。', '身份验证器动态码', '继续']
    const ENGLISH = [
      'Use an authenticator app',
      'I have kept the codes.',
      'Code of the',
      'Continue',
    ]

    test('the first sign-in asks for the given password once, then for one of their own and a factor', async () => {
      const added = await pair.a.parts.accounts.add({
        email,
        name: 'Lin',
        roles: ['operator', 'duty-officer'],
      })
      if (!added.ok) throw new Error(added.code)
      const page = await openPage(browser.context, `${pair.a.consoleUrl}/directory`, {
        lang: 'zh',
      })
      await page.getByLabel('电子邮箱').fill(email)
      await page.getByLabel('密码').fill(added.value.password)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: '请更换密码' }).waitFor()
      expect(await page.getByLabel('当前密码').count()).toBe(0)
      expect(await faultsOf(page)).toEqual([])
      // A password that may not be is said to be none, and nothing is asked anew.
      await page.getByLabel('新密码').fill('passwordpassword')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText('密码未更改。').waitFor()
      await page.getByLabel('新密码').fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: '添加第二重验证' }).waitFor()
      expect(await page.getByLabel('当前密码').count()).toBe(0)
      await picture(page, 'first-factor-zh')
      await enrol(page, CHINESE)
      await page.getByRole('heading', { level: 1, name: '联络点名录' }).waitFor()
      // It was in the memory of the page alone.
      const kept = await page.evaluate(() =>
        JSON.stringify([{ ...sessionStorage }, { ...localStorage }]),
      )
      expect(kept).not.toContain(PASSWORD)
      expect(kept).not.toContain(added.value.password)
      await page.close()
    })

    test('an operator resets it in mid-work: its owner is led to set it up anew, over the page', async () => {
      const page = await openPage(browser.context, `${pair.a.consoleUrl}/directory`)
      await page.getByRole('button', { name: 'Add a contact' }).click()
      await page.getByLabel('Name').fill('Arden night desk')
      const reset = await pair.a.parts.accounts.reset(email)
      if (!reset.ok) throw new Error(reset.code)
      const ended = page.getByRole('dialog', { name: 'Your session has ended.' })
      await ended.waitFor()
      await picture(page, 'reset-ended-en')
      await page.keyboard.type(reset.value.password)
      await page.keyboard.press('Enter')
      const asked = page.getByRole('dialog', { name: 'Something is asked for before you go on.' })
      await asked.getByRole('heading', { name: 'Choose another password' }).waitFor()
      await picture(page, 'reset-password-en')
      await asked.getByLabel('New password').fill(`${PASSWORD} again`)
      await page.keyboard.press('Enter')
      await asked.getByRole('heading', { name: 'Add a second factor' }).waitFor()
      await picture(page, 'reset-factor-en')
      expect(await faultsOf(page)).toEqual([])
      const secret = await enrol(page, ENGLISH)
      await asked.waitFor({ state: 'detached' })
      expect(await page.getByLabel('Name').inputValue()).toBe('Arden night desk')
      // From now on the new one is asked for, and the old password opens nothing.
      await browser.context.clearCookies()
      await page.goto(`${pair.a.consoleUrl}/accounts?lang=en`)
      await page.getByLabel('E-mail').fill(email)
      await page.getByLabel('Password').fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText('You are not signed in.').waitFor()
      await page.getByLabel('Password').fill(`${PASSWORD} again`)
      await page.keyboard.press('Enter')
      await page.getByLabel('Code of the authenticator').fill(totp(secret, Date.now()))
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor()
      await page.close()
    })
  },
)

describe.skipIf(reason !== undefined)('a bad line', { timeout: 120_000 }, () => {
  const stage = setStage(undefined, 600)

  /** Lets an act through to the node, and loses its answer on the way back. */
  async function loseAnswer(page: Page, path: string): Promise<void> {
    const lose = async (route: Route) => {
      await route.fetch()
      await route.abort()
    }
    await page.route(path, lose, { times: 1 })
  }

  const drafts = async () => (await stage.world.desks.desk('a').drafts.list(false)).length

  test('too much is asked: the page says until when, keeps what is typed, and asks again by itself', async () => {
    const page = await stage.visits.enter('duty', '/requests/new')
    await page.getByLabel('Title in English').fill('Copies of our portal')
    const until = new Date(Date.now() + 25_000).toISOString()
    const refused: { readonly path: string; readonly at: number }[] = []
    await page.route('**/api/v1/**', async (route) => {
      refused.push({ path: new URL(route.request().url()).pathname, at: Date.now() })
      const json = { code: 'too-many-requests', until, message: { en: 'Too many.', zh: '过多。' } }
      await route.fulfill({ status: 429, headers: { 'retry-after': '25' }, json })
    })
    await page.getByRole('button', { name: 'Save draft' }).click()
    const said = page.getByRole('alert').filter({ hasText: 'too-many-requests' })
    await said.getByText('The draft was not saved.').waitFor()
    await said
      .getByText(
        /Try again from (?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d UTC \(\d\d:\d\d local\), in 0:00:\d\d/,
      )
      .waitFor()
    await page.getByText('This node was asked too much at once.').waitFor()
    await picture(page, 'busy-en')
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: '中文' }).click()
    await said
      .getByText(/请于(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d UTC（本地\d\d:\d\d）后重试/)
      .waitFor()
    await picture(page, 'busy-zh')
    // What the page itself reads waits; an event at the node is no reason to ask.
    const asked = refused.length
    stage.world.desks.pair.a.parts.hub.tell('alarm')
    await said.getByText('现在可以重试。').waitFor()
    const early = refused.slice(asked).filter(({ at }) => at < Date.parse(until))
    expect(early.filter(({ path }) => !path.endsWith('/language'))).toEqual([])
    await page.unrouteAll({ behavior: 'wait' })
    await page.getByText('本节点收到的请求过多').waitFor({ state: 'detached' })
    expect(await page.getByLabel('英文标题').inputValue()).toBe('Copies of our portal')
    const before = await drafts()
    await page.getByRole('button', { name: '保存草稿' }).click()
    await page.waitForURL(/draft=\d/)
    expect(await drafts()).toBe(before + 1)
  })

  test('a screen that cannot be read for so much is asked says when, and reads itself', async () => {
    const page = await stage.visits.enter('duty', '/desk')
    await page.getByRole('heading', { level: 1 }).waitFor()
    const until = new Date(Date.now() + 4_000).toISOString()
    await page.route('**/api/v1/trust**', (route) => {
      return route.fulfill({ status: 429, headers: { 'retry-after': '4' }, json: { until } })
    })
    await page.route('**/api/v1/pings/list', (route) => {
      return route.fulfill({ status: 429, headers: { 'retry-after': '4' }, body: 'no' })
    })
    await page.goto(`${stage.world.origin('a')}/directory?tab=pings&lang=en`)
    await page
      .getByText(/It is asked again by itself at (?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d UTC/)
      .waitFor()
    await picture(page, 'busy-screen-en')
    await page.unrouteAll({ behavior: 'wait' })
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await page.getByText('No ping test yet.').waitFor()
  })

  test('a draft whose answer was lost is kept once, however often it is asked for', async () => {
    const page = await stage.visits.enter('duty', '/requests/new')
    await page.getByLabel('Title in English').fill('Saved once')
    const before = await drafts()
    await loseAnswer(page, '**/api/v1/requests/drafts/keep')
    await page.getByRole('button', { name: 'Save draft' }).click()
    const said = page.getByRole('alert')
    await said.getByText('Whether it was done is not known').waitFor()
    await picture(page, 'unknown-en')
    expect(await drafts()).toBe(before + 1)
    await page.getByRole('button', { name: 'Save draft' }).click()
    await said.getByText('only the answer was lost. It was not done again.').waitFor()
    expect(await said.getByText('The draft was not saved.').count()).toBe(0)
    await picture(page, 'done-before-en')
    expect(await drafts()).toBe(before + 1)
    expect(await page.getByLabel('Title in English').inputValue()).toBe('Saved once')
  })

  test('a page that is loaded anew before there was an answer does not do it twice', async () => {
    const page = await stage.visits.enter('duty', '/requests/new')
    await page.getByLabel('Title in English').fill('Kept over a reload')
    const before = await drafts()
    await loseAnswer(page, '**/api/v1/requests/drafts/keep')
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText('Whether it was done is not known').waitFor()
    await page.reload()
    await page.getByText(/^What you typed here at .* is back\./).waitFor()
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText('only the answer was lost. It was not done again.').waitFor()
    expect(await drafts()).toBe(before + 1)
    // Now that there was an answer, whoever saves again means another draft.
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.waitForURL(/draft=\d/)
    expect(await drafts()).toBe(before + 2)
  })

  test('a report on targets that went unanswered is the same after a reload, at another time of day', async () => {
    const { desks } = stage.world
    const id = await desks.send('b', phishing(desks.node('a')), ['again.example'])
    const page = await stage.visits.enter('duty', `/requests/${id}`, { lang: 'zh' })
    const report = async () => {
      await page.getByRole('button', { name: '其他处理' }).click()
      await page.getByRole('menuitem', { name: '反馈进展' }).click()
      return page.getByRole('dialog')
    }
    const first = await report()
    await first.getByLabel('全部目标').press('ArrowDown')
    await page.locator('.ant-select-item-option:visible', { hasText: '已关停' }).click()
    await first.getByLabel('给对方的说明').fill('页面已下线。')
    await loseAnswer(page, '**/api/v1/requests/move')
    await first.getByRole('button', { name: '反馈进展' }).click()
    await first.getByText('是否已执行尚不确定').waitFor()
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }['concert-acts']))
    expect(kept).not.toContain('下线')
    await page.reload()
    const second = await report()
    await second.getByText('尚无应答确认其已发送').waitFor()
    await second.getByRole('button', { name: '反馈进展' }).click()
    await second.getByText('未重复执行').waitFor()
    await desks.rest()
    const { events } = await desks.show('b', id)
    expect(events.filter(({ kind }) => kind.endsWith('update'))).toHaveLength(1)
  })

  test('a node that is started again in mid-work: what is typed stays, in a form and in a dialog', async () => {
    const page = await stage.visits.enter('duty', '/requests', { lang: 'zh' })
    await page.getByText('九个高校网站被篡改').click()
    await page.getByRole('button', { name: '其他处理' }).click()
    await page.getByRole('menuitem', { name: '反馈进展' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('给对方的说明').fill('已联系三所高校。')
    await stage.world.stop('a')
    await dialog.getByRole('button', { name: '反馈进展' }).click()
    await dialog.getByText('是否已执行尚不确定').waitFor()
    await picture(page, 'stopped-dialog-zh')
    await page.getByText(/^本节点自.*起无应答。/).waitFor()
    await stage.world.restart('a')
    await page.getByText(/^本节点自.*起无应答。/).waitFor({ state: 'detached' })
    expect(await dialog.getByLabel('给对方的说明').inputValue()).toBe('已联系三所高校。')
    await dialog.getByRole('button', { name: '反馈进展' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: /往来消息/ }).click()
    await page.getByText('已联系三所高校。').waitFor()
    expect(await page.getByText('已联系三所高校。').count()).toBe(1)
  })

  test('an approval whose answer was lost: nobody says that it was done, and it is done once', async () => {
    const id = await stage.world.desks.send('b', phishing(stage.world.desks.node('a')), [
      'lost.example',
    ])
    const author = await stage.visits.enter('duty', `/requests/${id}`)
    await author.getByRole('button', { name: 'Other answers' }).click()
    await author.getByRole('menuitem', { name: 'Report progress' }).click()
    const dialog = author.getByRole('dialog')
    await dialog.getByLabel('Note to the other side').fill('Told victim@bank.example.')
    await dialog.getByRole('button', { name: 'Report progress' }).click()
    await author.getByText('Held for a second person: Report progress').waitFor()
    const page = await stage.visits.enter('release', `/requests/${id}`)
    await page.getByLabel('Why, for the record here').fill('They asked for it.')
    let isLost = true
    await page.route('**/api/v1/**', async (route) => {
      const isApproval = route.request().url().endsWith('/held/approve')
      if (isApproval && isLost) await route.fetch()
      if (isLost) await route.abort()
      else await route.continue()
    })
    await page.getByRole('button', { name: /^Approve [\d,]+ bytes$/ }).click()
    const said = page.getByRole('alert').filter({ hasText: 'This node does not answer.' })
    await said.getByText('Whether it was done is not known').waitFor()
    await picture(page, 'approval-unknown-en')
    expect(await page.getByText('reported progress').count()).toBe(0)
    // The line is back: the page reads what stands.
    isLost = false
    await page.getByText('Held for a second person').waitFor({ state: 'detached' })
    await page.unrouteAll({ behavior: 'wait' })
    await stage.world.desks.rest()
    const { events } = await stage.world.desks.show('b', id)
    expect(events.filter(({ kind }) => kind.endsWith('update'))).toHaveLength(1)
  })

  test('an import that breaks off says what was stored; asked again, it stores the rest once', async () => {
    const many = 12_000
    const values = Array.from({ length: many }, (_, n) => `https://kit-${n}.example/login`)
    const page = await stage.visits.enter('duty', '/intel?tab=import')
    const file = {
      name: 'kits.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(values.join('\n')),
    }
    await page.locator('input[type=file]').setInputFiles(file)
    const take = page.getByRole('button', { name: /^Import 12,\d{3} objects$/ })
    await take.waitFor()
    const stored = page.getByText(/^[\d,]+ read, [1-9][\d,]* stored$/)
    await take.click()
    await stored.waitFor()
    await stage.world.stop('a')
    const said = page.getByRole('alert').filter({ hasText: 'broke off' })
    await said.getByText(/At least [\d,]+ objects were stored before it broke off\./).waitFor()
    await picture(page, 'import-broken-en')
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByText(/中断前至少已存入[\d,]+个对象。/).waitFor()
    await picture(page, 'import-broken-zh')
    await stage.world.restart('a')
    await page.getByText(/^本节点自.*起无应答。/).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^导入12,\d{3}个对象$/ }).click()
    const done = page.getByText(/^共12,\d{3}个，新导入[\d,]+个/)
    await done.waitFor({ timeout: 90_000 })
    await picture(page, 'import-done-zh')
    expect(await page.getByRole('alert').count()).toBe(0)
  })
})
