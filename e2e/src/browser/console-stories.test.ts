/** Stories of `domain.md` §8 that the consoles tell, each between two running nodes. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalBytes } from '@concert/core'
import { startBrowser, type TestBrowser, whyNoBrowser } from '@concert/node/testing/chromium'
import { indicators } from '@concert/node/testing/pair'
import { readStixObject, tlpMarkingId } from '@concert/stix'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './console-build.ts'
import { openPage } from './console-pages.ts'
import { openWorld, type PersonName, type World } from './console-world.ts'

const reason = whyNoBrowser()
if (reason !== undefined) console.warn(`skipped: the stories in Chromium (${reason})`)

describe.skipIf(reason !== undefined)('the stories at the consoles', { timeout: 120_000 }, () => {
  /** One for each side: both consoles have one host name, and cookies know no ports. */
  const browsers: Partial<Record<'a' | 'b', TestBrowser>> = {}
  let world: World
  const opened: Page[] = []

  beforeAll(async () => {
    await buildConsole()
    world = await openWorld()
    browsers.a = await startBrowser()
    browsers.b = await startBrowser()
  }, 240_000)

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.close()))
  })

  afterAll(async () => {
    await browsers.a?.close()
    await browsers.b?.close()
    await world?.close()
  })

  async function enter(side: 'a' | 'b', who: PersonName, path: string, lang: 'en' | 'zh' = 'en') {
    const context = browsers[side]?.context
    if (!context) throw new Error('no browser')
    await context.clearCookies()
    await context.addCookies(await world.cookies(side, who))
    const page = await openPage(context, `${world.origin(side)}${path}`, { lang })
    opened.push(page)
    return page
  }

  async function request(side: 'a' | 'b', title: string, lang: 'en' | 'zh' = 'en') {
    const page = await enter(side, 'duty', '/requests', lang)
    await page.getByText(title).click()
    await page.getByRole('tab', { name: lang === 'en' ? 'Ask' : '请求内容' }).waitFor()
    return page
  }

  /** A choice of the field with this label. */
  async function pick(page: Page, label: string, option: string): Promise<void> {
    await page.getByLabel(label, { exact: true }).fill(option)
    await page.locator('.ant-select-item-option', { hasText: option }).click()
  }

  async function move(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: 'Other answers' }).click()
    await page.getByRole('menuitem', { name }).click()
  }

  test('1: a refusal names what is missing; what is sent again keeps its id and history', async () => {
    const title = 'Owner of a spoofed payment site'
    const receiver = await request('b', title)
    await move(receiver, 'Refuse with reason')
    await pick(receiver, 'Refusal', 'insufficient evidence')
    await pick(receiver, 'What is missing', 'screenshot')
    await receiver.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click()
    await receiver.getByText('refused').first().waitFor()
    const { pathname } = new URL(receiver.url())
    const sender = await enter('a', 'duty', pathname)
    await sender.getByText('asked for').first().waitFor()
    await sender.getByRole('button', { name: 'Send information' }).click()
    await pick(sender, 'Items', 'screenshot')
    await sender.getByLabel('Note to the other side').fill('Here it is.')
    await sender.keyboard.press('Tab')
    await sender.getByRole('dialog').getByRole('button', { name: 'Send information' }).click()
    await sender.getByRole('dialog').waitFor({ state: 'detached' })
    // The same address: neither the id nor what was said before is lost.
    await receiver.getByText('delivered').first().waitFor()
    await receiver.getByRole('tab', { name: /Messages/ }).click()
    expect(await receiver.locator('article.message').count()).toBe(3)
  })

  test('2 and 10: that they were told is proved from two files; a changed byte is named', async () => {
    const page = await request('b', 'Nine defaced university sites')
    const owner = await request('a', 'Nine defaced university sites')
    await owner.getByRole('button', { name: 'Acknowledge' }).click()
    await page.getByText('acknowledged').first().waitFor()
    await page.getByRole('tab', { name: /Messages/ }).click()
    const messages = page.locator('article.message')
    await messages.nth(1).getByText('Acknowledging is not agreement.').waitFor()
    const files: string[] = []
    for (const message of await messages.all()) {
      const download = page.waitForEvent('download')
      await message.getByRole('button', { name: 'Save evidence' }).click()
      files.push(await (await download).path())
    }
    await page.goto(`${world.origin('b')}/trust/verify?lang=en`)
    const drop = page.locator('input[type=file]')
    for (const file of files) {
      await drop.setInputFiles(file)
      await page.getByRole('status').getByText('Holds', { exact: true }).waitFor()
    }
    await page.getByText('does not indicate agreement').first().waitFor({ state: 'attached' })
    const told = JSON.parse(await readFile(files[0] ?? '', 'utf8')) as { statement: string }
    const bytes = Buffer.from(told.statement, 'base64')
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    const changed = JSON.stringify({ ...told, statement: bytes.toString('base64') })
    await drop.setInputFiles({
      name: 'changed.json',
      mimeType: 'application/json',
      buffer: Buffer.from(changed),
    })
    await page.getByRole('alert').getByText('Does not hold', { exact: true }).waitFor()
  })

  test('4: targets are reported one by one, and both sides count alike', async () => {
    const title = '214 phishing pages copying Halden Bank'
    const owner = await request('a', title)
    await owner.getByRole('button', { name: 'Acknowledge' }).click()
    await move(owner, 'Accept')
    await owner.getByRole('dialog').getByRole('button', { name: 'Accept' }).click()
    await owner.getByRole('dialog').waitFor({ state: 'detached' })
    await owner.getByRole('tab', { name: /Targets/ }).click()
    for (const n of [1, 2, 3]) await owner.getByLabel(`Select ${n}`, { exact: true }).check()
    await owner.getByRole('button', { name: 'Report 3 targets' }).click()
    const asker = await request('b', title)
    await asker.getByRole('tab', { name: /Targets/ }).click()
    for (const page of [owner, asker]) {
      await page.getByRole('button', { name: /^Down 3$/i }).waitFor()
    }
  })

  test('5: a sighting comes back as a number; a false positive reaches who got it', async () => {
    const { a } = world.desks.pair
    const [object] = indicators(a, 500, 1)
    if (!object) throw new Error('no indicator')
    await a.parts.intelligence.importObjects([a.parts.stixIdentity, object])
    await world.desks.pair.share()
    await world.desks.pair.settled()
    const there = await enter('b', 'duty', `/intel/${object.view.id}`)
    await there.getByRole('button', { name: 'Report sighting' }).click()
    await there.getByLabel('How often').fill('12')
    await there.getByRole('dialog').getByRole('button', { name: 'Report sighting' }).click()
    const here = await enter('a', 'duty', `/intel/${object.view.id}?tab=sightings`)
    await here.getByText('12 times').waitFor()
    await here.getByRole('button', { name: 'Retract' }).click()
    await here.getByRole('dialog').getByRole('button', { name: 'Retract' }).click()
    await there.getByText('false positive').waitFor()
    const recalls = await enter('a', 'release', '/release?tab=recalls')
    await recalls.getByRole('cell', { name: 'receipted' }).waitFor()
  })

  test('6: a local law stops an object; who approves reads the law; the peer sees nothing of it', async () => {
    const { a } = world.desks.pair
    const laws = join(a.parts.context.config.release.folder, 'laws')
    await mkdir(laws, { recursive: true })
    const law = {
      v: 1,
      law: { en: 'Example Data Act, section 36', zh: '《示例数据法》第三十六条' },
      rules: [
        {
          id: 'grid',
          because: { en: 'Data about the power grid', zh: '涉及电网的数据' },
          outcome: 'review',
          when: { property: 'pattern', matches: 'phish-601' },
        },
      ],
    }
    await writeFile(join(laws, 'example.json'), JSON.stringify(law))
    await a.parts.intelligence.importObjects(indicators(a, 601, 1))
    const analyst = await enter('a', 'duty', '/release/share')
    await analyst.getByRole('button', { name: /put 1 up for approval/ }).click()
    await analyst.getByText('1 object was held back').waitFor()
    const officer = await enter('a', 'legal', '/release', 'zh')
    await officer.getByText('依据《示例数据法》第三十六条').waitFor()
    await officer.getByLabel('理由（仅本地记录，不发送）').fill('不涉及电网运行数据。')
    await officer.getByRole('button', { name: /^批准发出/ }).click()
    const there = await enter('b', 'duty', '/intel#q=phish-601.example')
    await there.getByText('phish-601[.]example').first().waitFor()
    await there.getByText('phish-601[.]example').first().click()
    expect(await there.locator('#main').innerText()).not.toContain('Example Data Act')
    const trail = await enter('a', 'auditor', '/release?tab=done')
    await trail.getByText('不涉及电网运行数据。').first().waitFor()
  })

  test('7: a change to either language voids the signature; nothing new holds until both have signed', async () => {
    const page = await enter('a', 'legal', '/compacts')
    await page.getByText('Phishing domains').first().click()
    const amend = async (en: string, zh: string) => {
      await page.getByRole('button', { name: 'Propose a change' }).click()
      const english = page.getByLabel('Paragraph 1 · English')
      await page.getByLabel('Title in English').waitFor()
      if ((await english.count()) === 0) {
        await page.getByRole('button', { name: 'Add a paragraph' }).click()
      }
      await english.fill(en)
      await page.getByLabel('Paragraph 1 · Chinese').fill(zh)
      await page.getByRole('button', { name: 'Propose and sign' }).click()
      await page.locator('.change ins').getByText(zh).waitFor()
      return await page.getByText(DIGEST).innerText()
    }
    const english = 'Each side answers within four hours.'
    const first = await amend(english, '双方应在四小时内答复。')
    const second = await amend(english, '双方应在八小时内答复。')
    expect(second).not.toBe(first)
    const { pathname } = new URL(page.url())
    const other = await enter('b', 'legal', pathname, 'zh')
    // Neither of the two is signed by both: what was agreed first still holds.
    await other.getByText('双方应在八小时内答复。').first().waitFor()
    await other.getByText('Each side answers within four hours.').first().waitFor()
    // Nothing differs but what was changed and the day to sign by: the period is as it was.
    await other.getByText('v1 → v3共2处变更').waitFor()
    const inForce = other.locator('a[data-row]').filter({ hasText: '生效中' })
    await inForce.filter({ hasText: '第1版' }).waitFor()
    expect(await other.getByText(DIGEST).first().innerText()).toBe(second)
    await other.getByRole('button', { name: '签署摘要' }).click()
    await other.getByLabel('本人已阅读两种文本及全部变更。').check()
    await other.getByRole('dialog').getByRole('button', { name: '签署摘要' }).click()
    await other.getByText('已签署2/2').first().waitFor()
    await inForce.filter({ hasText: '第1版' }).waitFor({ state: 'detached' })
    await inForce.waitFor()
    await page.locator('a[data-row]').filter({ hasText: 'signed 2 of 2' }).first().waitFor()
  })

  test('9: a researcher counts what is held, and sees no request, name or wording of anybody', async () => {
    const { a } = world.desks.pair
    const of = async (tlp: 'green' | 'amber', from: number, count: number) =>
      await a.parts.intelligence.importObjects(indicators(a, from, count, tlp))
    await of('amber', 900, 7)
    await of('green', 920, 9)
    await a.parts.search.caughtUp()
    const page = await enter('a', 'researcher', '/intel/statistics', 'zh')
    const plot = page.getByRole('figure', { name: '按TLP级别统计的对象' })
    await plot.getByRole('button', { name: '以表格显示' }).click()
    await plot.getByRole('row', { name: /^TLP:GREEN/ }).waitFor()
    // What is not for the role is not counted for it either.
    expect(await plot.getByText('TLP:AMBER').count()).toBe(0)
    await page.getByText('来自对等节点').waitFor()
    expect(await page.getByText('协助请求').count()).toBe(0)
    await page.goto(`${world.origin('a')}/requests?lang=zh`)
    await page.getByText('当前角色不能打开此页面。').waitFor()
  })

  test('a recall that nobody has receipted says who owes that, until the receipt comes', async () => {
    const { pair } = world.desks
    const [object, other] = indicators(pair.a, 950, 2)
    if (!object || !other) throw new Error('no indicator')
    await pair.a.parts.intelligence.importObjects([object, other])
    await pair.share()
    await pair.settled()
    await world.stop('b')
    const analyst = await enter('a', 'duty', `/intel/${object.view.id}`, 'zh')
    await analyst.getByRole('button', { name: '撤回' }).click()
    await analyst.getByRole('dialog').getByRole('button', { name: '撤回' }).click()
    await analyst.getByRole('dialog').waitFor({ state: 'detached' })
    const page = await enter('a', 'release', '/release?tab=recalls', 'zh')
    await page.getByText('1次撤回尚无回执：').waitFor()
    await page.locator('.warn').getByText('贝尔玛').waitFor()
    await world.restart('b')
    await page.getByText('1次撤回尚无回执：').waitFor({ state: 'detached' })
    // A new version that fewer may see takes the older one back by itself.
    const object_marking_refs = [tlpMarkingId('amber')]
    const narrower = { ...other.value, modified: '2026-11-02T00:00:00.000Z', object_marking_refs }
    const read = readStixObject(canonicalBytes(narrower))
    if (!read.ok) throw new Error(JSON.stringify(read.faults))
    await pair.a.parts.intelligence.importObjects([read.value])
    const row = page.getByRole('row').filter({ hasText: '知悉范围收窄' })
    await row.getByText('已回执').waitFor()
    const there = await enter('b', 'duty', `/intel/${other.view.id}`)
    await there.getByText(/^Retracted by Arden, .*: for fewer to see from now on/).waitFor()
  })
})

/** A digest as it is shown, in groups. */
const DIGEST = /^[0-9a-f]{8}( [0-9a-f]{8}){7}$/
