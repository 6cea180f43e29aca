/** Every screen in both languages and themes, on a desk and in a hand; then the main path of each. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalBytes } from '@concert/core'
import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import { phishing } from '@concert/node/testing/desks'
import { indicators } from '@concert/node/testing/pair'
import { readStixObject } from '@concert/stix'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './console-build.ts'
import { accessibilityFaults, type Look, openPage, sidewaysScroll } from './console-pages.ts'
import { layoutShift } from './console-shift.ts'
import { openWorld, type PersonName, type World } from './console-world.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: the console's screens in Chromium (${reason})`)

/** Each screen with who opens it, and its heading in both languages. */
const SCREENS = [
  ['/desk', 'duty', 'Duty desk', '值班台'],
  ['/requests', 'duty', 'Requests', '协助请求'],
  ['/requests/new', 'duty', 'New request', '新建请求'],
  ['/intel', 'duty', 'Intelligence', '威胁信息'],
  ['/intel?tab=import', 'duty', 'Intelligence', '威胁信息'],
  ['/intel?tab=matrix', 'duty', 'Intelligence', '威胁信息'],
  ['/release/share', 'duty', 'Who would get what', '共享前预览'],
  ['/release', 'release', 'Release desk', '放行台'],
  ['/compacts', 'legal', 'Compacts', '合作约定'],
  ['/compacts/new', 'legal', 'Propose a compact', '提出合作约定'],
  ['/peers', 'operator', 'Peers', '对等节点'],
  ['/trust', 'auditor', 'Trust', '信任'],
  ['/trust/verify', 'auditor', 'Check evidence', '核验证据'],
  ['/accounts', 'operator', 'Accounts', '账户'],
  ['/audit', 'auditor', 'Audit trail', '审计记录'],
  ['/settings', 'duty', 'Settings', '设置'],
] as const satisfies readonly (readonly [string, PersonName, string, string])[]

/** What people do not notice (Core Web Vitals call 0.1 good). */
const MOST_SHIFT = 0.1

const OTHER = { a: 'b', b: 'a' } as const

const LOOKS: readonly Look[] = [
  { lang: 'en', theme: 'light', width: 1440 },
  { lang: 'zh', theme: 'dark', width: 390 },
]

