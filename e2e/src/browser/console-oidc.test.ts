/** The way over a party's own identity provider and back, with and without somebody. */
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { consoleConfig } from '@concert/node/testing/browser'
import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import { OidcProvider } from '@concert/node/testing/oidc-provider'
import { type Pair, startPair } from '@concert/node/testing/pair'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './console-build.ts'
import { accessibilityFaults, openPage } from './console-pages.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: identity providers in Chromium (${reason})`)

const LIN = { sub: '1', email: 'lin@arden.example', email_verified: true, name: 'Lin' }

describe.skipIf(reason !== undefined)('an identity provider', { timeout: 120_000 }, () => {
  let browser: TestBrowser
  let pair: Pair
  let provider: OidcProvider
  let page: Page

  beforeAll(async () => {
    await buildConsole()
    pair = await startPair()
    provider = await OidcProvider.start()
    const secretFile = join(pair.setup.a.config.dataDir, 'oidc-secret')
    await writeFile(secretFile, 'between us')
    await chmod(secretFile, 0o600)
    const names = { en: 'Ministry', zh: '主管部门' }
    const oidc = { issuer: provider.issuer, clientId: 'concert', secretFile, names }
    await pair.restart('a', { console: await consoleConfig({ oidc }) })
    await pair.a.parts.accounts.add({ email: LIN.email, name: 'Lin', roles: ['duty-officer'] })
    browser = await startBrowser()
    page = await openPage(browser.context, `${pair.a.consoleUrl}/`)
    await page.getByRole('button', { name: '中文' }).click()
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await pair?.close()
    await provider?.stop()
  })

  const goAndComeBack = async () =>
    await page.getByRole('button', { name: '通过主管部门登录' }).click()
  const told = async (said: string) => {
    await page.getByRole('alert').getByText(said).waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    expect(new URL(page.url()).search).toBe('')
  }

  test('who ends it there reads so here, and can begin again or sign in otherwise', async () => {
    provider.refusal = 'access_denied'
    await goAndComeBack()
    await told('登录已在身份提供方处取消或被拒绝。')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByLabel('电子邮箱').waitFor()
    provider.refusal = null
  })

  test('whom the operator has not added is told whom to ask', async () => {
    provider.claims = { ...LIN, sub: '2', email: 'new@arden.example' }
    await goAndComeBack()
    await told('身份提供方已确认您的身份，但本节点没有您的账户，请联系管理员添加。')
  })

  test('an answer that was not asked for, or says anything, is told in our own words', async () => {
    await page.goto(`${pair.a.consoleUrl}/auth/callback/oidc?code=given&state=made-up`)
    await told('该次登录已超时，或不是在此窗口发起，请重新开始。')
    await page.goto(`${pair.a.consoleUrl}/sign-in?error=%3Cb%3Ecall+this+number`)
    await told('身份提供方的应答未被接受。')
    expect(await page.getByText('call this number').count()).toBe(0)
  })

  test('a provider that cannot be reached: the page stays and says so', async () => {
    await page.route('**/auth/sign-in/social', (route) => route.abort())
    await goAndComeBack()
    await page.getByRole('alert').first().waitFor()
    await page.unroute('**/auth/sign-in/social')
  })

  test('a provider that is out while the page is open: named, with the other ways; then it is back', async () => {
    await page.getByLabel('电子邮箱').fill(LIN.email)
    await provider.stop()
    await goAndComeBack()
    const said = page.getByRole('alert')
    await said.getByText('身份提供方没有应答。请以其他方式登录，或稍后再试。').waitFor()
    await said.getByText('尚未登录。').last().waitFor()
    expect(await page.getByLabel('电子邮箱').inputValue()).toBe(LIN.email)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'EN', exact: true }).click()
    await said.getByText('The identity provider does not answer. Sign in another way').waitFor()
    await page.getByRole('button', { name: '中文' }).click()
    await provider.resume()
  })

  test('whom both know is at the desk', async () => {
    provider.claims = LIN
    await goAndComeBack()
    await page.getByRole('heading', { level: 1, name: '值班台' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/desk')
  })
})
