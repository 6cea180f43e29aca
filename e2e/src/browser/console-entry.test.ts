/** Ways into the console: the first administrator, a password with a code, and no way for others. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { consoleConfig, totp } from '@concert/node/testing/browser'
import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import { type Pair, startPair } from '@concert/node/testing/pair'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './console-build.ts'
import { accessibilityFaults, openPage, sidewaysScroll } from './console-pages.ts'

const PASSWORD = 'lamp reads the ledger'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: the console in Chromium (${reason})`)

describe.skipIf(reason !== undefined)('ways into the console', { timeout: 120_000 }, () => {
  let browser: TestBrowser
  let pair: Pair
  let page: Page
  let secret = ''

  beforeAll(async () => {
    await buildConsole()
    pair = await startPair()
    await pair.restart('a', { console: await consoleConfig() })
    browser = await startBrowser()
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await pair?.close()
  })

  const address = () => pair.a.consoleUrl ?? ''

  test('a node without anybody asks for the code in its terminal, in both languages', async () => {
    page = await openPage(browser.context, `${address()}/`, { lang: 'zh', theme: 'dark' })
    await page.getByRole('heading', { name: '初始化本节点' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'EN' }).click()
    await page.getByRole('heading', { name: 'Set up this node' }).waitFor()
    await page.getByRole('button', { name: 'Create the administrator' }).click()
    expect(await page.getByText('Needed').count()).toBe(4)
    await page.getByLabel('Set-up code').fill('0000-0000-0000-0000')
    await page.getByLabel('Your name').fill('Mei 梅')
    await page.getByLabel('E-mail').fill('mei@arden.example')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create the administrator' }).click()
    expect(await page.getByRole('alert').innerText()).toContain('Nobody was created.')
    await pair.a.parts.accounts.setupCode.ensure()
    const folder = pair.a.parts.context.config.dataDir
    const code = await readFile(join(folder, 'accounts', 'setup-code'), 'utf8')
    await page.getByLabel('Set-up code').fill(code.trim())
    await page.getByRole('button', { name: 'Create the administrator' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  test('a wrong password is told without saying which of the two was wrong', async () => {
    await page.getByLabel('E-mail').fill('mei@arden.example')
    await page.getByLabel('Password').fill('something else entirely')
    await page.keyboard.press('Enter')
    const said = await page.getByRole('alert').innerText()
    expect(said).toContain('You are not signed in.')
    expect(await accessibilityFaults(page)).toEqual([])
  })

  test('a second factor is asked for once, and opens the console', async () => {
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Add a second factor' }).waitFor()
    await page.getByRole('button', { name: 'Use an authenticator app' }).click()
    secret = (await page.locator('[data-secret]').innerText()).replaceAll(' ', '')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByLabel('I have kept the codes.').check()
    await page.getByLabel('Code of the authenticator').fill(totp(secret, Date.now()))
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Duty desk' }).waitFor()
  })

  test('signing out and in again with password and code, by the keyboard alone, at 390', async () => {
    await page.getByRole('button', { name: /Settings and signing out/ }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByLabel('E-mail').focus()
    await page.keyboard.type('mei@arden.example')
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByLabel('Code of the authenticator').waitFor()
    await page.keyboard.type(totp(secret, Date.now()))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Duty desk' }).waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
  })

  test('nothing but the page’s own files runs or loads', async () => {
    const response = await page.request.get(`${address()}/desk`)
    const policy = response.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    const html = await response.text()
    expect(html).not.toContain('__CSP_NONCE__')
    const [, nonce] = policy.match(/'nonce-([^']+)'/) ?? []
    expect(html).toContain(`nonce="${nonce}"`)
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    )
    expect(loaded.filter((url) => !url.startsWith(address()))).toEqual([])
  })

  test('whoever guesses is barred, reads until when and what goes on, and keeps what was typed', async () => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: /Settings and signing out/ }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail').fill('mei@arden.example')
    const said = page.getByRole('alert')
    for (let guess = 0; (await said.filter({ hasText: 'sign-in-barred' }).count()) === 0; guess++) {
      expect(guess).toBeLessThan(10)
      await page.getByLabel('Password').fill(`guess number ${guess} of many`)
      const answered = page.waitForResponse('**/auth/sign-in/email')
      await page.keyboard.press('Enter')
      await answered
      await said.waitFor()
    }
    await said
      .getByText(
        /Try again from (?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d UTC \(\d\d:\d\d local\), in 0:1[45]:/,
      )
      .waitFor()
    await page.getByRole('button', { name: '中文' }).click()
    await said
      .getByText(/请于(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d UTC（本地\d\d:\d\d）后重试/)
      .waitFor()
    expect(await page.getByLabel('电子邮箱').inputValue()).toBe('mei@arden.example')
    expect(await accessibilityFaults(page)).toEqual([])
    // The right password, which others may be guessing at, opens nothing meanwhile.
    await page.getByLabel('密码').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await said.getByText('sign-in-barred').waitFor()
  })
})