describe.skipIf(reason !== undefined)('the console', { timeout: 180_000 }, () => {
  let browser: TestBrowser
  let world: World
  const opened: Page[] = []

  // Each open page keeps a stream open, and a browser opens six connections to one host.
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.close()))
  })

  beforeAll(async () => {
    await buildConsole()
    world = await openWorld()
    browser = await startBrowser()
  }, 240_000)

  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  async function enter(who: PersonName, path: string, look: Look = {}, side: 'a' | 'b' = 'a') {
    // Both consoles are on one host: a page of the other side that is open keeps its cookies.
    const isOtherOpen = opened.some((page) => page.url().startsWith(world.origin(OTHER[side])))
    if (!isOtherOpen) await browser.context.clearCookies()
    await browser.context.addCookies(await world.cookies(side, who))
    const page = await openPage(browser.context, `${world.origin(side)}${path}`, look)
    opened.push(page)
    return page
  }

  test.each(SCREENS)('%s is accessible and fits', async (path, who, en, zh) => {
    for (const look of LOOKS) {
      const page = await enter(who, path, look)
      const name = look.lang === 'zh' ? zh : en
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await settled(page)
      expect(await accessibilityFaults(page), `${path} ${look.lang}`).toEqual([])
      expect(await sidewaysScroll(page), `${path} ${look.lang}`).toBe(0)
      expect(await layoutShift(page), `${path} ${look.lang}`).toBeLessThan(MOST_SHIFT)
      await page.close()
    }
  })

  test('the next duty is acknowledged from the desk, and the other side sees it at once', async () => {
    const other = await enter('duty', '/requests', {}, 'b')
    const page = await enter('duty', '/desk')
    await page.getByText('Ransomware control servers').first().waitFor()
    expect(await page.title()).toMatch(/^\(3\)/)
    await page.getByRole('button', { name: 'Acknowledge' }).click()
    await page.getByText('acknowledged').first().waitFor()
    await other.bringToFront()
    await other.getByText('acknowledged').first().waitFor()
    await other.close()
    await page.close()
  })

  test('keys alone: to the requests, down a row, into it; a refusal names what is missing', async () => {
    const page = await enter('duty', '/desk')
    await page.getByRole('heading', { name: 'Duty desk' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('q')
    await page.getByRole('heading', { name: 'Requests', level: 1 }).waitFor()
    await page.getByText('Nine defaced university sites').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: /Ask/ }).waitFor()
    await page.getByRole('button', { name: 'Other answers' }).click()
    await page.getByText('Refuse with reason').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Note to the other side').fill('Which of these is yours?')
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Refuse with reason' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('refused').first().waitFor()
    await page.close()
  })

  test('a request is composed; the checklist stops it until it is whole', async () => {
    const page = await enter('duty', '/requests/new', { lang: 'zh' })
    await page.getByLabel('英文标题').fill('Copy of our portal')
    await page.getByLabel('中文标题').fill('仿冒我方门户')
    await page.getByRole('button', { name: '保存草稿' }).click()
    await page.getByText('已保存。', { exact: true }).waitFor()
    await page.getByText('阻止发送').first().waitFor()
    expect(await page.getByRole('button', { name: '发送请求' }).count()).toBe(0)
    await page.getByLabel('核实内容与方法').fill('人工打开核实。')
    await page.getByLabel('危害说明').fill('用户密码被窃。')
    await page.getByLabel(/^目标/).fill('hxxps://portal-copy[.]example/login')
    await page.getByRole('button', { name: '保存草稿' }).click()
    await page.getByText('已保存。', { exact: true }).waitFor()
    // Another draft was not saved here.
    await page.goto(`${world.origin('a')}/requests?tab=drafts&lang=zh`)
    await page.getByText('仿冒我方门户').first().click()
    await page.getByLabel('英文标题').waitFor()
    expect(await page.getByText('已保存。', { exact: true }).count()).toBe(0)
    await page.close()
  })

  test('roles: who may not does not see it, and the address says so', async () => {
    const page = await enter('operator', '/requests')
    await page.getByText('Your role does not open this screen.').waitFor()
    expect(await page.getByRole('link', { name: 'Requests' }).count()).toBe(0)
    await page.goto(`${world.origin('a')}/nothing-here?lang=en`)
    await page.getByText('There is nothing at this address.').waitFor()
    await page.close()
  })

  test('what is held for a second person says for whom it waits; that person lets it go', async () => {
    const page = await enter('duty', '/requests')
    await page.getByText('Nine defaced university sites').click()
    await page.getByRole('button', { name: 'Other answers' }).click()
    await page.getByText('Report progress').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Note to the other side').fill('We wrote to victim@bank.example.')
    await dialog.getByRole('button', { name: 'Report progress' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('Held for a second person: Report progress').waitFor()
    await page.getByText('Waits for approval by Jonas Ek.').waitFor()
    expect(await page.getByRole('button', { name: /^Approve [\d,]+ bytes$/ }).count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    const { pathname } = new URL(page.url())
    const reader = await enter('auditor', pathname)
    await reader.getByText('Acting here needs duty officer, analyst or legal officer.').waitFor()
    const officer = await enter('release', '/desk')
    await officer.getByText('Let a word in a request go').click()
    await officer.getByLabel('Why, for the record here').fill('The bank asked for it.')
    expect(await accessibilityFaults(officer)).toEqual([])
    // Every field of the act in words; the button names the bytes that the other view shows.
    const fields = officer.locator('dl.facts', { hasText: 'Questions' })
    expect((await fields.innerText()).split(/\s+/)).toEqual([
      'Questions',
      'none',
      'Targets',
      'none',
    ])
    const approve = officer.getByRole('button', { name: /^Approve [\d,]+ bytes$/ })
    await officer.getByText('Bytes', { exact: true }).last().click()
    const sizes = officer.getByText(/^[\d,]+ bytes/)
    await expect.poll(() => sizes.count()).toBe(2)
    const shown = (await sizes.allInnerTexts()).map((text) => Number.parseInt(text, 10))
    expect(await approve.innerText()).toBe(`Approve ${shown.reduce((sum, n) => sum + n, 0)} bytes`)
    await approve.click()
    await officer.getByText('Held for a second person').waitFor({ state: 'hidden' })
    await officer.getByRole('tab', { name: /Messages/ }).click()
    await officer.getByText('We wrote to victim@bank.example.').waitFor()
  })

  test('a request with its evidence and an object: what the desk holds goes first, then the request', async () => {
    const { a } = world.desks.pair
    const laws = join(a.parts.context.config.release.folder, 'laws')
    await mkdir(laws, { recursive: true })
    await writeFile(join(laws, 'example.json'), JSON.stringify(GRID_LAW))
    const [named, held] = indicators(a, 800, 2)
    const told = { ...named?.value, description: 'Reported by victim@bank.example.' }
    const read = readStixObject(canonicalBytes(told))
    if (!read.ok || !held) throw new Error('no indicator')
    const { id } = read.value.view
    await a.parts.intelligence.importObjects([a.parts.stixIdentity, read.value, held])
    const page = await enter('duty', '/requests/new')
    await page.getByLabel('Template', { exact: true }).press('ArrowDown')
    await page.locator('.ant-select-item-option:visible', { hasText: 'C2' }).click()
    await page.getByLabel('Title in English').fill('Control server of a botnet')
    await page.getByLabel('Title in Chinese').fill('僵尸网络控制服务器')
    await page.getByLabel('Harm that justifies it').press('ArrowDown')
    await page
      .locator('.ant-select-item-option:visible', { hasText: 'people are being harmed now' })
      .click()
    await page.getByLabel('The harm, in words').fill('Hosts are lost by the hour.')
    await page.getByLabel('What was verified, and how').fill('样本已在沙箱中运行。')
    await page.getByLabel(/^Targets/).fill('203.0.113.80')
    await page.getByLabel('First seen (UTC)').fill('2026-11-01 08:00')
    await page.getByLabel('Legal basis').fill('Example Act, section 4')
    await page.getByLabel('Objects that go along').fill(`${id}\n${held.view.id}`)
    await page.getByRole('button', { name: 'Save draft' }).click()
    // The item that its template asks for has a row of its own.
    await page.getByText('stops sending').first().waitFor()
    await page.getByLabel(/^digest of the sample: SHA-256/).fill('AB'.repeat(32))
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByRole('button', { name: 'Send request' }).waitFor()
    await page.locator('.ant-btn-loading').waitFor({ state: 'detached' })
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Send request' }).click()
    await page.getByText('Not sent. Nothing left this node.').waitFor()
    // One leaves redacted: its copy is pointed to. The other waits for whoever the law names.
    await page.getByRole('button', { name: 'Point to the copy' }).click()
    await page.getByText('1 object that it points to cannot go yet.').waitFor()
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText('The receiver gets a redacted copy').waitFor({ state: 'detached' })
    const { search } = new URL(page.url())
    const legal = await enter('legal', '/release', { lang: 'zh' })
    await legal.getByText('依据《示例数据法》第三十六条').waitFor()
    await legal.getByLabel('理由（仅本地记录，不发送）').fill('不涉及电网运行数据。')
    await legal.getByRole('button', { name: /^批准发出/ }).click()
    await legal.getByText('依据《示例数据法》第三十六条').waitFor({ state: 'detached' })
    const again = await enter('duty', `/requests/new${search}`)
    // Nothing of what was typed is lost by opening the draft anew.
    expect(await again.getByLabel('Legal basis').inputValue()).toBe('Example Act, section 4')
    const digest = again.getByLabel(/^digest of the sample: SHA-256/)
    expect(await digest.inputValue()).toBe('ab'.repeat(32))
    await again.getByRole('button', { name: 'Send request' }).click()
    await again.getByRole('tab', { name: /Messages/ }).waitFor()
    const { pathname } = new URL(again.url())
    const there = await enter('duty', pathname, { lang: 'zh' }, 'b')
    await there.getByText('Example Act, section 4').waitFor()
    await there.getByText('ab'.repeat(32)).waitFor()
    expect(await accessibilityFaults(there)).toEqual([])
    await there.getByRole('link', { name: held.view.id }).click()
    await there.getByText('phish-801[.]example').first().waitFor()
  })

  test('a word that is sent back: its author cannot let it go, and learns by whom and why', async () => {
    // One of its own: which of the others is open still is up to the tests before.
    const id = await world.desks.send('b', phishing(world.desks.node('a')), ['clerk.example'])
    const page = await enter('duty', `/requests/${id}`)
    await page.getByRole('button', { name: 'Other answers' }).click()
    await page.getByText('Report progress').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Note to the other side').fill('Write to clerk@bank.example.')
    await dialog.getByRole('button', { name: 'Report progress' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const { pathname } = new URL(page.url())
    const officer = await enter('release', pathname, { lang: 'zh' })
    // The very bytes that would be signed.
    await officer.getByText('原始字节', { exact: true }).click()
    await officer.getByText('Write to clerk@bank.example.').waitFor()
    await officer.getByText('"kind":"request.update"').waitFor()
    await officer.getByText('content thread time').waitFor()
    await officer.getByLabel('理由（仅本地记录，不发送）').fill('请先删去邮箱地址。')
    expect(await accessibilityFaults(officer)).toEqual([])
    await officer.getByRole('button', { name: '退回' }).click()
    await officer.getByText(/^Jonas Ek于.*退回，未离开本节点。/).waitFor()
    const author = await enter('duty', pathname)
    await author.getByText(/^Sent back by Jonas Ek, /).waitFor()
    await author.getByText('请先删去邮箱地址。').waitFor()
    expect(await author.getByText('Held for a second person').count()).toBe(0)
    const other = await enter('duty', pathname, { lang: 'zh' }, 'b')
    await other.getByRole('tab', { name: /往来消息/ }).click()
    expect(await other.getByText('clerk@bank.example').count()).toBe(0)
  })

  test('what a role may not do says whom it needs; a refusal waits for whoever asked', async () => {
    const id = await world.desks.send('a', phishing(world.desks.node('b')), ['kit.example'])
    await world.desks.move('b', id, 'refuse', { code: 'insufficient-evidence', item: 'screenshot' })
    const page = await enter('auditor', '/compacts')
    expect(await page.getByRole('button', { name: 'Propose a compact' }).isDisabled()).toBe(true)
    await page.getByText('needs legal officer or diplomat').waitFor()
    const asker = await enter('duty', '/desk')
    await asker.getByText('Amend a refused request, or close it').click()
    await asker.getByText('Refused: insufficient evidence · screenshot.').waitFor()
    await asker.getByRole('button', { name: 'Send information' }).waitFor()
    await asker.goto(`${world.origin('a')}/requests?tab=refused&lang=zh`)
    await asker.getByText('由我方补正或办结').first().waitFor()
  })

  test('the language changes at once, and stays', async () => {
    const page = await enter('auditor', '/trust')
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('heading', { name: '信任', level: 1 }).waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN')
    await page.goto(`${world.origin('a')}/trust`)
    await page.getByRole('heading', { name: '信任', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'EN', exact: true }).click()
    await page.getByRole('heading', { name: 'Trust', level: 1 }).waitFor()
    await page.close()
  })

  test('a silent node is told with the time since, and what was read stays', async () => {
    const page = await enter('duty', '/peers')
    await page.getByText('Belmar').first().waitFor()
    await page.route('**/api/**', (route) => route.abort())
    await page.getByRole('link', { name: 'Trust' }).click()
    await page.getByText('This node has not answered since').waitFor()
    // The page asks again by itself.
    await page.unroute('**/api/**')
    await page.getByText('This node has not answered since').waitFor({ state: 'hidden' })
    await page.close()
  })

  test('a compact is changed by one side; the other reads the difference and signs', async () => {
    const page = await enter('legal', '/compacts')
    await page.getByText('Phishing domains').first().click()
    await page.getByRole('button', { name: 'Propose a change' }).click()
    await page.getByLabel('Retention in days').fill('90')
    await page.getByRole('button', { name: 'Propose and sign' }).click()
    await page.getByText('signed 1 of 2').first().waitFor()
    // Whoever may not sign is not asked to.
    const duty = await enter('duty', '/desk', { lang: 'zh' }, 'b')
    await duty.getByRole('heading', { name: '待决定' }).waitFor()
    // Nothing is suspended: the desk says nothing of it.
    expect(await duty.getByText('打开该合作约定').count()).toBe(0)
    await duty.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
    expect(await duty.getByText('签署合作约定').count()).toBe(0)
    await duty.close()
    const other = await enter('legal', '/desk', { lang: 'zh' }, 'b')
    await other.getByText('签署合作约定').first().click()
    await other.getByText('保存天数：365 → 90').waitFor()
    expect(await accessibilityFaults(other)).toEqual([])
    await other.getByRole('button', { name: '签署摘要' }).click()
    await other.getByLabel('本人已阅读两种文本及全部变更。').check()
    await other.getByRole('dialog').getByRole('button', { name: '签署摘要' }).click()
    await other.getByText('已签署2/2').first().waitFor()
    await other.close()
    const { compacts } = world.desks.pair.b.parts
    const id = (await compacts.inForceWith(world.desks.pair.a.parts.context.own.node))?.id ?? ''
    await compacts.suspend(id, 'requests', 'incident', undefined)
    await page.goto(`${world.origin('a')}/compacts?lang=zh`)
    await page.getByText('已由贝尔玛暂停').waitFor()
    // The desk says so to whoever works there, by whom, why and since when; and the way to it.
    const told = await enter('duty', '/desk')
    const band = told.getByRole('status').filter({ hasText: 'Requests with Belmar' })
    await band
      .getByText(/suspended by Belmar since \d{4}-\d\d-\d\d \d\d:\d\d UTC \(an incident\)\./)
      .waitFor()
    await band.getByText('It stands until Belmar lifts it.').waitFor()
    expect(await accessibilityFaults(told)).toEqual([])
    await told.getByRole('button', { name: '中文' }).click()
    await told.getByText(/贝尔玛自.*起暂停（发生安全事件）。/).waitFor()
    await told.getByRole('link', { name: '打开该合作约定' }).click()
    await told.getByText(/^贝尔玛自.*起暂停：发生安全事件$/).waitFor()
    await told.getByRole('button', { name: 'EN', exact: true }).click()
    await told.close()
    await page.close()
    // What is said with notice can be taken back before its time has come.
    await compacts.suspend(id, 'intelligence', 'review', '2099-06-01T00:00:00.000Z')
    const again = await enter('legal', `/compacts/${id}`, { lang: 'zh' }, 'b')
    const tier = again.locator('.li').filter({ hasText: '2099-06-01' })
    await tier.getByText('由贝尔玛关闭').waitFor()
    await tier.getByRole('button', { name: '恢复本层级' }).click()
    await tier.waitFor({ state: 'detached' })
    await again.close()
  })

  test('whoever ends a compact reads that it ends for all and when; until then it is said as to come', async () => {
    const { a, b } = world.desks.pair
    const draft = {
      title: { en: 'Joint watch', zh: '联合值守' },
      text: [],
      from: '2026-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
      signBy: '2099-01-01T00:00:00.000Z',
      terms: { notice: { suspend_hours: 0, end_days: 30 } },
    }
    const proposed = await a.parts.compacts.propose({ peers: [b.parts.context.own.node], ...draft })
    if (!proposed.ok) throw new Error(proposed.code)
    const { id } = proposed.value
    const at = async (side: 'a' | 'b') =>
      (await world.desks.pair[side].parts.compacts.list()).find((each) => each.id === id)
    await expect.poll(async () => (await at('b'))?.id, { timeout: 20_000 }).toBe(id)
    await b.parts.compacts.sign(id)
    await expect.poll(async () => (await at('a'))?.status, { timeout: 20_000 }).toBe('in-force')
    const page = await enter('legal', `/compacts/${id}`)
    await page.getByRole('button', { name: 'End this compact' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('One party ends it for all: Arden · Belmar.').waitFor()
    await dialog.getByText('It ends in 30 days, the notice agreed').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await dialog.getByLabel('First eight characters of the id').fill(id.slice(0, 8))
    await dialog.getByRole('button', { name: 'End this compact' }).click()
    await page.getByText(/^Ends at 20.*, ended by Arden: review\. Until then it goes on/).waitFor()
    expect(await page.getByRole('button', { name: 'Propose a change' }).count()).toBe(0)
    await page.close()
    await expect
      .poll(async () => (await at('b'))?.ending?.reason, { timeout: 20_000 })
      .toBe('review')
    const other = await enter('legal', `/compacts/${id}`, { lang: 'zh' }, 'b')
    await other.getByText(/^将于20.*终止，由雅登终止：审查。此前继续有效/).waitFor()
    await other.close()
  })
})

const GRID_LAW = {
  v: 1,
  law: { en: 'Example Data Act, section 36', zh: '《示例数据法》第三十六条' },
  rules: [
    {
      id: 'grid',
      because: { en: 'Data about the power grid', zh: '涉及电网的数据' },
      outcome: 'review',
      when: { property: 'pattern', matches: 'phish-801' },
    },
  ],
}

/** Nothing is being read any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
}
